// Where to look for the highest rate that a server holds. Pure: from what has been tried to what to try next.
import type { LoadOutcome } from './outcome.js';

export interface Trial {
  /** Requests a second. */
  readonly rate: number;
  readonly holds: boolean;
  /** Why it does not hold; empty where it does. */
  readonly reason: string;
  readonly rps: number;
  readonly p99Ms: number | null;
}

const MOST_TRIALS = 16;
const HIGHEST_RATE = 1_000_000;
/** The rates on both sides of the limit are this near to each other in the end. */
const NEAR = 1.1;

/** Doubles until a rate does not hold (or halves until one does), then divides the gap; undefined where the search is over. */
export function nextRate(trials: readonly Trial[], firstRate: number): number | undefined {
  if (trials.length === 0) return firstRate;
  if (trials.length >= MOST_TRIALS) return undefined;
  const held = highestThatHolds(trials)?.rate;
  const missed = trials.filter((trial) => !trial.holds).map((trial) => trial.rate);
  const lowestMissed = missed.length === 0 ? undefined : Math.min(...missed);
  if (held === undefined)
    return lowestMissed !== undefined && lowestMissed >= 2 ? Math.floor(lowestMissed / 2) : undefined;
  if (lowestMissed === undefined) return held * 2 <= HIGHEST_RATE ? held * 2 : undefined;
  const between = Math.round(Math.sqrt(held * lowestMissed));
  return lowestMissed / held <= NEAR || between <= held || between >= lowestMissed ? undefined : between;
}

/** The highest rate that holds below the lowest that does not: one that holds above it was luck. */
export function highestThatHolds(trials: readonly Trial[]): Trial | undefined {
  const lowestMissed = Math.min(...trials.filter((trial) => !trial.holds).map((trial) => trial.rate));
  const below = trials.filter((trial) => trial.holds && trial.rate < lowestMissed);
  return below.sort((a, b) => b.rate - a.rate)[0];
}

const LEAST_ACHIEVED = 0.95;

/** Whether a run at a rate reached what was asked for; and where not, whether the client may be the reason. */
export function judgeTrial(rate: number, { targets, thresholds, client }: LoadOutcome): Trial {
  const [target] = targets;
  const missed = thresholds.filter(({ ok }) => !ok).map(({ expression }) => expression);
  const rps = target?.rps ?? 0;
  const reasons: string[] = [
    ...(missed.length > 0 ? [`missed ${missed.join(', ')}`] : []),
    ...(rps < rate * LEAST_ACHIEVED ? [`only ${Math.round(rps)}/s were answered`] : []),
  ];
  // What the client lost is in its own response times; where they hold all the same, so does the rate.
  if (reasons.length > 0 && client.verdict === 'saturated')
    reasons.push(`the client was saturated: ${client.reasons.join('; ')}`);
  return { rate, rps, p99Ms: target?.latency.p99 ?? null, holds: reasons.length === 0, reason: reasons.join('; ') };
}
