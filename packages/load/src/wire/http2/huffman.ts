// The Huffman code of HPACK (RFC 7541, appendix B). It is canonical: the lengths of the codes say all of it.

/** Bits of the code of each byte; that of the end of a string (30 bits, all ones) never stands in one. */
const CODE_LENGTHS = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28,
  28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6,
  5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23,
  22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22,
  23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26,
  20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27,
  27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27,
  27, 27, 27, 26,
] as const;
const SHORTEST = 5;
const LONGEST = 30;

/** The codes of one length: consecutive numbers from `first` on, for these bytes in their order. */
interface Level {
  readonly first: number;
  readonly bytes: readonly number[];
}

const LEVELS: readonly Level[] = levels();

function levels(): readonly Level[] {
  const made: Level[] = [];
  let next = 0;
  for (let length = 0; length <= LONGEST; length += 1) {
    const bytes = [...CODE_LENGTHS.keys()].filter((byte) => CODE_LENGTHS[byte] === length);
    made.push({ first: next, bytes });
    next = (next + bytes.length) * 2;
  }
  return made;
}

/** `bytes[from, to)` as Latin-1 text; undefined where they are no text in this code. */
export function decodeHuffman(bytes: Uint8Array, from: number, to: number): string | undefined {
  let [text, code, length, allOnes] = ['', 0, 0, true];
  for (let at = from; at < to; at += 1) {
    for (let shift = 7; shift >= 0; shift -= 1) {
      const bit = ((bytes[at] ?? 0) >> shift) & 1;
      code = code * 2 + bit;
      length += 1;
      if (bit === 0) allOnes = false;
      if (length < SHORTEST) continue;
      const level = LEVELS[length];
      const byte = level?.bytes[code - level.first];
      if (byte !== undefined) {
        text += String.fromCharCode(byte);
        [code, length, allOnes] = [0, 0, true];
      } else if (length >= LONGEST) {
        return undefined;
      }
    }
  }
  // Section 5.2: the rest of the last byte is the beginning of the code for the end.
  return length < 8 && allOnes ? text : undefined;
}
