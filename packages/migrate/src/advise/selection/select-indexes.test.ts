import { expect, test } from 'vitest';
import type { CandidateIndex } from '../../candidates/candidate.js';
import { selectIndexes } from './select-indexes.js';

const on = (...columns: readonly string[]): CandidateIndex => ({ table: { schema: 'public', name: 't' }, columns });

/** Costs by the first statement that fits: each statement costs `full` unless one of its indexes is there. */
function workload(
  statements: readonly { full: number; served: Readonly<Record<string, number>> }[],
  bytes: Readonly<Record<string, number>> = {},
) {
  return {
    bytes: (index: CandidateIndex) => bytes[index.columns.join()] ?? 100,
    cost: async (indexes: readonly CandidateIndex[]) =>
      statements.reduce(
        (sum, { full, served }) =>
          sum + Math.min(full, ...indexes.map((index) => served[index.columns.join()] ?? full)),
        0,
      ),
  };
}

const LIMITS = {
  mostBytes: Number.POSITIVE_INFINITY,
  leastGain: 0.003,
  leastGainOfExtension: 0.003,
  leastGainOfSibling: 0.05,
};
const chosen = async (...parameters: Parameters<typeof selectIndexes>): Promise<string[]> =>
  (await selectIndexes(...parameters)).indexes.map(({ index }) => index.columns.join());

test('one index for each statement that gains, what gains most first', async () => {
  const world = workload([
    { full: 100, served: { a: 1 } },
    { full: 1000, served: { b: 1 } },
    { full: 50, served: {} },
  ]);
  expect(await chosen([on('a'), on('b'), on('c')], world, LIMITS)).toEqual(['b', 'a']);
});

test('an extension takes the place of the index that it begins with', async () => {
  const world = workload([{ full: 1000, served: { a: 100, 'a,b': 1 } }]);
  expect(await chosen([on('a'), on('a', 'b')], world, LIMITS)).toEqual(['a,b']);
});

test('a composite is found although no single column gains anything', async () => {
  const world = workload([{ full: 1000, served: { 'a,b': 1 } }]);
  expect(await chosen([on('a'), on('b'), on('a', 'b')], world, LIMITS)).toEqual(['a,b']);
});

test('the budget holds, and the better benefit for each byte wins', async () => {
  const world = workload(
    [
      { full: 100, served: { big: 1 } },
      { full: 90, served: { small: 1 } },
    ],
    { big: 1000, small: 10 },
  );
  expect(await chosen([on('big'), on('small')], world, { ...LIMITS, mostBytes: 1000 })).toEqual(['small']);
});

test('what a later index makes superfluous is given back', async () => {
  // `a` wins the first step by its size; `b` then serves both statements.
  const world = workload(
    [
      { full: 100, served: { a: 10, b: 10 } },
      { full: 100, served: { b: 10 } },
    ],
    { a: 10, b: 1000 },
  );
  const { indexes, costBefore, costAfter } = await selectIndexes([on('a'), on('b')], world, LIMITS);
  expect(indexes.map(({ index }) => index.columns.join())).toEqual(['b']);
  expect([costBefore, costAfter]).toEqual([200, 20]);
});

test('two that begin alike must each earn their keep', async () => {
  const serving = (cost: number) =>
    workload([
      { full: 1000, served: { 'a,b': 1 } },
      { full: 1000, served: { 'a,b': cost, 'a,c': 1 } },
    ]);
  expect(await chosen([on('a', 'b'), on('a', 'c')], serving(50), LIMITS)).toEqual(['a,b']);
  expect((await chosen([on('a', 'b'), on('a', 'c')], serving(500), LIMITS)).sort()).toEqual(['a,b', 'a,c']);
});

test('nothing is chosen where nothing gains', async () => {
  expect(await chosen([on('a'), on('b')], workload([{ full: 100, served: { a: 99.9 } }]), LIMITS)).toEqual([]);
});

test('under a budget one index makes room for another that gains more', async () => {
  // `small` has the better benefit for each byte, and then `big`, which gains more, does not fit any more.
  const world = workload(
    [
      { full: 1000, served: { big: 1 } },
      { full: 90, served: { small: 1 } },
    ],
    { big: 1000, small: 10 },
  );
  expect(await chosen([on('big'), on('small')], world, { ...LIMITS, mostBytes: 1000 })).toEqual(['big']);
});

test('another shape is taken where it gains a quarter, and is not much larger', async () => {
  const world = (bytes: number) => ({
    ...workload([{ full: 1000, served: { a: 100, 'a+b': 1 } }], { a: 100, 'a+b': bytes }),
    variants: () => [on('a+b')],
  });
  expect(await chosen([on('a')], world(200), LIMITS)).toEqual(['a+b']);
  expect(await chosen([on('a')], world(500), LIMITS)).toEqual(['a']);
});

test('an index is made longer for less than a new one must gain', async () => {
  const world = workload([
    { full: 1000, served: { a: 12, 'a,b': 2 } },
    { full: 400, served: { c: 388 } },
    { full: 500, served: {} },
  ]);
  const limits = { ...LIMITS, leastGain: 0.03, leastGainOfExtension: 0.01 };
  expect(await chosen([on('a'), on('a', 'b'), on('c')], world, limits)).toEqual(['a,b']);
});

test('two that greed took for two statements give way to the one that serves both', async () => {
  // For each statement alone the small index is the better bargain; `both` leaves as much, and is one index.
  const world = workload(
    [
      { full: 100, served: { a: 2, both: 2 } },
      { full: 100, served: { b: 2, both: 2 } },
      { full: 400, served: {} },
    ],
    { a: 10, b: 10, both: 25 },
  );
  expect(await chosen([on('a'), on('b'), on('both')], world, { ...LIMITS, leastGain: 0.03 })).toEqual(['both']);
});

test('under a budget a pair of small indexes makes room for a large one and a small one, where that leaves less', async () => {
  const world = workload(
    [
      { full: 500, served: { large: 1 } },
      { full: 120, served: { x: 1 } },
      { full: 110, served: { y: 1 } },
    ],
    { large: 900, x: 100, y: 100 },
  );
  expect(await chosen([on('large'), on('x'), on('y')], world, { ...LIMITS, mostBytes: 1000 })).toEqual(['large', 'x']);
});

test('under a budget a long index gives up its last column, and another finds room', async () => {
  const world = workload(
    [
      { full: 1000, served: { 'a,b': 1, a: 20 } },
      { full: 200, served: { c: 1 } },
    ],
    { 'a,b': 900, a: 300, c: 300 },
  );
  expect(await chosen([on('a', 'b'), on('a'), on('c')], world, { ...LIMITS, mostBytes: 1000 })).toEqual(['a', 'c']);
});

test('under a budget a large index gives way to a smaller one that begins alike, and another finds room', async () => {
  const world = workload(
    [
      { full: 1000, served: { 'a,wide': 10, 'a,slim': 60 } },
      { full: 500, served: { b: 1 } },
    ],
    { 'a,wide': 600, 'a,slim': 580, b: 410 },
  );
  const candidates = [on('a', 'wide'), on('a', 'slim'), on('b')];
  expect(await chosen(candidates, world, { ...LIMITS, mostBytes: 1000 })).toEqual(['a,slim', 'b']);
});
