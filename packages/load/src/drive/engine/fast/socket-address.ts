// Addresses as the kernel takes them (sockaddr_in, sockaddr_in6, sockaddr_un of Linux).
import { isIP } from 'node:net';
import type { Place } from '../transport.js';

export const FAMILY = { unix: 1, ipv4: 2, ipv6: 10 } as const;

export interface SocketAddress {
  readonly family: number;
  readonly bytes: Uint8Array;
}

const LONGEST_PATH = 107;

/** `host` must be an address. Throws RangeError for what is none, and for the path of a socket that is too long. */
export function socketAddress(place: Place): SocketAddress {
  if ('path' in place) return unixAddress(place.path);
  const [host = '', zone] = place.host.split('%');
  switch (isIP(host)) {
    case 4: {
      const bytes = Buffer.alloc(16);
      bytes.writeUInt16LE(FAMILY.ipv4, 0);
      bytes.writeUInt16BE(place.port, 2);
      bytes.set(host.split('.').map(Number), 4);
      return { family: FAMILY.ipv4, bytes };
    }
    case 6: {
      const bytes = Buffer.alloc(28);
      bytes.writeUInt16LE(FAMILY.ipv6, 0);
      bytes.writeUInt16BE(place.port, 2);
      bytes.set(ipv6Bytes(host), 8);
      bytes.writeUInt32LE(Number(zone ?? 0) || 0, 24);
      return { family: FAMILY.ipv6, bytes };
    }
    default:
      throw new RangeError(`${place.host} is no address`);
  }
}

function unixAddress(path: string): SocketAddress {
  const name = Buffer.from(path);
  if (name.length > LONGEST_PATH) throw new RangeError(`the path of the socket is longer than ${LONGEST_PATH} bytes`);
  const bytes = Buffer.alloc(2 + name.length + 1);
  bytes.writeUInt16LE(FAMILY.unix, 0);
  bytes.set(name, 2);
  return { family: FAMILY.unix, bytes };
}

function ipv6Bytes(host: string): Uint8Array {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host);
  const [, head = '', a = '0', b = '0', c = '0', d = '0'] = dotted ?? [];
  const pair = (high: string, low: string): string => (Number(high) * 256 + Number(low)).toString(16);
  const text = dotted ? `${head}${pair(a, b)}:${pair(c, d)}` : host;
  const [before = '', after] = text.split('::');
  const left = before === '' ? [] : before.split(':');
  const right = after === undefined || after === '' ? [] : after.split(':');
  const groups = [...left, ...new Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return Uint8Array.from(
    groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]),
  );
}
