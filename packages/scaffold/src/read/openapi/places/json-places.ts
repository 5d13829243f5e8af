// Where the values at paths of keys stand in a valid JSON text. One scan for all of them, without building anything.
import type { WantedPlace } from './wanted-place.js';

/** Sets the offset of every wanted place that the text has. */
export function findJsonPlaces(text: string, root: WantedPlace): void {
  findIn(text, skipSpace(text, 0), root);
}

/** Gives the end of the value that begins at `start`. */
function findIn(text: string, start: number, wanted: WantedPlace): number {
  wanted.offset = start;
  if (wanted.members.size === 0) return valueEnd(text, start);
  if (text[start] === '{') return findInObject(text, start, wanted);
  return text[start] === '[' ? findInArray(text, start, wanted) : valueEnd(text, start);
}

function findInObject(text: string, open: number, wanted: WantedPlace): number {
  let at = skipSpace(text, open + 1);
  while (text[at] === '"') {
    const end = stringEnd(text, at);
    const member = wanted.members.get(nameIn(text, at, end));
    const value = skipSpace(text, skipSpace(text, end) + 1);
    at = afterComma(text, member ? findIn(text, value, member) : valueEnd(text, value));
  }
  return at + 1;
}

function findInArray(text: string, open: number, wanted: WantedPlace): number {
  let at = skipSpace(text, open + 1);
  for (let index = 0; at < text.length && text[at] !== ']'; index += 1) {
    const member = wanted.members.get(String(index));
    at = afterComma(text, member ? findIn(text, at, member) : valueEnd(text, at));
  }
  return at + 1;
}

function nameIn(text: string, open: number, end: number): string {
  const name = text.slice(open + 1, end - 1);
  return name.includes('\\') ? (JSON.parse(text.slice(open, end)) as string) : name;
}

function afterComma(text: string, at: number): number {
  const next = skipSpace(text, at);
  return text[next] === ',' ? skipSpace(text, next + 1) : next;
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (/[\s]/.test(text[next] ?? 'x')) next += 1;
  return next;
}

function stringEnd(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function valueEnd(text: string, start: number): number {
  if (text[start] === '"') return stringEnd(text, start);
  if (text[start] !== '{' && text[start] !== '[') {
    let at = start;
    while (at < text.length && !/[\s,\]}]/.test(text[at] ?? ',')) at += 1;
    return at;
  }
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = stringEnd(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}
