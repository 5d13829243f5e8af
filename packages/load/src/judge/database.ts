// What the record of a database means for the run beside it. Pure.
import { percentile } from '../measure/histogram.js';
import type { RunResult } from '../measure/result.js';
import { answerHistogram, type TargetSummary } from '../measure/summary.js';
import type { DatabaseRecord } from '../model/database.js';
import type { Plan } from '../model/plan.js';
import { type NamedSpike, nameSpikes, type Stretch } from './name-spikes.js';

export interface DatabaseFinding {
  readonly record: DatabaseRecord;
  readonly spikes: readonly NamedSpike[];
  /** Time spent in statements for each complete answer; null where it is not known. */
  readonly perRequestMs: number | null;
  /** Sessions that waited, on average over the run, the most first. */
  readonly waits: readonly { readonly event: string; readonly sessions: number }[];
}

const MOST_WAITS = 5;
const LEAST_SESSIONS = 0.05;

export function judgeDatabase(
  record: DatabaseRecord,
  plan: Plan,
  result: RunResult,
  targets: readonly TargetSummary[],
): DatabaseFinding {
  const answered = targets.reduce((sum, { counts }) => sum + counts.answered, 0);
  const busyMs = record.statements.reduce((sum, statement) => sum + statement.totalMs, 0);
  return {
    record,
    spikes: nameSpikes(stretchesOf(plan, result), record),
    perRequestMs: record.statements.length === 0 || answered === 0 ? null : busyMs / answered,
    waits: waitsOf(record),
  };
}

/** Two targets in turn have no common course of latency; a run by requests has no times. */
function stretchesOf(plan: Plan, { slices }: RunResult): readonly Stretch[] {
  if (plan.targets.length > 1) return [];
  return slices
    .filter(({ slice }) => slice.purpose === 'measured' && Number.isFinite(slice.lengthMs))
    .map((result) => {
      const histogram = answerHistogram(result, plan.load.kind === 'open');
      const { fromMs, lengthMs } = result.slice;
      const p99Ms = histogram.total === 0 ? null : percentile(histogram, 0.99) / 1_000;
      return { fromMs, toMs: fromMs + lengthMs, p99Ms };
    });
}

function waitsOf({ samples }: DatabaseRecord): DatabaseFinding['waits'] {
  const sums = new Map<string, number>();
  for (const { waits } of samples)
    for (const { event, sessions } of waits) sums.set(event, (sums.get(event) ?? 0) + sessions);
  return [...sums]
    .map(([event, sum]) => ({ event, sessions: sum / samples.length }))
    .filter(({ sessions }) => sessions >= LEAST_SESSIONS)
    .sort((a, b) => b.sessions - a.sessions)
    .slice(0, MOST_WAITS);
}
