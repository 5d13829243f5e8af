// One folder a case, `old.sql` and `new.sql`: the kinds and the tangles that the foreign pairs do not have.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serverBinFolder, serverUrl } from '../support/postgres.js';
import { judge } from './judge.js';

const CASES = join(import.meta.dirname, 'cases');
const FULL = process.env['CHECK'] === 'full';
// The judge goes forth and back; the other direction begins at the other end.
const DIRECTIONS = FULL ? (['new', 'old'] as const) : (['new'] as const);

test.each(readdirSync(CASES).flatMap((name) => DIRECTIONS.map((to) => [name, to] as const)))(
  '%s to %s.sql, and back',
  async (name, to) => {
    const from = to === 'new' ? 'old' : 'new';
    const pair = { name, old: join(CASES, name, `${from}.sql`), new: join(CASES, name, `${to}.sql`), roles: [] };
    expect(await judge({ bin: serverBinFolder(), url: serverUrl }, pair)).toEqual({ kind: 'equal' });
  },
);
