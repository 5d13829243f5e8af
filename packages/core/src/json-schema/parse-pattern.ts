// A regular expression as parts that can be drawn one after the other.

export type Part =
  | { readonly kind: 'characters'; readonly choices: readonly string[] }
  | { readonly kind: 'sequence'; readonly parts: readonly Part[] }
  | { readonly kind: 'either'; readonly parts: readonly Part[] }
  | { readonly kind: 'repeat'; readonly part: Part; readonly least: number; readonly most: number };

const UNBOUNDED = 1_000;
const NOTHING: Part = { kind: 'sequence', parts: [] };

const DIGITS = range('0', '9');
const WORD = [...range('a', 'z'), ...range('A', 'Z'), ...DIGITS, '_'];
const PRINTABLE = range(' ', '~');
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  d: DIGITS,
  D: range('a', 'z'),
  w: WORD,
  W: [' ', '-', '.'],
  s: [' '],
  S: WORD,
};
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', 0: '\0' };

/** Where the reader stands. */
interface Cursor {
  readonly characters: readonly string[];
  at: number;
}

/** Reads an expression that JavaScript took: no syntax error is left to be found. */
export function parsePattern(pattern: string): Part {
  return either({ characters: Array.from(pattern), at: 0 });
}

function either(cursor: Cursor): Part {
  const parts = [sequence(cursor)];
  while (cursor.characters[cursor.at] === '|') {
    cursor.at += 1;
    parts.push(sequence(cursor));
  }
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'either', parts };
}

function sequence(cursor: Cursor): Part {
  const parts: Part[] = [];
  while (
    cursor.at < cursor.characters.length &&
    cursor.characters[cursor.at] !== '|' &&
    cursor.characters[cursor.at] !== ')'
  ) {
    const part = atom(cursor);
    parts.push(quantified(cursor, part));
  }
  return { kind: 'sequence', parts };
}

function atom(cursor: Cursor): Part {
  const character = cursor.characters[cursor.at] ?? '';
  cursor.at += 1;
  if (character === '^' || character === '$') return NOTHING;
  if (character === '(') return group(cursor);
  if (character === '[') return { kind: 'characters', choices: characterClass(cursor) };
  if (character === '.') return { kind: 'characters', choices: WORD };
  if (character === '\\') return { kind: 'characters', choices: escaped(cursor) };
  return { kind: 'characters', choices: [character] };
}

function group(cursor: Cursor): Part {
  const head = /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(cursor.characters.slice(cursor.at, cursor.at + 40).join(''))?.[0] ?? '';
  cursor.at += Array.from(head).length;
  const inner = either(cursor);
  cursor.at += 1;
  return /[=!]$/.test(head) ? NOTHING : inner;
}

function escaped(cursor: Cursor): readonly string[] {
  const name = cursor.characters[cursor.at] ?? '';
  cursor.at += 1;
  if (name === 'b' || name === 'B') return [''];
  if (name === 'p' || name === 'P') return propertyClass(cursor);
  if (name === 'u' || name === 'x') return [codePoint(cursor, name)];
  return CLASSES[name] ?? [CONTROLS[name] ?? name];
}

function propertyClass(cursor: Cursor): readonly string[] {
  const name = /^\{([^}]*)\}/.exec(cursor.characters.slice(cursor.at, cursor.at + 60).join(''));
  cursor.at += name ? name[0].length : 0;
  return /^(?:N|Nd)/.test(name?.[1] ?? '') ? DIGITS : range('a', 'z');
}

function codePoint(cursor: Cursor, name: string): string {
  const digits = /^(?:\{([\da-f]+)\}|([\da-f]{4})|([\da-f]{2}))/i.exec(
    cursor.characters.slice(cursor.at, cursor.at + 10).join(''),
  );
  const text = name === 'x' ? digits?.[0].slice(0, 2) : (digits?.[1] ?? digits?.[2]);
  cursor.at += name === 'x' ? 2 : (digits?.[0].length ?? 0);
  return text === undefined ? name : String.fromCodePoint(Number.parseInt(text, 16));
}

function characterClass(cursor: Cursor): readonly string[] {
  const isNegated = cursor.characters[cursor.at] === '^';
  if (isNegated) cursor.at += 1;
  const found: string[] = [];
  while (cursor.at < cursor.characters.length && cursor.characters[cursor.at] !== ']') {
    const from = classMember(cursor);
    if (
      from.length === 1 &&
      cursor.characters[cursor.at] === '-' &&
      cursor.characters[cursor.at + 1] !== ']' &&
      cursor.at + 1 < cursor.characters.length
    ) {
      cursor.at += 1;
      found.push(...range(from[0] ?? '', classMember(cursor).at(-1) ?? ''));
    } else {
      found.push(...from);
    }
  }
  cursor.at += 1;
  if (!isNegated) return found;
  const taken = new Set(found);
  const left = [...WORD, ...PRINTABLE].filter((character) => !taken.has(character));
  return left.length > 0 ? left : ['é'];
}

function classMember(cursor: Cursor): readonly string[] {
  const character = cursor.characters[cursor.at] ?? '';
  cursor.at += 1;
  return character === '\\' ? escaped(cursor) : [character];
}

function quantified(cursor: Cursor, part: Part): Part {
  const text = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/.exec(cursor.characters.slice(cursor.at, cursor.at + 24).join(''));
  if (!text) return part;
  cursor.at += text[0].length;
  const [whole, exact, comma, upper] = text;
  if (exact === undefined) {
    return {
      kind: 'repeat',
      part,
      least: whole.startsWith('+') ? 1 : 0,
      most: whole.startsWith('?') ? 1 : UNBOUNDED,
    };
  }
  const most = comma === undefined ? Number(exact) : upper === '' ? UNBOUNDED : Number(upper);
  return { kind: 'repeat', part, least: Number(exact), most };
}

function range(from: string, to: string): string[] {
  const [first = 0, last = 0] = [from.codePointAt(0), to.codePointAt(0)];
  const length = Math.min(Math.max(last - first + 1, 0), 200);
  return Array.from({ length }, (_, index) => String.fromCodePoint(first + index));
}
