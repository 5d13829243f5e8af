import { expect, test } from 'vitest';
import { socketAddress } from './socket-address.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test.each([
  [{ host: '127.0.0.1', port: 80 }, `020000507f000001${'00'.repeat(8)}`],
  [{ host: '::1', port: 8080 }, `0a001f9000000000${'00'.repeat(15)}0100000000`],
  [{ host: '2001:db8::ff:0:1', port: 1 }, '0a0000010000000020010db800000000000000ff0000000100000000'],
  [{ host: '::ffff:10.0.0.7', port: 443 }, `0a0001bb00000000${'00'.repeat(10)}ffff0a00000700000000`],
  [{ path: '/a' }, '01002f6100'],
])('%j', (place, bytes) => {
  expect(hex(socketAddress(place).bytes)).toBe(bytes);
});

test('what is no address is refused', () => {
  expect(() => socketAddress({ host: 'example.com', port: 80 })).toThrow(RangeError);
  expect(() => socketAddress({ path: 'x'.repeat(108) })).toThrow(RangeError);
});
