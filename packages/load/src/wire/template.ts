// `{{name}}` in the texts of a request. A value is written so that it stays a value where it stands: it can begin no new
// header, path segment, query parameter or JSON member.

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
}

/** What names stand for. */
export interface TemplateValues {
  readonly variables: ReadonlyMap<string, string>;
  /** The number of the flow that is under way. */
  readonly sequence: number;
  readonly random: () => number;
}

interface Value {
  readonly make: (values: TemplateValues) => string;
  /** Made of characters that are the same in every place. */
  readonly isHarmless: boolean;
}

const PLACEHOLDER = /\{\{\s*([$A-Za-z_][\w$.-]*(?:[ ]+-?\d+){0,2})\s*\}\}/g;

/** Everything about the text is decided here, once: rendering only puts strings behind one another. */
export function compileTemplate(text: string, place: Place): Template {
  const parts = text.split(PLACEHOLDER);
  const names = parts.filter((_, index) => index % 2 === 1);
  const texts = parts.filter((_, index) => index % 2 === 0);
  const values = names.map(makerOf);
  return {
    constant: names.length === 0 ? text : undefined,
    names,
    isAscii: ASCII.test(texts.join('')) && values.every((value) => value.isHarmless),
    render: (given) => {
      let rendered = texts[0] ?? '';
      for (let index = 0; index < values.length; index += 1)
        rendered += writeValue(values[index], given, place) + (texts[index + 1] ?? '');
      return rendered;
    },
  };
}

const ASCII = /^[\0-\x7f]*$/;
const HARMLESS = /^[\w.~-]*$/;

function writeValue(made: Value | undefined, given: TemplateValues, place: Place): string {
  const value = made?.make(given) ?? '';
  if (made?.isHarmless || HARMLESS.test(value)) return value;
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

/** Names that begin with `$` are made, not looked up. */
function makerOf(name: string): Value {
  const [word = '', low = '0', high = low] = name.split(/ +/);
  switch (word) {
    case '$seq':
      return { make: ({ sequence }) => String(sequence), isHarmless: true };
    case '$uuid':
      return { make: ({ random }) => randomUuid(random), isHarmless: true };
    case '$int': {
      const [from, to] = [Number(low), Number(high)];
      const count = Math.max(from, to) - from + 1;
      return { make: ({ random }) => String(from + Math.floor(random() * count)), isHarmless: true };
    }
    case '$word':
      return { make: ({ random }) => randomWord(random), isHarmless: true };
    default:
      return { make: ({ variables }) => variables.get(name) ?? '', isHarmless: false };
  }
}

const WORD_LENGTH = 8;
const A = 97;

function randomWord(random: () => number): string {
  let word = '';
  for (let index = 0; index < WORD_LENGTH; index += 1) word += String.fromCharCode(A + Math.floor(random() * 26));
  return word;
}

/** Of each byte. */
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Version 4 (RFC 9562) from the seeded source: the same draws for the same seed, in whatever version, and no arithmetic in text. */
function randomUuid(random: () => number): string {
  const [timeLow, timeMid] = [random() * 0x1_0000_0000, random() * 0x1_0000];
  const version = 0x4000 | (random() * 0x1000);
  const variant = 0x8000 | ((random() * 4) << 12) | (random() * 0x1000);
  const node = `${digits6(random() * 0x100_0000)}${digits6(random() * 0x100_0000)}`;
  return `${digits4(timeLow >>> 16)}${digits4(timeLow)}-${digits4(timeMid)}-${digits4(version)}-${digits4(variant)}-${node}`;
}

/** The low sixteen bits. */
function digits4(value: number): string {
  return `${HEX[(value >>> 8) & 255]}${HEX[value & 255]}`;
}

function digits6(value: number): string {
  return `${HEX[(value >>> 16) & 255]}${digits4(value)}`;
}
