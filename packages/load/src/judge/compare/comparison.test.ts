// Verdicts over blocks and runs whose latencies are drawn here, so that what is true is known.
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { describe, expect, test } from 'vitest';
import { histogramOf } from '../../measure/histogram.js';
import { addRuns, type Baseline, parseBaseline, renderBaseline, type SavedRun } from './baseline.js';
import type { MeasuredBlock } from './blocks.js';
import { compareInterleaved } from './interleaved.js';
import { compareWithBaseline } from './with-baseline.js';

const MARGIN = 0.02;

/** Blocks around a median in milliseconds; `spread` is how much their levels differ. */
function blocks(count: number, medianMs: number, spread: number, random: () => number): readonly MeasuredBlock[] {
  return Array.from({ length: count }, () => {
    const level = medianMs * 1_000 * (1 + spread * (random() + random() - 1));
    const values = Array.from({ length: 300 }, () => Math.round(level * (0.9 + 0.2 * random())));
    return { histogram: histogramOf(values), answered: values.length, lengthMs: 200 };
  });
}

describe('two targets in turn', () => {
  const verdictOf = (a: number, b: number, spread: number) => {
    const random = seededRandom(5);
    return compareInterleaved(blocks(20, a, spread, random), blocks(20, b, spread, random), MARGIN);
  };

  test('what is slower, and what is faster', () => {
    expect(verdictOf(2, 2.1, 0.01)).toMatchObject({ verdict: 'slower' });
    expect(verdictOf(2.1, 2, 0.01)).toMatchObject({ verdict: 'faster' });
  });

  test('what is equal within the margin is equivalent, and not merely undecided', () => {
    const comparison = verdictOf(2, 2, 0.02);
    expect(comparison.verdict).toBe('equivalent');
    const [p50] = comparison.metrics;
    expect(p50?.ci95.high).toBeLessThan(MARGIN);
    expect(p50?.timesAsLong).toBeNull();
  });

  test('what varies too much shows nothing, and says how much longer it would take', () => {
    const comparison = verdictOf(2, 2, 0.4);
    expect(comparison.verdict).toBe('no difference shown');
    const [p50] = comparison.metrics;
    expect((p50?.ci95.high ?? 0) - (p50?.ci95.low ?? 0)).toBeGreaterThan(MARGIN);
    expect(p50?.timesAsLong).toBeGreaterThan(1);
  });

  test('as many answers in blocks whose lengths differ in their last digit are the same rate', () => {
    const { histogram } = blocks(1, 2, 0, seededRandom(1))[0] ?? expect.fail();
    const pairs = Array.from({ length: 12 }, (_, index) =>
      [187.5, 187.5 + index * 1e-12].map((lengthMs) => ({ histogram, answered: 187, lengthMs })),
    );
    const [a, b] = [0, 1].map((side) => pairs.map((pair) => pair[side] ?? expect.fail()));
    const rps = compareInterleaved(a ?? [], b ?? [], MARGIN).metrics.find(({ name }) => name === 'rps');
    expect(rps).toMatchObject({ shift: 0, p: 1, verdict: 'equivalent' });
  });

  test('a target that differs from itself makes smaller differences unbelievable', () => {
    const random = seededRandom(9);
    // Every second block of A is 20 % slower: something else on the machine comes and goes.
    const disturbed = blocks(20, 2, 0.01, random).map((block, index) =>
      index % 2 === 0 ? block : (blocks(1, 2.4, 0.01, random)[0] ?? block),
    );
    const slower = compareInterleaved(disturbed, blocks(20, 2.3, 0.01, random), MARGIN);
    expect(slower.noise?.disturbed).toBe(true);
    expect(slower.verdict).toBe('no difference shown');
  });
});

/** Whole runs whose levels differ from one to the next. */
function runs(count: number, medianMs: number, spread: number, random: () => number): Baseline {
  const [first, ...rest] = Array.from({ length: count }, (_, index): SavedRun => {
    const level = medianMs * (1 + spread * (random() + random() - 1));
    const savedAt = new Date(Date.UTC(2026, 0, 1 + index)).toISOString();
    return { savedAt, environment: { cores: 2 }, blocks: blocks(10, level, 0.01, random) };
  });
  if (!first) throw new Error('at least one run');
  return { settings: { url: 'http://a/' }, runs: [first, ...rest] };
}

describe('against saved runs', () => {
  const compare = (saved: number, medianMs: number, spread: number, seed: number) => {
    const random = seededRandom(seed);
    const baseline = runs(saved, 2, spread, random);
    const after = runs(1, medianMs, spread, random).runs[0].blocks;
    return compareWithBaseline({ baseline, after, mismatches: [] }, MARGIN);
  };

  test('six steady runs show 10 %, which one run cannot', () => {
    expect(compare(6, 2.2, 0.005, 3)).toMatchObject({ verdict: 'slower', runs: 6 });
    expect(compare(1, 2.2, 0.005, 3)).toMatchObject({ verdict: 'no difference shown', runs: 1 });
    expect(compare(1, 2.8, 0.005, 3)).toMatchObject({ verdict: 'slower' });
  });

  test('the same shift is within what unsteady runs differ by', () => {
    expect(compare(6, 2.2, 0.2, 3).verdict).toBe('no difference shown');
  });

  test('a run like the others is called different about as rarely as promised', () => {
    const flagged = Array.from({ length: 100 }, (_, seed) => compare(6, 2, 0.03, seed + 100)).filter(
      ({ metrics }) => metrics[0]?.verdict === 'slower' || metrics[0]?.verdict === 'faster',
    ).length;
    expect(flagged).toBeLessThanOrEqual(8);
  });

  test('the file gives back what was put in, bounded to thirty runs', () => {
    const random = seededRandom(4);
    const whole = runs(29, 2, 0.01, random);
    const more = addRuns(addRuns(whole, runs(1, 2, 0.01, random)), runs(1, 3, 0.01, random));
    expect(more.runs).toHaveLength(30);
    const read = parseBaseline('b.json', renderBaseline(more));
    expect(read.settings).toEqual(more.settings);
    expect(read.runs.map((run) => run.blocks[0]?.histogram.total)).toEqual(
      more.runs.map((run) => run.blocks[0]?.histogram.total),
    );
  });
});
