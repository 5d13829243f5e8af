// Values that are made up for each request: `{{$seq}}`, `{{$uuid}}`, `{{$int 1 100}}`, `{{$word}}`. Written as bytes straight into
// the request, because strings are what costs most of a request that changes. All of them are ASCII, harmless in any place.

/** What values are made of. */
export interface Source {
  /** The number of the flow that is under way. */
  readonly sequence: number;
  readonly random: () => number;
}

export interface MadeValue {
  /** Bytes at most. */
  readonly width: number;
  /** Gives where it ends. */
  readonly write: (source: Source, bytes: Uint8Array, at: number) => number;
}

const WIDEST_NUMBER = 17; // a sign, and 16 digits
const WORD_LENGTH = 8;
const UUID_LENGTH = 36;
const [A, ZERO, MINUS] = [97, 48, 45];

/** `name` as it stands between the braces; undefined for one that is looked up. */
export function madeValue(name: string): MadeValue | undefined {
  const [word = '', low = '0', high = low] = name.split(/ +/);
  switch (word) {
    case '$seq':
      return { width: WIDEST_NUMBER, write: ({ sequence }, bytes, at) => writeNumber(sequence, bytes, at) };
    case '$uuid':
      return { width: UUID_LENGTH, write: ({ random }, bytes, at) => writeUuid(random, bytes, at) };
    case '$int': {
      const [from, to] = [Number(low), Number(high)];
      const count = Math.max(from, to) - from + 1;
      const write: MadeValue['write'] = ({ random }, bytes, at) =>
        writeNumber(from + Math.floor(random() * count), bytes, at);
      return { width: WIDEST_NUMBER, write };
    }
    case '$word':
      return { width: WORD_LENGTH, write: ({ random }, bytes, at) => writeWord(random, bytes, at) };
    default:
      return undefined;
  }
}

const SCRATCH = Buffer.alloc(64);

/** The same value as text. */
export function madeText({ write }: MadeValue, source: Source): string {
  return SCRATCH.toString('latin1', 0, write(source, SCRATCH, 0));
}

/** A whole number in decimal digits. Gives where it ends. */
export function writeNumber(value: number, bytes: Uint8Array, at: number): number {
  let rest = value;
  let from = at;
  if (rest < 0) {
    bytes[from++] = MINUS;
    rest = -rest;
  }
  const end = from + digitsOf(rest);
  for (let index = end - 1; index >= from; index -= 1) {
    const tenth = Math.floor(rest / 10);
    bytes[index] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
  return end;
}

/** How many decimal digits a whole number of 0 or more has. */
export function digitsOf(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits += 1;
  return digits;
}

function writeWord(random: () => number, bytes: Uint8Array, at: number): number {
  for (let index = 0; index < WORD_LENGTH; index += 1) bytes[at + index] = A + Math.floor(random() * 26);
  return at + WORD_LENGTH;
}

const HEX = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** Version 4 (RFC 9562) from the seeded source: the same draws for the same seed, in whatever version. */
function writeUuid(random: () => number, bytes: Uint8Array, at: number): number {
  const [timeLow, timeMid] = [random() * 0x1_0000_0000, random() * 0x1_0000];
  const version = 0x4000 | (random() * 0x1000);
  const variant = 0x8000 | ((random() * 4) << 12) | (random() * 0x1000);
  writeHex(timeLow, 8, bytes, at);
  writeHex(timeMid, 4, bytes, at + 9);
  writeHex(version, 4, bytes, at + 14);
  writeHex(variant, 4, bytes, at + 19);
  writeHex(random() * 0x100_0000, 6, bytes, at + 24);
  writeHex(random() * 0x100_0000, 6, bytes, at + 30);
  bytes[at + 8] = MINUS;
  bytes[at + 13] = MINUS;
  bytes[at + 18] = MINUS;
  bytes[at + 23] = MINUS;
  return at + UUID_LENGTH;
}

/** The low digits. */
function writeHex(value: number, digits: number, bytes: Uint8Array, at: number): void {
  let rest = value >>> 0;
  for (let index = at + digits - 1; index >= at; index -= 1) {
    bytes[index] = HEX[rest & 15] ?? 0;
    rest >>>= 4;
  }
}
