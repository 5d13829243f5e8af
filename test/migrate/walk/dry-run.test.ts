// A dry run of random statements: it changes nothing, and the locks that it shows are those that the statement takes then.

import { seededRandom } from '@senior-backend/core/env/memory-env';
import type { Catalog } from '@senior-backend/core/postgres/catalog';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import { expect, test } from 'vitest';
import { dryRun } from '../../../packages/migrate/src/apply/dry-run.js';
import { parseMigration } from '../../../packages/migrate/src/apply/files/migration.js';
import { heldLocks, strongestNew } from '../../../packages/migrate/src/apply/held-locks.js';
import { testDatabase } from '../../support/postgres.js';
import { WALK_START } from './start.js';
import { randomStep } from './steps.js';

const COUNT = process.env['CHECK'] === 'full' ? 200 : 20;

test('changes nothing, and predicts the locks', async () => {
  const random = seededRandom(3);
  const session = await (await testDatabase({ sql: WALK_START })).session();
  const outcomes: { readonly sql: string; readonly predicted: string | null; readonly observed: string | null }[] = [];
  let catalog = await readCatalog(session);
  for (let n = 0; outcomes.length < COUNT; n += 1) {
    const sql = randomStep({ random, catalog, n });
    const migration = parseMigration('m.sql', { path: 'm.sql', text: sql }, sql);
    const tried = await dryRun(session, [migration], 1_000, () => performance.now()).catch(() => undefined);
    if (!tried) continue;
    expect(textOf(await readCatalog(session)), sql).toBe(textOf(catalog));
    await session.execute('BEGIN');
    const before = await heldLocks(session);
    for (const { statement } of migration.steps) await session.execute(statement.text);
    const observed = strongestNew(before, await heldLocks(session));
    await session.execute('COMMIT');
    const locks = tried.flatMap(({ steps }) => steps.map(({ lock }) => lock));
    outcomes.push({ sql, predicted: locks.length === 1 ? (locks[0] ?? null) : observed, observed });
    catalog = await readCatalog(session);
  }
  const wrong = outcomes.filter(({ predicted, observed }) => predicted !== observed);
  expect(wrong.length, JSON.stringify(wrong)).toBeLessThanOrEqual(COUNT / 100);
}, 600_000);

function textOf({ facts }: Catalog): string {
  return JSON.stringify([...facts.values()]);
}
