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
  const end = Math.max(0, Math.min(offset, text.length));
  const lineStart = text.lastIndexOf('\n', end - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) line += 1;
  return {
    file,
    line,
    column: end - lineStart + 1,
    sourceLine: text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd).replace(/\r$/, ''),
  };
}
