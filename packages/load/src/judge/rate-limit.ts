// What a rate limiter did, read from the answers in the order in which they came: where the limit begins, how much it lets
// through, whether what it announces is true, and whether it lets go again.
import type { LimitedAnswer } from '../measure/result.js';

export interface RateLimitFinding {
  readonly seen: boolean;
  readonly limited: number;
  readonly allowed: number;
  /** When the first 429 came, in milliseconds from the start, and how many answers were let through before it. */
  readonly firstAtMs: number | null;
  readonly allowedBefore: number | null;
  /** The limit that fits best: so many answers in so many milliseconds. Null where too little was seen. */
  readonly window: { readonly requests: number; readonly lengthMs: number } | null;
  /** After the first 429: how long until an answer was let through again. Null where that was not seen. */
  readonly recoveredAfterMs: number | null;
  readonly retryAfter: AnnouncedWait | null;
  readonly announced: AnnouncedLimit | null;
  /** Null where only one key was used. */
  readonly isolation: Isolation | null;
}

/** How requests of another key fared. */
export interface Isolation {
  readonly verdict: 'isolated' | 'shared' | 'not clear';
  readonly other: { readonly allowed: number; readonly limited: number };
}

/** `Retry-After` of the first 429 that has one (RFC 9110, 10.2.3). */
export interface AnnouncedWait {
  readonly seconds: number;
  /** `early`: requests were let through more than a second before; `late`: they still were not, more than a second after. */
  readonly verdict: 'right' | 'early' | 'late' | 'not seen';
}

/** `RateLimit-*` or `X-RateLimit-*` of the first answer that has them. */
export interface AnnouncedLimit {
  readonly limit: number;
  readonly resetSeconds: number | null;
  /** Whether what was let through agrees, within a tenth or three requests. */
  readonly agrees: boolean | null;
}

const LIMITED = 429;
const TOLERANCE_MS = 1_000;

/** `answers` of all workers, in any order; `startedAt` turns HTTP dates into waits. */
export function findRateLimit(answers: readonly LimitedAnswer[], startedAt: Date): RateLimitFinding {
  const ordered = answers.filter((answer) => answer.key === 0).sort((a, b) => a.atMs - b.atMs);
  const isolation = judgeIsolation(answers);
  const firstIndex = ordered.findIndex((answer) => answer.status === LIMITED);
  const first = ordered[firstIndex];
  const limited = ordered.filter((answer) => answer.status === LIMITED).length;
  const common = { limited, allowed: ordered.length - limited, isolation };
  if (!first) {
    return {
      ...common,
      seen: false,
      firstAtMs: null,
      allowedBefore: null,
      window: null,
      recoveredAfterMs: null,
      retryAfter: null,
      announced: null,
    };
  }
  const window = estimateWindow(ordered, first.atMs);
  const again = recovery(ordered, first.atMs);
  return {
    ...common,
    seen: true,
    firstAtMs: first.atMs,
    allowedBefore: firstIndex,
    window,
    recoveredAfterMs: again === undefined ? null : again - first.atMs,
    retryAfter: judgeRetryAfter(ordered, startedAt),
    announced: judgeAnnounced(ordered, window?.requests ?? firstIndex),
  };
}

const LEAST_OF_OTHER = 5;

/**
 * A limiter that counts keys together refuses both alike; one that counts them apart refuses the key that is used less far
 * less often. In between nothing is said.
 */
function judgeIsolation(answers: readonly LimitedAnswer[]): Isolation | null {
  const count = (key: number, limited: boolean): number =>
    answers.filter((answer) => answer.key === key && (answer.status === LIMITED) === limited).length;
  const other = { allowed: count(1, false), limited: count(1, true) };
  const first = { allowed: count(0, false), limited: count(0, true) };
  const asked = other.allowed + other.limited;
  if (asked === 0) return null;
  if (asked < LEAST_OF_OTHER || first.limited === 0) return { verdict: 'not clear', other };
  const refused = other.limited / asked;
  const usual = first.limited / (first.allowed + first.limited);
  if (refused < usual / 2 || 1 - refused > (1 - usual) * 3) return { verdict: 'isolated', other };
  return { verdict: refused > usual * 0.8 ? 'shared' : 'not clear', other };
}

/**
 * Answers under way at the same moment arrive in any order, so an allowed one just behind the first 429 is no recovery: it
 * counts from the first gap without any allowed answer on.
 */
function recovery(ordered: readonly LimitedAnswer[], fromMs: number): number | undefined {
  const closed = closedFrom(ordered, fromMs);
  return closed === undefined
    ? undefined
    : ordered.find((answer) => answer.status !== LIMITED && answer.atMs > closed)?.atMs;
}

/** A stretch without allowed answers, though requests were made, makes the limit closed. */
const CLOSED_MS = 50;
const CLOSED_ANSWERS = 5;

function closedFrom(ordered: readonly LimitedAnswer[], fromMs: number): number | undefined {
  let [sinceMs, count] = [Number.NaN, 0];
  for (const { atMs, status } of ordered) {
    if (atMs < fromMs) continue;
    if (status !== LIMITED) {
      [sinceMs, count] = [Number.NaN, 0];
      continue;
    }
    if (Number.isNaN(sinceMs)) sinceMs = atMs;
    count += 1;
    if (count >= CLOSED_ANSWERS && atMs - sinceMs >= CLOSED_MS) return sinceMs;
  }
  return undefined;
}

