export type Severity = 'error' | 'warning' | 'info';

/** A place in a text that somebody wrote. Lines and columns count from 1; columns are UTF-16 units. */
export interface Location {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** The line itself, for the excerpt under the message. Left out where it cannot be had or holds a secret. */
  readonly sourceLine?: string;
}

export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at?: Location;
  /** What to do about it. */
  readonly help?: string;
}

/** What a reader gives: as much of the value as could be understood, and everything that there is to say. */
export interface Reading<T> {
  readonly value: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The place of an offset in a text, with the line itself. Offsets past the end give the end. */
export function locate(file: string, text: string, offset: number): Location {
  const [place] = locateAll(file, text, [offset]);
  return place ?? { file };
}

/** The places of many offsets, in one pass over the text. */
export function locateAll(file: string, text: string, offsets: readonly number[]): readonly Location[] {
  const places: Location[] = [];
  const inOrder = offsets.map((offset, index) => ({ index, at: Math.max(0, Math.min(offset, text.length)) }));
  inOrder.sort((a, b) => a.at - b.at);
  let line = 1;
  let lineStart = 0;
  for (const { index, at } of inOrder) {
    for (let next = text.indexOf('\n', lineStart); next !== -1 && next < at; next = text.indexOf('\n', lineStart)) {
      line += 1;
      lineStart = next + 1;
    }
    places[index] = { file, line, column: at - lineStart + 1, sourceLine: lineAt(text, lineStart) };
  }
  return places;
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '');
}
