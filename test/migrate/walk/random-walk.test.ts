// A database walks through random schemas; another one follows it by plans alone, forth, back and forth again, and pg_dump
// says each time whether it is where the first one is.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seededRandom } from '@senior-backend/core/env/memory-env';
import type { Catalog } from '@senior-backend/core/postgres/catalog';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { expect, test } from 'vitest';
import { planMigration } from '../../../packages/migrate/src/plan/plan-migration.js';
import { applyPlan } from '../../../packages/migrate/src/prove/apply-plan.js';
import { compareDumps } from '../../../packages/migrate/src/prove/dump.js';
import { serverBinFolder, type TestDatabase, testDatabase } from '../../support/postgres.js';
import { WALK_START } from './start.js';
import { randomStep } from './steps.js';

const FULL = process.env['CHECK'] === 'full';
const STEPS = Number(process.env['STEPS'] ?? (FULL ? 2_000 : 24));
const SEED = Number(process.env['SEED'] ?? 11);
const execute = promisify(execFile);

test(
  'each step of a random walk is followed, taken back and followed again',
  async () => {
    const random = seededRandom(SEED);
    const leader = await testDatabase({ sql: WALK_START });
    let follower = await testDatabase({ sql: WALK_START });
    const ahead = await leader.session();
    let catalog = await readCatalog(ahead);
    const failures: string[] = [];
    for (let done = 0, n = 0; done < STEPS; ) {
      const before = catalog;
      const stride = 1 + Math.floor(random() * 3);
      const taken: string[] = [];
      while (taken.length < stride) {
        n += 1;
        const sql = randomStep({ random, catalog, n });
        if (!(await accepted(ahead, sql))) continue;
        taken.push(sql);
        catalog = await readCatalog(ahead);
      }
      done += stride;
      const pair = { leader, follower, before, after: catalog };
      const wrong = await follow(pair).catch((error: unknown) => String(error));
      if (wrong === '') continue;
      failures.push(`seed ${SEED}, step ${done}:\n${taken.join(';\n')}\n${wrong}`);
      if (FULL) process.stdout.write(`${failures.at(-1)}\n`);
      follower = await testDatabase();
      await execute(join(serverBinFolder(), 'psql'), [
        '-Xqd',
        follower.url,
        '-c',
        (await dump(leader)).replace(/^\\.*$/gm, ''),
      ]);
    }
    expect(failures).toEqual([]);
  },
  FULL ? 7_200_000 : 600_000,
);

async function accepted(session: Session, sql: string): Promise<boolean> {
  return session.execute(sql).then(
    () => true,
    (error: unknown) => {
      if (isServerError(error)) return false;
      throw error;
    },
  );
}

interface Pair {
  readonly leader: TestDatabase;
  readonly follower: TestDatabase;
  readonly before: Catalog;
  readonly after: Catalog;
}

/** Empty, or what is wrong. */
async function follow({ leader, follower, before, after }: Pair): Promise<string> {
  const session = await follower.session();
  const old = await dump(follower);
  const wanted = await dump(leader);
  for (const [when, from, to, expected] of [
    ['forth', before, after, wanted],
    ['back', after, before, old],
    ['forth again', before, after, wanted],
  ] as const) {
    await applyPlan(session, planMigration(from, to).statements);
    const differences = compareDumps(expected, await dump(follower));
    if (differences.length > 0) return `${when}: ${differences.join('\n')}`;
    const left = planMigration(await readCatalog(session), to).statements;
    if (left.length > 0) return `${when}, asked again: ${left.map(({ sql }) => sql).join(';\n')}`;
  }
  return '';
}

async function dump(database: TestDatabase): Promise<string> {
  const { stdout } = await execute(join(serverBinFolder(), 'pg_dump'), ['--schema-only', '-d', database.url], {
    maxBuffer: 1 << 28,
  });
  return stdout;
}
