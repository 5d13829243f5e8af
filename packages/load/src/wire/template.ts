// `{{name}}` in the texts of a request. A value is written so that it stays a value where it stands: it can begin no new
// header, path segment, query parameter or JSON member.

/** Where a template stands, and so how values are written into it. */
export type Place = 'path' | 'header' | 'json' | 'text';

export interface Template {
  /** The text itself, where no name is in it. */
  readonly constant: string | undefined;
  /** The names in it. */
  readonly names: readonly string[];
  render(values: TemplateValues): string;
}

/** What names stand for. */
export interface TemplateValues {
  readonly variables: ReadonlyMap<string, string>;
  /** The number of the flow that is under way. */
  readonly sequence: number;
  readonly random: () => number;
}

type Value = (values: TemplateValues) => string;

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
    render: (given) => {
      let rendered = texts[0] ?? '';
      for (let index = 0; index < values.length; index += 1)
        rendered += writeValue(values[index]?.(given) ?? '', place) + (texts[index + 1] ?? '');
      return rendered;
    },
  };
}

/** Values of these characters alone are the same in every place. */
const HARMLESS = /^[\w.~-]*$/;

function writeValue(value: string, place: Place): string {
  if (HARMLESS.test(value)) return value;
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
      return ({ sequence }) => String(sequence);
    case '$uuid':
      return ({ random }) => randomUuid(random);
    case '$int': {
      const [from, to] = [Number(low), Number(high)];
      const count = Math.max(from, to) - from + 1;
      return ({ random }) => String(from + Math.floor(random() * count));
    }
    case '$word':
      return ({ random }) =>
        Array.from({ length: 8 }, () => LETTERS[Math.floor(random() * LETTERS.length)] ?? 'a').join('');
    default:
      return ({ variables }) => variables.get(name) ?? '';
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Version 4 (RFC 9562) from the seeded source, so that the same seed gives the same ones. */
function randomUuid(random: () => number): string {
  const hex = (digits: number): string =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + Math.floor(random() * 4)).toString(16)}${hex(3)}-${hex(6)}${hex(6)}`;
}
