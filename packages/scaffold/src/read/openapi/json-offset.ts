/**
 * The offset in a valid JSON text of the value at a path of keys; of the nearest value above it where the path ends
 * early. Scans the text once, without building anything.
 */
export function offsetInJson(text: string, keys: readonly string[]): number | undefined {
  let at = skipSpace(text, 0);
  for (const key of keys) {
    const next =
      text[at] === '{'
        ? memberOffset(text, at, key)
        : text[at] === '['
          ? elementOffset(text, at, Number(key))
          : undefined;
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

function memberOffset(text: string, open: number, key: string): number | undefined {
  let at = skipSpace(text, open + 1);
  while (text[at] === '"') {
    const end = stringEnd(text, at);
    const name = JSON.parse(text.slice(at, end)) as unknown;
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (name === key) return value;
    at = afterComma(text, valueEnd(text, value));
  }
  return undefined;
}

function elementOffset(text: string, open: number, index: number): number | undefined {
  let at = skipSpace(text, open + 1);
  for (let position = 0; at < text.length && text[at] !== ']'; position += 1) {
    if (position === index) return at;
    at = afterComma(text, valueEnd(text, at));
  }
  return undefined;
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
