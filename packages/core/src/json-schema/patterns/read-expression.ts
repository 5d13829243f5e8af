// The grammar of ECMA-262, 22.2.1, with what annex B.1.2 allows outside `u` mode. An expression that JavaScript took has no
// syntax error left to be found.
import type { CodePoints } from './code-points.js';
import { ofCharacters } from './code-points.js';
import { type Cursor, peek, take, takeMatch } from './cursor.js';
import type { Expression } from './expression.js';
import { NO_LINE_END, readClass, readEscape } from './read-class.js';

interface Reading extends Cursor {
  /** Groups that have been opened so far. */
  groups: number;
  /** How many the whole expression has: `\2` is an octal escape where there is one only. */
  readonly allGroups: number;
}

export interface ReadExpression {
  readonly expression: Expression;
  /** Whether the expression is taken in `u` mode. */
  readonly unicode: boolean;
}

/** undefined where JavaScript does not take the expression. */
export function readExpression(pattern: string): ReadExpression | undefined {
  const unicode = isTaken(pattern, 'u');
  if (!unicode && !isTaken(pattern, '')) return undefined;
  const characters = unicode ? Array.from(pattern) : pattern.split('');
  const allGroups = pattern.match(/\((?!\?)|\(\?<(?![=!])/g)?.length ?? 0;
  return { expression: readEither({ characters, unicode, at: 0, groups: 0, allGroups }), unicode };
}

function isTaken(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}

function readEither(reading: Reading): Expression {
  const parts = [readSequence(reading)];
  while (peek(reading) === '|') {
    take(reading);
    parts.push(readSequence(reading));
  }
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'either', parts };
}

function readSequence(reading: Reading): Expression {
  const parts: Expression[] = [];
  while (reading.at < reading.characters.length && peek(reading) !== '|' && peek(reading) !== ')')
    parts.push(readRepeat(reading, readAtom(reading)));
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'sequence', parts };
}

function readAtom(reading: Reading): Expression {
  const from = reading.at;
  const character = take(reading);
  if (character === '^') return { kind: 'start' };
  if (character === '$') return { kind: 'end' };
  if (character === '(') return readGroup(reading);
  if (character === '[') return characterOf(reading, from, readClass(reading));
  if (character === '.') return characterOf(reading, from, NO_LINE_END);
  if (character !== '\\') return characterOf(reading, from, ofCharacters(character));
  if (/[bB]/.test(peek(reading))) {
    take(reading);
    return { kind: 'boundary' };
  }
  const reference = readReference(reading);
  return reference ?? characterOf(reading, from, readEscape(reading));
}

function characterOf(reading: Reading, from: number, set: CodePoints): Expression {
  return { kind: 'character', set, source: reading.characters.slice(from, reading.at).join('') };
}

function readReference(reading: Reading): Expression | undefined {
  const name = takeMatch(reading, /^k<[^>]+>/);
  if (name !== '') return { kind: 'reference', group: name.slice(2, -1) };
  const digits = /^[1-9]\d*/.exec(reading.characters.slice(reading.at, reading.at + 4).join(''))?.[0] ?? '';
  if (digits === '' || Number(digits) > reading.allGroups) return undefined;
  reading.at += digits.length;
  return { kind: 'reference', group: digits };
}

function readGroup(reading: Reading): Expression {
  const head = takeMatch(reading, /^\?(?:[:=!]|<[=!]|<[^>]+>)/);
  const isCapturing = head === '' || /^\?<[^=!]/.test(head);
  if (isCapturing) reading.groups += 1;
  const name = head === '' ? String(reading.groups) : head.slice(2, -1);
  const part = readEither(reading);
  take(reading);
  if (isCapturing) return { kind: 'group', name, part };
  return head === '?:' ? part : { kind: 'look', part };
}

const QUANTIFIER = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/;

function readRepeat(reading: Reading, part: Expression): Expression {
  const text = takeMatch(reading, QUANTIFIER);
  const [, exact, comma, upper] = QUANTIFIER.exec(text) ?? [];
  if (text === '') return part;
  if (exact === undefined) {
    const most = text.startsWith('?') ? 1 : Number.POSITIVE_INFINITY;
    return { kind: 'repeat', part, least: text.startsWith('+') ? 1 : 0, most };
  }
  const most = comma === undefined ? Number(exact) : upper === '' ? Number.POSITIVE_INFINITY : Number(upper);
  return { kind: 'repeat', part, least: Number(exact), most };
}
