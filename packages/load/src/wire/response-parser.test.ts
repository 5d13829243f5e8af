import { seededRandom } from '@senior-backend/core/env/memory-env';
import { describe, expect, test } from 'vitest';
import { ResponseParser } from './response-parser.js';

interface Reading {
  readonly status: number;
  readonly bodyBytes: number;
  readonly keepAlive: boolean;
  readonly done: boolean;
  readonly problem: string | undefined;
  /** Bytes behind the response. */
  readonly left: number;
}

/** Feeds a response in the given parts, then closes the connection. */
function readResponse(parts: readonly Uint8Array[], { bodiless = false, close = true } = {}): Reading {
  const parser = new ResponseParser();
  parser.begin(bodiless);
  let left = 0;
  for (const part of parts) {
    const end = parser.done ? 0 : parser.read(part, 0, part.length);
    if (parser.problem !== undefined) break;
    left += part.length - end;
  }
  if (close && parser.problem === undefined && !parser.done) parser.close();
  const { status, bodyBytes, keepAlive, done, problem } = parser;
  return { status, bodyBytes, keepAlive, done, problem, left };
}

const whole = (text: string): readonly Uint8Array[] => [Buffer.from(text, 'latin1')];

const WELL_FORMED: Readonly<
  Record<string, { readonly text: string; readonly bodiless?: boolean; readonly reads: Partial<Reading> }>
