// HPACK (RFC 7541), as little of it as a load tester needs. Requests are written without compression; of responses the status is
// read. Our SETTINGS forbid a dynamic table, so a block depends on nothing before it.

/** Statuses of the static table, from index 8 on. */
const STATIC_STATUSES = [200, 204, 206, 304, 400, 404, 500] as const;
const FIRST_STATUS = 8;
const LAST_STATUS = 14;
const STATIC_ENTRIES = 61;

/** A request as literal fields that no table remembers. Names are in lower case on the wire (RFC 9113, 8.2). */
export function writeHeaderBlock(fields: readonly (readonly [name: string, value: string])[]): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of fields) {
    parts.push(Buffer.from([0]), writeString(name.toLowerCase()), writeString(value));
  }
  return Buffer.concat(parts);
}

function writeString(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  return Buffer.concat([writeInteger(bytes.length, 7), bytes]);
}

/** RFC 7541, 5.1, with the high bits of the first byte zero. */
function writeInteger(value: number, prefixBits: number): Buffer {
  const most = 2 ** prefixBits - 1;
  if (value < most) return Buffer.from([value]);
  const bytes = [most];
  let rest = value - most;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/** The `:status` of a response, which comes first (RFC 9113, 8.3); undefined for a block that has none or is malformed. */
export function readStatus(bytes: Buffer, from: number, to: number): number | undefined {
  const reader = { bytes, at: from, to };
  while (reader.at < to) {
    const first = bytes[reader.at] ?? 0;
    if ((first & 0xe0) === 0x20) {
      readInteger(reader, 5); // a change of the table's size, to zero
    } else if ((first & 0x80) !== 0) {
      const index = readInteger(reader, 7);
      return STATIC_STATUSES[index - FIRST_STATUS];
    } else {
      const index = readInteger(reader, (first & 0x40) !== 0 ? 6 : 4);
      const named = index > 0 ? index >= FIRST_STATUS && index <= LAST_STATUS : readName(reader) === ':status';
      return named && index <= STATIC_ENTRIES ? readDigits(reader) : undefined;
    }
  }
  return undefined;
}

interface Reader {
  readonly bytes: Buffer;
  at: number;
  readonly to: number;
}

function readInteger(reader: Reader, prefixBits: number): number {
  const most = 2 ** prefixBits - 1;
  let value = (reader.bytes[reader.at++] ?? 0) & most;
  if (value < most) return value;
  for (let factor = 1; factor < 2 ** 28; factor *= 128) {
    const byte = reader.bytes[reader.at++] ?? 0;
    value += (byte & 127) * factor;
    if (byte < 128) return value;
  }
  return Number.MAX_SAFE_INTEGER;
}

/** A name that is not compressed; `:status` is in the static table, so hardly anybody writes it out. */
function readName(reader: Reader): string {
  const compressed = ((reader.bytes[reader.at] ?? 0) & 0x80) !== 0;
  const length = readInteger(reader, 7);
  const text = compressed ? '' : reader.bytes.toString('latin1', reader.at, Math.min(reader.at + length, reader.to));
  reader.at += length;
  return text;
}

/** Three digits, plain or in Huffman code, whose digits take five bits (0, 1, 2) or six (3 to 9). */
function readDigits(reader: Reader): number | undefined {
  const compressed = ((reader.bytes[reader.at] ?? 0) & 0x80) !== 0;
  const length = readInteger(reader, 7);
  if (reader.at + length > reader.to || length > 4) return undefined;
  const value = reader.bytes.subarray(reader.at, reader.at + length);
  const text = compressed ? huffmanDigits(value) : value.toString('latin1');
  return /^[1-9]\d\d$/.test(text) ? Number(text) : undefined;
}

function huffmanDigits(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  let [text, at] = ['', 0];
  while (bits.length - at >= 5 && text.length < 3) {
    const five = Number.parseInt(bits.slice(at, at + 5), 2);
    if (five <= 2) {
      text += String(five);
      at += 5;
      continue;
    }
    const six = Number.parseInt(bits.slice(at, at + 6), 2);
    if (six < 0x19 || six > 0x1f) return '';
    text += String(six - 0x16);
    at += 6;
  }
  return text;
}
