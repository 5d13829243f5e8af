// What is a slip of the command line as a rule, and no fault of the server: the scheme, the path, the method, credentials.
import { formatCount, formatDuration } from '@senior-backend/core/report/number';
import type { RunResult } from '../measure/result.js';
import type { TargetSummary } from '../measure/summary.js';
import type { Plan } from '../model/plan.js';

export interface Slips {
  readonly plan: Plan;
  readonly result: RunResult;
  readonly summary: TargetSummary;
}

const ADVICE: Readonly<Record<number, string>> = {
  400: 'Check --body, the query, and --header "Content-Type: …".',
  401: 'Give credentials: --bearer, --basic, or --header "Authorization: …".',
  403: 'Check what these credentials may do.',
  404: 'Check the path of the URL.',
  405: 'Check --method.',
  406: 'Check --header "Accept: …".',
  415: 'Check --header "Content-Type: …".',
  422: 'Check --body.',
};

/** Where nothing succeeded and nearly every answer was the same refusal, what the requests themselves may lack. */
export function refusedRequests({ summary }: Slips): string | undefined {
  const { counts, statuses } = summary;
  const [worst] = [...statuses].sort((a, b) => b[1] - a[1]);
  if (!worst || counts.ok > 0 || worst[1] < counts.answered * 0.9) return undefined;
  const [status, count] = worst;
  const advice = ADVICE[status];
  if (advice === undefined) return undefined;
  const answers = count === counts.answered ? 'Every answer was' : 'Nearly every answer was';
  return `${answers} ${status}. ${advice} Where that is what is tested: --expect-status ${status}.`;
}

/** The words of OpenSSL for a first record that is none. */
const NO_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL|HTTP_REQUEST/i;

/** Whether the other side of a handshake answered in something that is not TLS. */
export function speaksNoTls({ failures }: Pick<RunResult, 'failures'>): boolean {
  return failures.some(({ kind, example }) => kind === 'tls.handshake' && NO_TLS.test(example));
}

/** A server of TLS ends a connection that begins with anything else. */
export function otherScheme({ plan, summary }: Slips): string | undefined {
  const { answered, sent } = summary.counts;
  const closed = summary.errors.find(({ kind }) => kind === 'closed.before-response')?.count ?? 0;
  if (sent === 0 || answered > 0 || closed < sent || plan.targets.some(({ secure }) => secure)) return undefined;
  return 'Every connection was closed at the first request. Does the server speak TLS at this port? If so, write https://.';
}

/** Nobody listens any more, where somebody did. */
export function goneServer({ result }: Slips): string | undefined {
  const refused = result.failures.find(({ kind }) => kind === 'connect.refused');
  if (!result.reachable || !refused) return undefined;
  const connections = refused.count === 1 ? 'One connection was' : `${formatCount(refused.count)} connections were`;
  return `${connections} refused, from ${formatDuration(refused.firstMs)} after the beginning on: the server ended during the run, or restarted. Its log says why.`;
}
