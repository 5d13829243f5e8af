import { expect, test } from 'vitest';
import { analysed } from '../../../../../test/support/analysis.js';

test('speaks of what is slow on average and takes a good part of the time', async () => {
  const { of } = await analysed('', [{ sql: 'SELECT pg_sleep(0.15)', times: 2 }]);
  expect(of('MIG504')).toMatchObject([{ severity: 'medium', evidence: { calls: 2, measured: true } }]);
  expect(of('MIG504')[0]?.evidence.meanMs).toBeGreaterThanOrEqual(150);
});

test('is silent on what is fast, and on what ran once', async () => {
  const { of } = await analysed('', [{ sql: 'SELECT pg_sleep(0.001)', times: 50 }]);
  expect(of('MIG504')).toEqual([]);
  expect((await analysed('', [{ sql: 'SELECT pg_sleep(0.2)' }])).of('MIG504')).toEqual([]);
});
