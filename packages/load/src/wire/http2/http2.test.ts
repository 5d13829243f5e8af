import { describe, expect, test } from 'vitest';
import { FRAME, FrameReader, LARGEST_FRAME, writeFrame } from './frame.js';
import { readHeadText, readStatus, writeHeaderBlock } from './header-block.js';
import { decodeHuffman } from './huffman.js';

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

describe('a whole head', () => {
  const read = (hex: string): string | undefined => {
    const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    return readHeadText(bytes, 0, bytes.length);
  };

  // RFC 7541, C.5.1 and C.6.1: the same four fields, plain and in Huffman code. The table that they fill is not ours.
  test.each([
    '4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
    '4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
  ])('is text: %s', (hex) => {
    expect(read(hex)).toBe(
      'HTTP/2 302\r\ncache-control: private\r\ndate: Mon, 21 Oct 2013 20:13:21 GMT\r\nlocation: https://www.example.com\r\n\r\n',
    );
  });

  test('a line break in a value begins no field', () => {
    const block = writeHeaderBlock([['x', 'a\r\nset-cookie: b']]);
    expect(readHeadText(block, 0, block.length)).toBe('x: a  set-cookie: b\r\n\r\n');
  });

  test.each(['be', '0003', '00 0161', '00 0161 05', '00 0161 82ffff', '00 0161 8100'])(
    'that is malformed: %s',
    (hex) => {
      expect(read(hex)).toBeUndefined();
    },
  );

  test('the longest codes, and what may not stand behind them', () => {
    const code = (...bytes: readonly number[]): string | undefined =>
      decodeHuffman(Buffer.from(bytes), 0, bytes.length);
    expect(code(0xff, 0xff, 0xff, 0xf3)).toBe('\n'); // 30 bits
    expect(code(0xff, 0xff, 0xff, 0xff)).toBeUndefined(); // the end, written out
    expect(code(0x1f)).toBe('a');
    expect(code(0x18)).toBeUndefined(); // padding that is not all ones
    expect(code(0x1f, 0xff)).toBeUndefined(); // padding of more than seven bits
  });
});

test('long values of a request have their length in several bytes', () => {
  const block = writeHeaderBlock([['X-Long', 'a'.repeat(300)]]);
  expect([...block.subarray(0, 10)]).toEqual([0, 6, ...Buffer.from('x-long'), 127, 173]);
  expect(block.subarray(10, 13)).toEqual(Buffer.concat([Buffer.from([1]), Buffer.from('aa')]));
});
