const ROOM_BYTES = 63;
const LABEL = 'not_null';

/** The name that the server chooses for a NOT NULL that is written without one (indexcmds.c, makeObjectName). */
export function chosenName(first: string, second?: string): string {
  const parts = second === undefined ? [first] : [first, second];
  const room = ROOM_BYTES - LABEL.length - parts.length;
  const lengths = parts.map((part) => Buffer.byteLength(part));
  let [left = 0, right = 0] = lengths;
  while (left + right > room) {
    if (left > right) left -= 1;
    else right -= 1;
  }
  return [...parts.map((part, at) => clipped(part, at === 0 ? left : right)), LABEL].join('_');
}

/** Never within a character. */
function clipped(text: string, bytes: number): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(text).subarray(0, bytes), { stream: true });
}
