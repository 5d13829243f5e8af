// When requests are due. Pure: arrival k has a computed time, so nothing drifts and no error adds up, and several workers
// share one sequence without a word: worker i of w owns the arrivals i, i + w, i + 2w, …
import { seededRandom } from '@senior-backend/core/env/memory-env';
import type { RateStage } from '../model/plan.js';

/** The number of arrivals of all stages. */
export function plannedArrivals(stages: readonly RateStage[]): number {
  return Math.round(stages.reduce((sum, stage) => sum + sizeOf(stage), 0));
}

/** The time, in milliseconds from the start, by which `position` arrivals were due; Infinity behind the last stage. */
export function dueAt(stages: readonly RateStage[], position: number): number {
  let [rest, startMs] = [position, 0];
  for (const stage of stages) {
    const size = sizeOf(stage);
    if (rest < size) return startMs + timeWithin(stage, rest);
    rest -= size;
    startMs += stage.lengthMs;
  }
  return Number.POSITIVE_INFINITY;
}

/** The rate at a time, in requests a second. */
export function rateAt(stages: readonly RateStage[], atMs: number): number {
  let startMs = 0;
  for (const { fromRate, toRate, lengthMs } of stages) {
    if (atMs < startMs + lengthMs) return fromRate + ((toRate - fromRate) * (atMs - startMs)) / lengthMs;
    startMs += lengthMs;
  }
  return 0;
}

function sizeOf({ fromRate, toRate, lengthMs }: RateStage): number {
  return ((fromRate + toRate) / 2) * (lengthMs / 1_000);
}

/** Where the integral of the rate reaches `count`: solved without the subtraction that loses digits on flat ramps. */
function timeWithin({ fromRate, toRate, lengthMs }: RateStage, count: number): number {
  const slope = ((toRate - fromRate) * 1_000) / lengthMs;
  const root = Math.sqrt(Math.max(0, fromRate * fromRate + 2 * slope * count));
  return count === 0 ? 0 : ((2 * count) / (fromRate + root)) * 1_000;
}

export interface ArrivalShare {
  readonly worker: number;
  readonly workers: number;
  /** `even`: at equal distances. `poisson`: independent of one another, as those of many users are. */
  readonly spacing: 'even' | 'poisson';
  readonly seed: number;
}

/** One worker's arrivals, one after another. */
export class Arrivals {
  private readonly random: () => number;
  private index: number;
  private drawn = 0;
  private position = 0;

  constructor(
    private readonly stages: readonly RateStage[],
    private readonly share: ArrivalShare,
  ) {
    this.index = share.worker;
    this.random = seededRandom(share.seed);
  }

  /** When the next one is due, in milliseconds from the start; Infinity behind the last. */
  next(): number {
    const index = this.index;
    this.index += this.share.workers;
    if (this.share.spacing === 'even') return dueAt(this.stages, index);
    // Each worker draws the whole sequence, which is the same for all, and keeps its own.
    for (; this.drawn <= index; this.drawn += 1) this.position -= Math.log(1 - this.random());
    return dueAt(this.stages, this.position);
  }
}