/**
 * Fixed and sliding windows let requests through in bursts: the distance between the beginnings of bursts is the window,
 * and the size of a whole burst the limit. A bucket that refills evenly shows single requests at even distances instead.
 */
function estimateWindow(ordered: readonly LimitedAnswer[], firstLimitedMs: number): RateLimitFinding['window'] {
  const bursts = burstsOf(ordered);
  const after = bursts.filter((burst) => burst.fromMs > firstLimitedMs);
  const [second, third] = after;
  if (!second || !third) return null;
  const distances = after.slice(1).map((burst, index) => burst.fromMs - (after[index]?.fromMs ?? 0));
  const lengthMs = middle(distances);
  // The last burst may have been cut by the end of the run.
  return { requests: Math.round(middle(after.slice(0, -1).map((burst) => burst.size))), lengthMs };
}

interface Burst {
  readonly fromMs: number;
  readonly size: number;
}

/** Allowed answers with 429s in between for at least a while are of different bursts. */
function burstsOf(ordered: readonly LimitedAnswer[]): readonly Burst[] {
  const bursts: { fromMs: number; size: number }[] = [];
  let [lastAllowedMs, limitedSince] = [Number.NEGATIVE_INFINITY, 0];
  for (const { atMs, status } of ordered) {
    if (status === LIMITED) {
      limitedSince += 1;
      continue;
    }
    const current = bursts.at(-1);
    if (current && (limitedSince === 0 || atMs - lastAllowedMs < CLOSED_MS)) current.size += 1;
    else bursts.push({ fromMs: atMs, size: 1 });
    [lastAllowedMs, limitedSince] = [atMs, 0];
  }
  return bursts;
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function judgeRetryAfter(ordered: readonly LimitedAnswer[], startedAt: Date): AnnouncedWait | null {
  for (const { atMs, status, head } of ordered) {
    const value = status === LIMITED ? field(head, 'retry-after') : undefined;
    if (value === undefined) continue;
    const seconds = /^\d{1,9}$/.test(value) ? Number(value) : (Date.parse(value) - startedAt.getTime() - atMs) / 1_000;
    if (!Number.isFinite(seconds)) continue;
    return { seconds: Math.max(0, Math.round(seconds)), verdict: judgeWait(ordered, atMs, seconds * 1_000) };
  }
  return null;
}

function judgeWait(ordered: readonly LimitedAnswer[], fromMs: number, waitMs: number): AnnouncedWait['verdict'] {
  const again = recovery(ordered, fromMs);
  if (again !== undefined && again < fromMs + waitMs - TOLERANCE_MS) return 'early';
  const lastMs = ordered.at(-1)?.atMs ?? 0;
  const askedAfter = lastMs > fromMs + waitMs + TOLERANCE_MS;
  if (again === undefined) return askedAfter ? 'late' : 'not seen';
  return again > fromMs + waitMs + TOLERANCE_MS ? 'late' : 'right';
}

/** The fields of draft-ietf-httpapi-ratelimit-headers, in the spellings of its versions, and the X- fields that came before. */
function judgeAnnounced(ordered: readonly LimitedAnswer[], observed: number): AnnouncedLimit | null {
  for (const { head } of ordered) {
    if (head === '') continue;
    const [whole, policy] = [field(head, 'ratelimit'), field(head, 'ratelimit-policy')];
    const limit = numberIn(
      field(head, 'ratelimit-limit') ?? field(head, 'x-ratelimit-limit') ?? member(whole, 'limit') ?? quotaOf(policy),
    );
    if (limit === null) continue;
    const reset = numberIn(
      field(head, 'ratelimit-reset') ??
        field(head, 'x-ratelimit-reset') ??
        member(whole, 'reset') ??
        member(whole, 't'),
    );
    const agrees = observed > 0 ? Math.abs(limit - observed) <= Math.max(3, limit * 0.1) : null;
    // A reset of more than a year is a moment in seconds since 1970, not a wait.
    return { limit, resetSeconds: reset !== null && reset < 31_536_000 ? reset : null, agrees };
  }
  return null;
}

/** `"default";q=100;w=60` (draft 8) or `100;w=60` (draft 7) → `100` */
function quotaOf(policy: string | undefined): string | undefined {
  return member(policy, 'q') ?? (policy === undefined ? undefined : /^\d+(?=;|$)/.exec(policy)?.[0]);
}

/** `limit=100, remaining=3` or `"default";r=3;t=60` → the number behind a name. */
function member(value: string | undefined, name: string): string | undefined {
  return value === undefined ? undefined : new RegExp(`(?:^|[;,])\\s*${name}=(\\d+)`).exec(value)?.[1];
}

function numberIn(value: string | undefined): number | null {
  const digits = value === undefined ? undefined : /^\d{1,12}/.exec(value)?.[0];
  return digits === undefined ? null : Number(digits);
}

function field(head: string, name: string): string | undefined {
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (line.slice(0, colon).trim().toLowerCase() === name) return line.slice(colon + 1).trim();
  }
  return undefined;
}
