// Classes of characters: `[…]`, and the escapes that stand for characters.
import { type CodePoints, complement, LAST_CODE_POINT, ofCharacters, type Range, unite } from './code-points.js';
import { type Cursor, peek, take, takeMatch } from './cursor.js';

const DIGITS = ofCharacters('0123456789');
const WORD: CodePoints = unite([
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
]);
/** WhiteSpace and LineTerminator of ECMA-262, 12.2 and 12.3. */
const SPACE: CodePoints = unite([
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]);
/** What `.` stands for. */
export const NO_LINE_END = complement(ofCharacters('\n\r\u2028\u2029'));

const SHORTHANDS: Readonly<Record<string, CodePoints>> = {
  d: DIGITS,
  D: complement(DIGITS),
  w: WORD,
  W: complement(WORD),
  s: SPACE,
  S: complement(SPACE),
};
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', b: '\b' };

/** What stands behind a backslash, where it is a character or a set of them. */
export function readEscape(cursor: Cursor): CodePoints {
  const name = take(cursor);
  const shorthand = Object.hasOwn(SHORTHANDS, name) ? SHORTHANDS[name] : undefined;
  if (shorthand) return shorthand;
  if (Object.hasOwn(CONTROLS, name)) return ofCharacters(CONTROLS[name] ?? '');
  if ((name === 'p' || name === 'P') && cursor.unicode)
    return propertyOf(`\\${name}${takeMatch(cursor, /^\{[^}]*\}/)}`);
  if (name === 'c' && /^[A-Za-z]$/.test(peek(cursor))) return single(take(cursor).charCodeAt(0) % 32);
  if (name === 'x') return hexOr(cursor, name, /^[\da-f]{2}/i);
  if (name === 'u') return unicodeEscape(cursor);
  if (/[0-7]/.test(name)) return single(Number.parseInt(name + takeMatch(cursor, /^[0-7]{1,2}/), 8));
  return ofCharacters(name);
}

function single(point: number): CodePoints {
  return [[point, point]];
}

/** Outside `u` mode, `\x` and `\u` without their digits are the letters themselves. */
function hexOr(cursor: Cursor, letter: string, digits: RegExp): CodePoints {
  const found = takeMatch(cursor, digits);
  return found === '' ? ofCharacters(letter) : single(Number.parseInt(found, 16));
}

function unicodeEscape(cursor: Cursor): CodePoints {
  if (!cursor.unicode) return hexOr(cursor, 'u', /^[\da-f]{4}/i);
  const braced = takeMatch(cursor, /^\{[\da-f]+\}/i);
  if (braced !== '') return single(Number.parseInt(braced.slice(1, -1), 16));
  const pair = takeMatch(cursor, /^d[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}/i);
  if (pair === '') return hexOr(cursor, 'u', /^[\da-f]{4}/i);
  const [high, low] = [Number.parseInt(pair.slice(0, 4), 16), Number.parseInt(pair.slice(6), 16)];
  return single(((high - 0xd800) << 10) + (low - 0xdc00) + 0x10000);
}

const properties = new Map<string, CodePoints>();
/** Of a property, the basic plane is looked at; what lies beyond goes with its last character. */
const LAST_LOOKED_AT = 0xffff;

function propertyOf(source: string): CodePoints {
  const known = properties.get(source);
  if (known) return known;
  const expression = new RegExp(source, 'u');
  const ranges: Range[] = [];
  let first: number | undefined;
  for (let point = 0; point <= LAST_LOOKED_AT; point += 1) {
    const fits = expression.test(String.fromCharCode(point));
    if (fits) first ??= point;
    else if (first !== undefined) {
      ranges.push([first, point - 1]);
      first = undefined;
    }
  }
  if (first !== undefined) ranges.push([first, LAST_CODE_POINT]);
  properties.set(source, ranges);
  return ranges;
}

/** `[…]`, the opening bracket read already. */
export function readClass(cursor: Cursor): CodePoints {
  const isNegated = takeMatch(cursor, /^\^/) !== '';
  const found: Range[] = [];
  while (cursor.at < cursor.characters.length && peek(cursor) !== ']') {
    const from = readMember(cursor);
    const [first] = from;
    const isRange =
      from.length === 1 &&
      first?.[0] === first?.[1] &&
      /^-[^\]]/s.test(cursor.characters.slice(cursor.at, cursor.at + 2).join(''));
    if (!first || !isRange) {
      found.push(...from);
      continue;
    }
    take(cursor);
    const to = readMember(cursor);
    const [last] = to;
    if (to.length === 1 && last && last[0] === last[1]) found.push([first[0], last[0]]);
    else found.push(...from, ...to, ...ofCharacters('-'));
  }
  take(cursor);
  return isNegated ? complement(unite(found)) : unite(found);
}

function readMember(cursor: Cursor): CodePoints {
  const character = take(cursor);
  return character === '\\' ? readEscape(cursor) : ofCharacters(character);
}
