// What a comparison looks at: one block of a run, with its histogram and its rate.
import { type Histogram, mergeHistograms, percentile } from '../../measure/histogram.js';
import type { RunResult } from '../../measure/result.js';
import { answerHistogram } from '../../measure/summary.js';

export interface MeasuredBlock {
  readonly histogram: Histogram;
  /** Complete answers within the block. */
  readonly answered: number;
  readonly lengthMs: number;
}

/** The measured blocks of one target, in order of time. A run that was cut short has empty ones at its end; they are left out. */
export function measuredBlocks(result: RunResult, target: number, open: boolean): readonly MeasuredBlock[] {
  return result.slices
    .filter(({ slice }) => slice.target === target && slice.purpose === 'measured')
    .map((slice) => ({
      histogram: answerHistogram(slice, open),
      answered: slice.counts.answered - slice.counts.late,
      lengthMs: slice.slice.lengthMs,
    }));
}

/**
 * Merges neighbouring blocks, the same neighbours on both sides, until each holds `least` requests, so that a quantile of
 * a block says something about the tail that it is taken from.
 */
export function mergeUntil(
  sides: readonly (readonly MeasuredBlock[])[],
  least: number,
): readonly (readonly MeasuredBlock[])[] {
  const count = Math.min(...sides.map((side) => side.length));
  const merged = sides.map((): MeasuredBlock[] => []);
  let pending = sides.map((): MeasuredBlock[] => []);
  for (let index = 0; index < count; index += 1) {
    for (const [side, blocks] of sides.entries()) {
      const block = blocks[index];
      if (block) pending[side]?.push(block);
    }
    if (!pending.every((blocks) => blocks.reduce((sum, block) => sum + block.histogram.total, 0) >= least)) continue;
    for (const [side, blocks] of pending.entries()) merged[side]?.push(joinBlocks(blocks));
    pending = sides.map(() => []);
  }
  return merged;
}

export function joinBlocks(blocks: readonly MeasuredBlock[]): MeasuredBlock {
  return {
    histogram: mergeHistograms(blocks.map((block) => block.histogram)),
    answered: blocks.reduce((sum, block) => sum + block.answered, 0),
    lengthMs: blocks.reduce((sum, block) => sum + block.lengthMs, 0),
  };
}

/** What is compared. `least` is how many requests a block must hold for it: ten beyond the quantile, five for the median. */
export const METRICS = [
  { name: 'p50', least: 5, higherIsBetter: false, of: (block: MeasuredBlock) => percentile(block.histogram, 0.5) },
  { name: 'p90', least: 100, higherIsBetter: false, of: (block: MeasuredBlock) => percentile(block.histogram, 0.9) },
  { name: 'p95', least: 200, higherIsBetter: false, of: (block: MeasuredBlock) => percentile(block.histogram, 0.95) },
  { name: 'p99', least: 1_000, higherIsBetter: false, of: (block: MeasuredBlock) => percentile(block.histogram, 0.99) },
  {
    name: 'rps',
    least: 5,
    higherIsBetter: true,
    // Whole microseconds: times that are sums differ in their last digit, and ranks know no "almost equal".
    of: (block: MeasuredBlock) => (block.answered * 1e6) / Math.round(block.lengthMs * 1e3),
  },
] as const;

export type Metric = (typeof METRICS)[number];
