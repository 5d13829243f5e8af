// Errors of the operating system and of OpenSSL, as kinds of the closed list.
import type { FailureKind } from '../../model/failures.js';

const CONNECT_KINDS: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'connect.refused',
  ETIMEDOUT: 'connect.timeout',
  EHOSTUNREACH: 'connect.unreachable',
  ENETUNREACH: 'connect.unreachable',
  EHOSTDOWN: 'connect.unreachable',
  ENOENT: 'connect.unreachable', // no such unix socket
  ENETDOWN: 'connect.unreachable',
  ECONNRESET: 'connect.reset',
  EPIPE: 'connect.reset',
  EADDRNOTAVAIL: 'connect.no-ports',
  EMFILE: 'connect.fd-limit',
  ENFILE: 'connect.fd-limit',
  CERT_HAS_EXPIRED: 'tls.expired',
  CERT_NOT_YET_VALID: 'tls.expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls.name',
  HOSTNAME_MISMATCH: 'tls.name',
};

const UNTRUSTED =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/;

/** What kept a connection from being opened. `error` is undefined where the server closed it during the handshake. */
export function classifyConnectError(
  error: NodeJS.ErrnoException | undefined,
  secure: boolean,
): { kind: FailureKind; detail: string } {
  if (error === undefined) return { kind: secure ? 'tls.handshake' : 'connect.reset', detail: 'closed by the server' };
  const code = error.code ?? '';
  if (code === 'ERR_ALPN') return { kind: 'tls.alpn', detail: error.message };
  if (code === 'ERR_TUNNEL') return { kind: 'proxy.tunnel', detail: error.message };
  const detail = code === '' ? error.message : code;
  const known = Object.hasOwn(CONNECT_KINDS, code) ? CONNECT_KINDS[code] : undefined;
  if (secure && (known === 'connect.reset' || /^(?:ERR_SSL|EPROTO|ERR_TLS)/.test(code)) && known !== 'tls.name')
    return { kind: 'tls.handshake', detail };
  if (known !== undefined) return { kind: known, detail };
  return { kind: UNTRUSTED.test(code) ? 'tls.untrusted' : 'connect.other', detail };
}

/** What became of a request whose connection ended: by an error, or (undefined) by a close of the server. */
export function classifyLostConnection(error: NodeJS.ErrnoException | undefined, responseBegun: boolean): FailureKind {
  if (error === undefined) return responseBegun ? 'closed.truncated' : 'closed.before-response';
  switch (error.code) {
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return responseBegun ? 'reset.mid-response' : 'reset.before-response';
    case 'ETIMEDOUT':
      return responseBegun ? 'timeout.body' : 'timeout.first-byte';
    default:
      return 'client.other';
  }
}

/** The beginning of what the server sent, for the one example that a report shows of each failure. */
export function describeBytes(bytes: Uint8Array, length: number): string {
  return JSON.stringify(Buffer.from(bytes.subarray(0, Math.min(length, 48))).toString('latin1'));
}
