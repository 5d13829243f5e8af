// The closed list of ways in which a request can fail. Every failure that a run counts has one of these kinds, or
// `http.NNN` for an answer whose status was not wanted.

export const FAILURE_LABELS = {
  'connect.refused': 'Connection refused',
  'connect.timeout': 'Connection timeout',
  'connect.unreachable': 'Host unreachable',
  'connect.reset': 'Connection reset while connecting',
  'connect.no-ports': 'No local port left',
  'connect.fd-limit': 'Too many open files',
  'connect.other': 'Connection failed',
  'tls.untrusted': 'TLS certificate not trusted',
  'tls.expired': 'TLS certificate expired or not yet valid',
  'tls.name': 'TLS certificate for another host',
  'tls.handshake': 'TLS handshake failed',
  'tls.alpn': 'Protocol not chosen by the server (ALPN)',
  'proxy.tunnel': 'Proxy did not open the tunnel',
  'http2.protocol': 'HTTP/2 protocol error',
  'http2.refused': 'HTTP/2 stream refused',
  'timeout.first-byte': 'Response timeout',
  'timeout.body': 'Response timeout after the first byte',
  'reset.before-response': 'Connection reset before the response',
  'reset.mid-response': 'Connection reset in the middle of the response',
  'closed.before-response': 'Connection closed before the response',
  'closed.truncated': 'Response cut short',
  'protocol.not-http': 'Answer is not HTTP',
  'protocol.status-line': 'Malformed status line',
  'protocol.header': 'Malformed header',
  'protocol.content-length': 'Malformed or contradicting Content-Length',
  'protocol.framing': 'Contradicting or unknown Transfer-Encoding',
  'protocol.chunk': 'Malformed chunk',
  'protocol.extra-bytes': 'Bytes after the end of the response',
  'protocol.upgrade': 'Protocol switched without being asked',
  'limit.header': 'Header block too large',
  'limit.interim': 'Too many interim responses',
  'redirect.elsewhere': 'Redirected to another server',
  'redirect.loop': 'Too many redirects',
  'assert.schema': 'Answer not as the specification says',
  'assert.capture': 'Answer without the value to capture',
  'client.other': 'Failure in the client',
} as const;

export type FailureKind = keyof typeof FAILURE_LABELS;

/** Index in the shared counters → kind. The order is fixed for one run, not between versions. */
export const FAILURE_KINDS = Object.keys(FAILURE_LABELS) as readonly FailureKind[];

const INDEX = new Map(FAILURE_KINDS.map((kind, index) => [kind, index]));

export function failureIndex(kind: FailureKind): number {
  return INDEX.get(kind) ?? FAILURE_KINDS.length - 1;
}

/** Whether a failure of this kind means that no request could have reached the server. */
export function isConnectFailure(kind: string): boolean {
  return /^(?:connect|tls|proxy)\./.test(kind);
}
