import { expect, test } from 'vitest';
import { answerBook } from './answer-book.js';

/** A planner that knows a cost for each index and takes the cheapest; counts how often it is asked. */
function planner(costs: Readonly<Record<string, number>>) {
  const book = answerBook();
  let asked = 0;
  const costWith = (...given: readonly string[]): Promise<number | null> =>
    book.costWith(new Set(given), async () => {
      asked += 1;
      const [best] = [...given].sort((a, b) => (costs[a] ?? 100) - (costs[b] ?? 100));
      const cost = Math.min(100, costs[best ?? ''] ?? 100);
      return { cost, used: best !== undefined && cost < 100 ? [best] : [] };
    });
  return { costWith, asked: () => asked };
}

test('the same set, in whatever order, is asked for once', async () => {
  const { costWith, asked } = planner({ a: 10 });
  expect([await costWith('a', 'b'), await costWith('b', 'a')]).toEqual([10, 10]);
  expect(asked()).toBe(1);
});

test('without an index that the plan does not read the answer is the same, and is not asked for', async () => {
  const { costWith, asked } = planner({ a: 10, b: 50 });
  expect([await costWith('a', 'b', 'c'), await costWith('a', 'c'), await costWith('a')]).toEqual([10, 10, 10]);
  expect(asked()).toBe(1);
});

test('without one that it reads, or with one more, the planner is asked', async () => {
  const { costWith, asked } = planner({ a: 10, b: 50, d: 1 });
  expect([await costWith('a', 'b'), await costWith('b'), await costWith('a', 'b', 'd')]).toEqual([10, 50, 1]);
  expect(asked()).toBe(3);
});

test('a plan that reads no index answers for the bare tables', async () => {
  const { costWith, asked } = planner({});
  expect([await costWith('x', 'y'), await costWith()]).toEqual([100, 100]);
  expect(asked()).toBe(1);
});

test('questions at the same time are one question', async () => {
  const { costWith, asked } = planner({ a: 10 });
  expect(await Promise.all([costWith('a'), costWith('a')])).toEqual([10, 10]);
  expect(asked()).toBe(1);
});
