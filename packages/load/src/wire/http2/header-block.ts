// HPACK (RFC 7541), as little of it as a load tester needs. Requests are written without compression; of responses the status is
// read, and the rest where somebody wants it. Our SETTINGS forbid a dynamic table, so a block depends on nothing before it.
import { decodeHuffman } from './huffman.js';
import { STATIC_TABLE } from './static-table.js';

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
  const field = readField({ bytes, at: from, to });
  return field?.[0] === ':status' && /^[1-9]\d\d$/.test(field[1]) ? Number(field[1]) : undefined;
}

/** A whole block as the head of an HTTP/1.1 answer would have it, line by line; undefined where it is malformed. */
export function readHeadText(bytes: Buffer, from: number, to: number): string | undefined {
  const reader = { bytes, at: from, to };
  const lines: string[] = [];
  while (reader.at < to) {
    const field = readField(reader);
    if (!field) return undefined;
    const [name, value] = field;
    // A line break in a value (forbidden by RFC 9113, 8.2.1) would begin a field of its own.
    lines.push(name === ':status' ? `HTTP/2 ${value}` : `${name}: ${value.replace(/[\r\n\0]/g, ' ')}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

interface Reader {
  readonly bytes: Buffer;
  at: number;
  readonly to: number;
}

type Field = readonly [name: string, value: string];

/** The next field; undefined at the end, and where it is malformed or refers to a table that we have forbidden. */
function readField(reader: Reader): Field | undefined {
  const { bytes, to } = reader;
  while (reader.at < to) {
    const first = bytes[reader.at] ?? 0;
    if ((first & 0xe0) === 0x20) {
      readInteger(reader, 5); // a change of the table's size, to zero
      continue;
    }
    if ((first & 0x80) !== 0) {
      const entry = STATIC_TABLE[readInteger(reader, 7) - 1];
      return entry && [entry[0], entry[1] ?? ''];
    }
    const index = readInteger(reader, (first & 0x40) !== 0 ? 6 : 4);
    const name = index === 0 ? readString(reader)?.toLowerCase() : STATIC_TABLE[index - 1]?.[0];
    const value = name === undefined ? undefined : readString(reader);
    return name === undefined || value === undefined ? undefined : [name, value];
  }
  return undefined;
}

/** RFC 7541, 5.1. What is too long to be meant is larger than anything that is there. */
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

/** RFC 7541, 5.2: plain, or in Huffman code. */
function readString(reader: Reader): string | undefined {
  if (reader.at >= reader.to) return undefined;
  const compressed = ((reader.bytes[reader.at] ?? 0) & 0x80) !== 0;
  const length = readInteger(reader, 7);
  const from = reader.at;
  const to = from + length;
  if (to > reader.to) return undefined;
  reader.at = to;
  return compressed ? decodeHuffman(reader.bytes, from, to) : reader.bytes.toString('latin1', from, to);
}