> = {
  'content length': {
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
    reads: { status: 200, bodyBytes: 5, keepAlive: true },
  },
  'no reason phrase': { text: 'HTTP/1.1 200\r\ncontent-length:5\r\n\r\nhello', reads: { status: 200, bodyBytes: 5 } },
  'empty content': { text: 'HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n', reads: { status: 201, bodyBytes: 0 } },
  chunked: {
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1A;ext="a"\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n',
    reads: { bodyBytes: 31, keepAlive: true },
  },
  'chunked with trailers': {
    text: 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n2\r\nab\r\n0\r\nX-Sum: 1\r\nY: 2\r\n\r\n',
    reads: { bodyBytes: 2 },
  },
  'until close': {
    text: 'HTTP/1.1 200 OK\r\nServer: x\r\n\r\nall of this',
    reads: { bodyBytes: 11, keepAlive: false },
  },
  'HTTP/1.0': { text: 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok', reads: { bodyBytes: 2, keepAlive: false } },
  'HTTP/1.0 kept alive': {
    text: 'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok',
    reads: { keepAlive: true },
  },
  'connection close': {
    text: 'HTTP/1.1 200 OK\r\nConnection: foo, Close\r\nContent-Length: 2\r\n\r\nok',
    reads: { keepAlive: false },
  },
  'interim responses': {
    text: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx',
    reads: { status: 200, bodyBytes: 1 },
  },
  '204': { text: 'HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n', reads: { status: 204, bodyBytes: 0 } },
  '304': { text: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n', reads: { status: 304, bodyBytes: 0 } },
  HEAD: { text: 'HTTP/1.1 200 OK\r\nContent-Length: 7000\r\n\r\n', bodiless: true, reads: { bodyBytes: 0 } },
  'equal lengths twice': {
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\ncontent-length: 2\r\n\r\nok',
    reads: { bodyBytes: 2 },
  },
  'bare line feeds': { text: 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok', reads: { bodyBytes: 2 } },
  'folded line': { text: 'HTTP/1.1 200 OK\r\nX-Old: a\r\n b\r\nContent-Length: 2\r\n\r\nok', reads: { bodyBytes: 2 } },
  'names that only look alike': {
    text: 'HTTP/1.1 200 OK\r\nxontent-length: 9\r\nContent-Length: 2\r\n\r\nok',
    reads: { bodyBytes: 2 },
  },
};

describe('well-formed responses', () => {
  test.each(Object.entries(WELL_FORMED))('%s', (_, { text, bodiless, reads }) => {
    expect(readResponse(whole(text), { bodiless: bodiless ?? false })).toMatchObject({
      done: true,
      problem: undefined,
      left: 0,
      ...reads,
    });
  });

  test('read the same however they are split', () => {
    let splits = 0;
    for (const { text, bodiless = false } of Object.values(WELL_FORMED)) {
      const bytes = Buffer.from(text, 'latin1');
      const expected = readResponse([bytes], { bodiless });
      for (let at = 1; at < bytes.length; at += 1) {
        expect(readResponse([bytes.subarray(0, at), bytes.subarray(at)], { bodiless })).toEqual(expected);
        splits += 1;
      }
      const bytewise = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
      expect(readResponse(bytewise, { bodiless })).toEqual(expected);
    }
    expect(splits).toBeGreaterThan(900);
  });

  test('one parser reads one after another', () => {
    const parser = new ResponseParser();
    for (const { text, bodiless = false } of Object.values(WELL_FORMED)) {
      const bytes = Buffer.from(text, 'latin1');
      parser.begin(bodiless);
      parser.read(bytes, 0, bytes.length);
      expect(parser.done || parser.close()).toBe(true);
    }
  });

  test('bytes behind the end are left', () => {
    expect(readResponse(whole('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1'))).toMatchObject({
      done: true,
      left: 8,
    });
  });
});

const head = (fields: string, rest = ''): string => `HTTP/1.1 200 OK\r\n${fields}\r\n\r\n${rest}`;

const MALFORMED: Readonly<Record<string, readonly [text: string, problem: string]>> = {
  'another protocol': ['SSH-2.0-OpenSSH_9.2\r\n', 'protocol.not-http'],
  'HTTP/0.9': ['<html>hello</html>', 'protocol.not-http'],
  'binary bytes': ['\x15\x03\x01\x00\x02\x02\x0a', 'protocol.not-http'],
  'HTTP/2 preface': ['HTTP/2.0 200 OK\r\n\r\n', 'protocol.not-http'],
  'status of two digits': ['HTTP/1.1 20 OK\r\n\r\n', 'protocol.status-line'],
  'status of four digits': ['HTTP/1.1 2000 OK\r\n\r\n', 'protocol.status-line'],
  'status 0xx': ['HTTP/1.1 099 Low\r\n\r\n', 'protocol.status-line'],
  'HTTP/1.9': ['HTTP/1.9 200 OK\r\n\r\n', 'protocol.status-line'],
  'header without colon': [head('Server nginx'), 'protocol.header'],
  'header without name': [head(': x'), 'protocol.header'],
  'space before the colon': [head('Content-Length : 5', 'hello'), 'protocol.header'],
  'control character': [head('X: a\x00b'), 'protocol.header'],
  'carriage return in a line': [head('X: a\rb: c'), 'protocol.header'],
  'folded content length': [head('Content-Length: 1\r\n 0', '0123456789'), 'protocol.header'],
  'negative length': [head('Content-Length: -5', 'hello'), 'protocol.content-length'],
  'length with a sign': [head('Content-Length: +5', 'hello'), 'protocol.content-length'],
  'hexadecimal length': [head('Content-Length: 0x5', 'hello'), 'protocol.content-length'],
  'empty length': [head('Content-Length:', 'hello'), 'protocol.content-length'],
  'huge length': [head('Content-Length: 99999999999999999999', ''), 'protocol.content-length'],
  'different lengths': [head('Content-Length: 5\r\nContent-Length: 6', 'hello!'), 'protocol.content-length'],
  'different lengths in a list': [head('Content-Length: 5, 6', 'hello!'), 'protocol.content-length'],
  'length and chunks': [head('Content-Length: 5\r\nTransfer-Encoding: chunked', '0\r\n\r\n'), 'protocol.framing'],
  'chunked twice': [head('Transfer-Encoding: chunked, chunked', '0\r\n\r\n'), 'protocol.framing'],
  'chunked not last': [head('Transfer-Encoding: chunked, gzip', '0\r\n\r\n'), 'protocol.framing'],
  'bad chunk size': [head('Transfer-Encoding: chunked', 'xyz\r\n'), 'protocol.chunk'],
  'no chunk size': [head('Transfer-Encoding: chunked', '\r\nhello'), 'protocol.chunk'],
  'negative chunk size': [head('Transfer-Encoding: chunked', '-1\r\n'), 'protocol.chunk'],
  'huge chunk size': [head('Transfer-Encoding: chunked', 'fffffffffffffff\r\n'), 'protocol.chunk'],
  'chunk longer than its size': [head('Transfer-Encoding: chunked', '2\r\nabc\r\n0\r\n\r\n'), 'protocol.chunk'],
  'bare line feed after a chunk size': [head('Transfer-Encoding: chunked', '2\nab\r\n0\r\n\r\n'), 'protocol.chunk'],
  'endless chunk extension': [head('Transfer-Encoding: chunked', `2;${'x'.repeat(5_000)}`), 'protocol.chunk'],
  'endless trailers': [head('Transfer-Encoding: chunked', `0\r\n${'X: y\r\n'.repeat(20_000)}`), 'limit.header'],
  'endless header line': [`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(70_000)}`, 'limit.header'],
  'endless header lines': [`HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(20_000)}`, 'limit.header'],
  'endless interim responses': ['HTTP/1.1 100 Continue\r\n\r\n'.repeat(60), 'limit.interim'],
  'protocol switched': ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n', 'protocol.upgrade'],
};

describe('malformed responses', () => {
  test.each(Object.entries(MALFORMED))('%s', (_, [text, problem]) => {
    expect(readResponse(whole(text))).toMatchObject({ problem, done: false });
  });

  test('are found however they are split', () => {
    for (const [name, [text, problem]] of Object.entries(MALFORMED)) {
      if (text.length > 1_000) continue;
      const bytes = Buffer.from(text, 'latin1');
      for (let at = 1; at < bytes.length; at += 1) {
        expect(readResponse([bytes.subarray(0, at), bytes.subarray(at)]), `${name} at ${at}`).toMatchObject({
          problem,
          done: false,
        });
      }
    }
  });

  test.each([
    ['cut in the head', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['cut in the content', head('Content-Length: 5', 'hell')],
    ['cut in a chunk', head('Transfer-Encoding: chunked', '5\r\nhel')],
    ['no last chunk', head('Transfer-Encoding: chunked', '5\r\nhello\r\n')],
    ['no end of trailers', head('Transfer-Encoding: chunked', '0\r\n')],
  ])('a response that is %s is not complete', (_, text) => {
    expect(readResponse(whole(text))).toMatchObject({ done: false, problem: undefined });
  });

  test('random changes never hang it, throw, or make it read past the end', () => {
    const random = seededRandom(7);
    const texts = Object.values(WELL_FORMED).map(({ text }) => Buffer.from(text, 'latin1'));
    for (let round = 0; round < 20_000; round += 1) {
      const bytes = Buffer.from(texts[Math.floor(random() * texts.length)] ?? '');
      for (let change = 0; change <= random() * 4; change += 1)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const parser = new ResponseParser();
      parser.begin(false);
      let at = 0;
      while (at < bytes.length && !parser.done && parser.problem === undefined) {
        const end = Math.min(bytes.length, at + 1 + Math.floor(random() * 40));
        const next = parser.read(bytes, at, end);
        expect(next).toBeLessThanOrEqual(end);
        expect(next > at || parser.problem !== undefined || parser.done).toBe(true);
        at = next;
      }
    }
  });

  test('a head that arrives byte by byte costs linear time', () => {
    const bytes = Buffer.from(
      `HTTP/1.1 200 OK\r\n${'X-Filler: yyyyyyyyyyyyyyyyyyyyyyy\r\n'.repeat(1_700)}Content-Length: 0\r\n\r\n`,
    );
    const began = performance.now();
    expect(readResponse(Array.from(bytes, (_, index) => bytes.subarray(index, index + 1)))).toMatchObject({
      done: true,
    });
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('one parser for many responses', () => {
  test('content that was kept stays what it was when the buffer is written to again', () => {
    const buffer = Buffer.alloc(64);
    const parser = new ResponseParser();
    parser.begin(false, 'all');
    for (const part of ['HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n', 'half', 'rest']) {
      const length = buffer.write(part, 'latin1');
      parser.read(buffer, 0, length);
    }
    expect(Buffer.from(parser.content()).toString()).toBe('halfrest');
  });

  test('says of each, alike or not, what a new one says', () => {
    const random = seededRandom(11);
    const wrong = Object.values(MALFORMED).map(([text]) => ({ text, bodiless: false }));
    const good = Object.values(WELL_FORMED).filter(({ reads }) => reads.left === undefined);
    const cases = [...good, ...wrong].filter(({ text }) => text.length < 1_000);
    const parser = new ResponseParser();
    for (let round = 0; round < 5_000; round += 1) {
      // Often the same one twice in a row.
      const chosen = random() < 0.5 ? round % cases.length : Math.floor(round / 2) % cases.length;
      const { text, bodiless = false } = cases[chosen] ?? { text: '' };
      const bytes = Buffer.from(text, 'latin1');
      const cut = random() < 0.5 ? bytes.length : Math.floor(random() * bytes.length);
      const fresh = new ResponseParser();
      for (const one of [parser, fresh]) {
        one.begin(bodiless, 'head');
        one.read(bytes, 0, cut);
        if (!one.done) one.read(bytes, cut, bytes.length);
        if (!one.done) one.close();
      }
      // Of a response that is none, nothing but what is wrong with it.
      const seen = ({ status, bodyBytes, keepAlive, done, problem, headText }: ResponseParser): unknown =>
        problem === undefined ? { status, bodyBytes, keepAlive, done, headText } : { problem, done };
      expect(seen(parser), text).toEqual(seen(fresh));
    }
  });
});

test('the head of each answer is its own, whether it is the same again or another', () => {
  const parser = new ResponseParser();
  const answer = (tag: string): Buffer => Buffer.from(`HTTP/1.1 200 OK\r\nETag: ${tag}\r\nContent-Length: 0\r\n\r\n`);
  // Past the point from where heads that always differ are not kept any more.
  const tags = ['a', 'a', 'b', 'b', 'a', ...Array.from({ length: 120 }, (_, index) => `x${index}`), 'a', 'a'];
  for (const tag of tags) {
    const bytes = answer(tag);
    parser.begin(false, 'head');
    expect(parser.read(bytes, 0, bytes.length)).toBe(bytes.length);
    expect(parser.headText).toContain(`ETag: ${tag}\r\n`);
  }
  parser.begin(false, 'nothing');
  parser.read(answer('a'), 0, answer('a').length);
  expect(parser.headText).toBe('');
});
