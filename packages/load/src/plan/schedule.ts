import type { Block, Mark, Schedule, Slice } from '../model/plan.js';

const MOST_SLICES = 60;
const LEAST_SLICES = 10;
const SLICES_BY_COUNT = 20;

/** One target for a time: after the warm-up, slices of about a second. */
export function scheduleForTime(durationMs: number, warmupMs: number): Schedule {
  const count = Math.max(LEAST_SLICES, Math.min(MOST_SLICES, Math.round(durationMs / 1_000)));
  const lengthMs = durationMs / count;
  const slices: Slice[] =
    warmupMs > 0 ? [{ target: 0, purpose: 'warmup', round: -1, fromMs: 0, lengthMs: warmupMs }] : [];
  for (let index = 0; index < count; index += 1) {
    slices.push({ target: 0, purpose: 'measured', round: index, fromMs: warmupMs + index * lengthMs, lengthMs });
  }
  const marks = slices.map((slice, index): Mark => ({ fromMs: slice.fromMs, fromShare: 0, slice: index }));
  return { blocks: [{ target: 0, fromMs: 0, toMs: warmupMs + durationMs, marks }], slices };
}

/** One target for a number of requests. */
export function scheduleForCount(requests: number): Schedule {
  const count = Math.max(1, Math.min(SLICES_BY_COUNT, requests));
  const slices = Array.from(
    { length: count },
    (_, round): Slice => ({ target: 0, purpose: 'measured', round, fromMs: 0, lengthMs: Number.NaN }),
  );
  const marks = slices.map((_, slice): Mark => ({ fromMs: 0, fromShare: slice / count, slice }));
  return { blocks: [{ target: 0, fromMs: 0, toMs: Number.POSITIVE_INFINITY, marks }], slices, requests };
}

const SHORTEST_BLOCK_MS = 200;
const MOST_ROUNDS = 24;
/** Fewer could not decide anything: see `LEAST_BLOCKS` in judge/compare.ts. */
const LEAST_ROUNDS = 8;
/** The first tenth of a block is left out: connections and caches of the other target's block are still settling. */
const RAMP_SHARE = 0.1;

/**
 * Two targets in turn: rounds of one block each, in random order, so that whatever else happens on the machines falls on
 * both alike (Bulej et al., "Duet benchmarking", ICPE 2020, has the reasoning). Each goes first in half of the rounds, so that
 * neither a machine that slows down steadily nor a first block that is colder counts for one of them.
 */
export function scheduleForComparison(durationMs: number, warmupMs: number, random: () => number): Schedule {
  const rounds = Math.max(LEAST_ROUNDS, Math.min(MOST_ROUNDS, Math.floor(durationMs / 2 / SHORTEST_BLOCK_MS)));
  const lengthMs = durationMs / rounds / 2;
  const rampMs = lengthMs * RAMP_SHARE;
  const slices: Slice[] = [];
  const blocks: Block[] = [];
  const addBlock = (target: number, fromMs: number, toMs: number, parts: readonly Slice[]): void => {
    const marks = parts.map(
      (part, index): Mark => ({ fromMs: part.fromMs, fromShare: 0, slice: slices.length + index }),
    );
    slices.push(...parts);
    blocks.push({ target, fromMs, toMs, marks });
  };
  if (warmupMs > 0) {
    for (const target of [0, 1]) {
      const fromMs = (target * warmupMs) / 2;
      addBlock(target, fromMs, fromMs + warmupMs / 2, [
        { target, purpose: 'warmup', round: -1, fromMs, lengthMs: warmupMs / 2 },
      ]);
    }
  }
  for (const [round, order] of drawOrders(rounds, random).entries()) {
    for (const [position, target] of order.entries()) {
      const fromMs = warmupMs + (round * 2 + position) * lengthMs;
      addBlock(target, fromMs, fromMs + lengthMs, [
        { target, purpose: 'ramp', round, fromMs, lengthMs: rampMs },
        { target, purpose: 'measured', round, fromMs: fromMs + rampMs, lengthMs: lengthMs - rampMs },
      ]);
    }
  }
  const [first, ...rest] = blocks;
  if (!first) throw new RangeError('a comparison has at least one round');
  return { blocks: [first, ...rest], slices };
}

/** Which target goes first in each round: each in half of them (of an odd number, one more for either), all such orders equally likely. */
function drawOrders(rounds: number, random: () => number): readonly (readonly [number, number])[] {
  let firsts = Math.floor(rounds / 2) + (rounds % 2 === 1 && random() < 0.5 ? 1 : 0);
  return Array.from({ length: rounds }, (_, round) => {
    if (random() * (rounds - round) >= firsts) return [1, 0];
    firsts -= 1;
    return [0, 1];
  });
}
