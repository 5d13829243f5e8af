// How often a comparison is wrong, by drawing: thousands of comparisons of two equal servers on machines that are disturbed in
// different ways, and of a server that is 5 % slower. Blocks are those of a run of five seconds at 1,000 requests a second, in
// the order that the schedule gives them; what disturbs them comes and goes with time and knows nothing of whose block it is.
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { describe, expect, test, vi } from 'vitest';
import { histogramOf } from '../../measure/histogram.js';
import { scheduleForComparison } from '../../plan/schedule.js';
import type { MeasuredBlock } from './blocks.js';
import type { Comparison } from './comparison.js';
import { compareInterleaved } from './interleaved.js';

const IS_FULL = process.env['CHECK'] === 'full';
const EXPERIMENTS = IS_FULL ? 1_000 : 60;
const DURATION_MS = 5_000;
const RATE = 1_000;
const MARGIN = 0.02;

type Draw = () => number;
/** The level of a block by when it is and whether it is the first of its round; 1 is undisturbed. Made anew for each run. */
type Disturbance = (draw: Draw) => (fromMs: number, isFirst: boolean) => number;

const steady: Disturbance = (draw) => () => 1 + 0.01 * normal(draw);
const DISTURBANCES: Readonly<Record<string, Disturbance>> = {
  'none to speak of': () => () => 1,
  'normal, 1 % a block': steady,
  'heavy-tailed': (draw) => () => Math.exp(0.01 * studentOfTwo(draw)),
  'alike from block to block': (draw) => {
    let state = 0;
    return () => {
      state = 0.8 * state + 0.03 * normal(draw);
      return Math.exp(state);
    };
  },
  'a machine that slows down by 20 %': (draw) => (fromMs) => 1 + 0.2 * (fromMs / DURATION_MS) + 0.005 * normal(draw),
  'a first block that is 3 % slower': (draw) => (_, isFirst) => (isFirst ? 1.03 : 1) + 0.005 * normal(draw),
  'stalls in one block of seven': (draw) => () => (draw() < 1 / 7 ? 1.5 + draw() : 1) + 0.005 * normal(draw),
  'a neighbour that works every second': (draw) => {
    const phase = draw();
    return (fromMs) => ((fromMs / 1_000 + phase) % 1 < 0.4 ? 1.1 : 1) + 0.005 * normal(draw);
  },
};

vi.setConfig({ testTimeout: IS_FULL ? 300_000 : 60_000 });

describe('equal servers are called different in at most 5 of 100 runs, in whatever metric, on a machine with', () => {
  test.each(Object.entries(DISTURBANCES))('%s', (_, disturbance) => {
    const flagged = compareMany(1, disturbance).filter(({ verdict }) => verdict === 'slower' || verdict === 'faster');
    expect(flagged.length / EXPERIMENTS).toBeLessThanOrEqual(0.05);
  });
});

test('what is 5 % slower is found at the median in at least 80 of 100 runs on a quiet machine', () => {
  const found = compareMany(1.05, steady).filter(({ metrics }) => metrics[0]?.verdict === 'slower');
  expect(found.length / EXPERIMENTS).toBeGreaterThanOrEqual(0.8);
});

test('what is half a percent slower is equivalent there, however certain, and hardly ever slower', () => {
  const p50 = compareMany(1.005, steady).map(({ metrics }) => metrics[0]?.verdict);
  expect(p50.filter((verdict) => verdict === 'equivalent').length / EXPERIMENTS).toBeGreaterThanOrEqual(0.8);
  expect(p50.filter((verdict) => verdict === 'slower').length / EXPERIMENTS).toBeLessThanOrEqual(0.05);
});

function compareMany(ratio: number, disturbance: Disturbance): readonly Comparison[] {
  const draw = seededRandom(20);
  return Array.from({ length: EXPERIMENTS }, () => {
    const levelAt = disturbance(draw);
    const sides: [MeasuredBlock[], MeasuredBlock[]] = [[], []];
    let [before, isFirst] = [-1, true];
    for (const { target, purpose, round, fromMs, lengthMs } of scheduleForComparison(DURATION_MS, 0, draw).slices) {
      if (purpose !== 'measured') continue;
      isFirst = round !== before;
      before = round;
      sides[target]?.push(block(fromMs, lengthMs, levelAt(fromMs, isFirst) * (target === 1 ? ratio : 1), draw));
    }
    return compareInterleaved(...sides, MARGIN);
  });
}

/** Answers around 2 ms, one in twenty of them with a tail. */
function block(fromMs: number, lengthMs: number, level: number, draw: Draw): MeasuredBlock {
  const arrivals = Math.ceil(((fromMs + lengthMs) * RATE) / 1_000) - Math.ceil((fromMs * RATE) / 1_000);
  const values = Array.from({ length: arrivals }, () => {
    const tail = draw() < 0.05 ? -Math.log(1 - draw()) : 0;
    return Math.round(level * (1_600 + 60 * normal(draw) + 300 * tail));
  });
  return { histogram: histogramOf(values), answered: arrivals, lengthMs };
}

/** Box and Muller, one of the two. */
function normal(draw: Draw): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

/** Student's t with two degrees of freedom: without a variance. */
function studentOfTwo(draw: Draw): number {
  return normal(draw) / Math.sqrt(-Math.log(1 - draw()));
}
