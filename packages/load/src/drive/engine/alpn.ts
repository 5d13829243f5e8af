// What a server may choose of the protocols that it was offered.
import type { TlsEndpoint } from './transport.js';

/** A server that knows no ALPN names no protocol: it speaks HTTP/1.1. Undefined where all is well. */
export function alpnObjection(chosen: string, speaks: TlsEndpoint['speaks']): NodeJS.ErrnoException | undefined {
  if (speaks === 'h2' ? chosen === 'h2' : chosen !== 'h2') return undefined;
  const message = chosen === '' ? `the server did not choose ${speaks}` : `the server chose ${chosen}`;
  return Object.assign(new Error(message), { code: 'ERR_ALPN' });
}
