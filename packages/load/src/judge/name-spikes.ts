// Gives a spike of latency its name: what the database did differently in that second. Pure.
import type { ActivitySample, BlockRecord, DatabaseRecord } from '../model/database.js';

/** A stretch of a run. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** Null where nothing was answered. */
  readonly p99Ms: number | null;
}

export interface NamedSpike {
  readonly fromMs: number;
  readonly toMs: number;
  readonly p99Ms: number;
  /** The median of the stretches. */
  readonly usualMs: number;
  /** What the database did then, in a sentence; null where it did nothing unusual. */
  readonly cause: string | null;
}

/** So many times the usual p99, and so many milliseconds above it, make a spike. */
const TIMES = 3;
const LEAST_ABOVE_MS = 5;
/** Sessions that wait for something more than usual, on average over the stretch. */
const LEAST_WAITING = 0.5;
const MOST_SPIKES = 10;

export function nameSpikes(stretches: readonly Stretch[], { samples, blocks }: DatabaseRecord): readonly NamedSpike[] {
  const measured = stretches.flatMap(({ p99Ms }) => (p99Ms === null ? [] : [p99Ms])).sort((a, b) => a - b);
  const usualMs = measured[measured.length >> 1];
  if (usualMs === undefined || measured.length < 3) return [];
  const spikes = stretches.flatMap(({ fromMs, toMs, p99Ms }) =>
    p99Ms !== null && p99Ms > usualMs * TIMES && p99Ms > usualMs + LEAST_ABOVE_MS
      ? [{ fromMs, toMs, p99Ms, usualMs, cause: causeOf(fromMs - p99Ms, toMs, samples, blocks) }]
      : [],
  );
  const worst = [...spikes].sort((a, b) => b.p99Ms - a.p99Ms).slice(0, MOST_SPIKES);
  return spikes.filter((spike) => worst.includes(spike));
}

/** A request that ends in a stretch may have begun, and waited, before it: `fromMs` reaches back by that. */
function causeOf(
  fromMs: number,
  toMs: number,
  samples: readonly ActivitySample[],
  blocks: readonly BlockRecord[],
): string | null {
  const block = blocks.find((record) => record.lastMs >= fromMs && record.firstMs <= toMs);
  if (block) return describeBlock(block);
  const within = samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const outside = samples.filter(({ atMs }) => atMs < fromMs || atMs > toMs);
  const usual = new Map(averageWaits(outside));
  const [worst] = averageWaits(within)
    .map(([name, sessions]) => ({ name, more: sessions - (usual.get(name) ?? 0), sessions }))
    .sort((a, b) => b.more - a.more);
  if (!worst || worst.more < LEAST_WAITING) return null;
  const [event = '', statement = ''] = worst.name.split('\n');
  const sessions = `${Math.max(1, Math.round(worst.sessions))} ${Math.round(worst.sessions) > 1 ? 'sessions' : 'session'}`;
  return `${sessions} waited for ${event} in: ${statement}`;
}

export function describeBlock({ waiting, blocking, blockerIdle, sessions }: BlockRecord): string {
  const how = blockerIdle ? 'an open transaction that was idle after' : 'the lock of';
  return `${sessions} ${sessions > 1 ? 'sessions' : 'session'} waited for ${how}: ${blocking} (waiting: ${waiting})`;
}

/** Sessions that waited, on average over the samples, by event and statement. */
function averageWaits(samples: readonly ActivitySample[]): readonly (readonly [name: string, sessions: number])[] {
  const sums = new Map<string, number>();
  for (const { waits } of samples)
    for (const { event, statement, sessions } of waits) {
      const name = `${event}\n${statement}`;
      sums.set(name, (sums.get(name) ?? 0) + sessions);
    }
  return [...sums].map(([name, sum]) => [name, sum / Math.max(1, samples.length)] as const);
}
