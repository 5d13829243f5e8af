// `{{name}}` in the texts of a request. A value is written so that it stays a value where it stands: it can begin no new
// header, path segment, query parameter or JSON member.
import { type MadeValue, madeText, madeValue, type Source } from './made-values.js';

/** Where a template stands, and so how values are written into it. */
export type Place = 'path' | 'header' | 'json' | 'text';

export interface Template {
  /** The text itself, where no name is in it. */
  readonly constant: string | undefined;
  /** The names in it. */
  readonly names: readonly string[];
  /** Whatever the values are, each character is one byte in UTF-8. */
  readonly isAscii: boolean;
  render(values: TemplateValues): string;
  /** The same as bytes, where no value is looked up: Latin-1 in a path or header, UTF-8 in content. */
  readonly bytes: MadeValue | undefined;
}

/** What names stand for. */
export interface TemplateValues extends Source {
  readonly variables: ReadonlyMap<string, string>;
}

interface Value {
  readonly make: (values: TemplateValues) => string;
  /** Undefined for one that is looked up, and may be anything. */
  readonly made: MadeValue | undefined;
}

const PLACEHOLDER = /\{\{\s*([$A-Za-z_][\w$.-]*(?:[ ]+-?\d+){0,2})\s*\}\}/g;

/** Everything about the text is decided here, once: rendering only puts strings behind one another. */
export function compileTemplate(text: string, place: Place): Template {
  const parts = text.split(PLACEHOLDER);
  const names = parts.filter((_, index) => index % 2 === 1);
  const texts = parts.filter((_, index) => index % 2 === 0);
  const values = names.map(compileValue);
  return {
    constant: names.length === 0 ? text : undefined,
    names,
    isAscii: ASCII.test(texts.join('')) && values.every(({ made }) => made !== undefined),
    render: (given) => {
      let rendered = texts[0] ?? '';
      for (let index = 0; index < values.length; index += 1)
        rendered += writeValue(values[index], given, place) + (texts[index + 1] ?? '');
      return rendered;
    },
    bytes: bytesOf(
      texts.map((part) => Buffer.from(part, place === 'path' || place === 'header' ? 'latin1' : 'utf8')),
      values.map(({ made }) => made),
    ),
  };
}

/** Texts with a value between every two of them. */
function bytesOf(texts: readonly Uint8Array[], values: readonly (MadeValue | undefined)[]): MadeValue | undefined {
  const made = values.filter((value) => value !== undefined);
  if (made.length < values.length) return undefined;
  return {
    width: [...texts.map(({ length }) => length), ...made.map(({ width }) => width)].reduce((sum, one) => sum + one, 0),
    write: (source, bytes, at) => {
      let end = writeBytes(texts[0], bytes, at);
      for (let index = 0; index < made.length; index += 1) {
        end = made[index]?.write(source, bytes, end) ?? end;
        end = writeBytes(texts[index + 1], bytes, end);
      }
      return end;
    },
  };
}

/** Below this a loop costs less than a call. */
const LEAST_TO_CALL = 24;

/** Gives where they end. */
export function writeBytes(part: Uint8Array | undefined, bytes: Uint8Array, at: number): number {
  if (part === undefined) return at;
  if (part.length < LEAST_TO_CALL)
    for (let index = 0; index < part.length; index += 1) bytes[at + index] = part[index] ?? 0;
  else bytes.set(part, at);
  return at + part.length;
}

const ASCII = /^[\0-\x7f]*$/;
const HARMLESS = /^[\w.~-]*$/;

function writeValue(made: Value | undefined, given: TemplateValues, place: Place): string {
  const value = made?.make(given) ?? '';
  if (made?.made || HARMLESS.test(value)) return value;
  switch (place) {
    case 'path':
      return encodeURIComponent(value.toWellFormed());
    case 'header':
      return value.replace(/[^\t\x20-\x7e\x80-\xff]/g, ' ');
    case 'json':
      return JSON.stringify(value).slice(1, -1);
    case 'text':
      return value;
    default:
      return place satisfies never;
  }
}

/** Names that begin with `$` are made, the others looked up. */
function compileValue(name: string): Value {
  const made = madeValue(name);
  return made
    ? { made, make: (given) => madeText(made, given) }
    : { made, make: ({ variables }) => variables.get(name) ?? '' };
}
