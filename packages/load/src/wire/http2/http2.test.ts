import { describe, expect, test } from 'vitest';
import { FRAME, FrameReader, LARGEST_FRAME, writeFrame } from './frame.js';
import { readStatus, writeHeaderBlock } from './header-block.js';

describe('frames', () => {
  const frames = [
    writeFrame(FRAME.data, 1, 7, Buffer.from('hello')),
    writeFrame(FRAME.settings, 0, 0, Buffer.alloc(0)),
    writeFrame(FRAME.headers, 4, 2 ** 31 - 1, Buffer.alloc(300, 1)),
  ];
  const whole = Buffer.concat(frames);
  const read = (parts: readonly Buffer[]): readonly string[] => {
    const seen: string[] = [];
    const reader = new FrameReader(({ type, flags, stream, bytes, from, to }) =>
      seen.push(`${type} ${flags} ${stream} ${bytes.toString('hex', from, to)}`),
    );
    for (const part of parts) expect(reader.read(part, part.length)).toBe(true);
    return seen;
  };

  test('are the same however they are split', () => {
    const expected = read([whole]);
    expect(expected).toHaveLength(3);
    for (let at = 1; at < whole.length; at += 1)
      expect(read([whole.subarray(0, at), whole.subarray(at)])).toEqual(expected);
    expect(read(Array.from(whole, (_, index) => whole.subarray(index, index + 1)))).toEqual(expected);
  });

  test('that are too large are refused', () => {
    const large = writeFrame(FRAME.data, 0, 1, Buffer.alloc(LARGEST_FRAME + 1));
    expect(new FrameReader(() => undefined).read(large, large.length)).toBe(false);
  });
});

describe('the status', () => {
  const status = (...bytes: readonly number[]): number | undefined => readStatus(Buffer.from(bytes), 0, bytes.length);
  test('from the static table', () => {
    expect([0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e].map((byte) => status(byte))).toEqual([
      200, 204, 206, 304, 400, 404, 500,
    ]);
  });

  test('after a change of the table size', () => expect(status(0x20, 0x88)).toBe(200));

  // RFC 7541, C.5.1 (plain) and C.6.1 (Huffman) have 302; the codes of the digits are those of its appendix B.
  test('as a literal', () => {
    expect(status(0x48, 0x03, 0x33, 0x30, 0x32)).toBe(302);
    expect(status(0x08, 0x03, 0x34, 0x32, 0x39)).toBe(429);
    expect(status(0x48, 0x82, 0x64, 0x02)).toBe(302);
    expect(status(0x00, 0x07, ...Buffer.from(':status'), 0x03, 0x35, 0x30, 0x33)).toBe(503);
  });

  test.each([
    [[]],
    [[0xbe]],
    [[0x82]],
    [[0x48, 0x03, 0x33]],
    [[0x48, 0x03, 0x33, 0x30, 0x41]],
    [[0x7f, 0xff, 0xff, 0xff, 0xff, 0xff]],
    [[0x00, 0x04, 1, 2, 3, 4, 0]],
  ])('that is not there: %j', (bytes) => {
    expect(status(...bytes)).toBeUndefined();
  });

  test('random blocks never throw', () => {
    for (let round = 0; round < 5_000; round += 1) {
      const bytes = Array.from({ length: round % 12 }, (_, index) => (round * 7919 + index * 104_729) % 256);
      expect(() => status(...bytes)).not.toThrow();
    }
  });
});

test('long values of a request have their length in several bytes', () => {
  const block = writeHeaderBlock([['X-Long', 'a'.repeat(300)]]);
  expect([...block.subarray(0, 10)]).toEqual([0, 6, ...Buffer.from('x-long'), 127, 173]);
  expect(block.subarray(10, 13)).toEqual(Buffer.concat([Buffer.from([1]), Buffer.from('aa')]));
});
