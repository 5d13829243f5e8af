import { expect, test } from 'vitest';
import type { ObservedStatement } from '../../observe/observation.js';
import { weighStatements } from './statement-weight.js';

const statement = (id: string, calls: number, totalMs: number): ObservedStatement => ({
  id,
  sql: id,
  text: id,
  calls,
  totalMs,
  meanMs: totalMs / calls,
  rows: calls,
  deviationMs: 0,
  temporaryBlocks: 0,
  sharedBlocks: 0,
  parameters: 0,
  accesses: [],
  scans: null,
  plannedRows: null,
  plan: null,
  recent: null,
  values: null,
});

/** Weighted cost of each statement, where each costs what its id says. */
async function weighed(...statements: readonly ObservedStatement[]): Promise<readonly number[]> {
  const weightOf = await weighStatements(statements, async ({ id }) => Number(id))();
  return statements.map((one) => Number(one.id) * weightOf(one));
}

test('of two with the same cost, the one that took three times the time counts three times', async () => {
  expect(await weighed(statement('10', 5, 30), statement('10', 5, 10))).toEqual([75, 25]);
});

test('the whole keeps its cost', async () => {
  const all = await weighed(statement('10', 5, 30), statement('40', 2, 20));
  expect(all.reduce((sum, one) => sum + one, 0)).toBeCloseTo(130);
});

test('a time that has little to do with the plan counts ten times the cost at most', async () => {
  const [waiting, working] = await weighed(statement('1', 1, 99_000), statement('100', 100, 1_000));
  expect(waiting).toBe(10);
  expect(working).toBe(1_000);
});

test('without times a statement counts by its calls', async () => {
  expect(await weighed(statement('10', 5, 0), statement('40', 2, 0))).toEqual([50, 80]);
});
