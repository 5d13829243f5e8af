import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../../../test/support/source-files.js';
import { memoryEnv } from '../../env/memory-env.js';
import type { ThrowawayServer } from './server.js';
import { startServer } from './throwaway-server.js';

const env = memoryEnv({ cwd: ROOT, variables: { PATH: process.env['PATH'] ?? '' } });

async function roundTrip(server: ThrowawayServer): Promise<unknown> {
  const session = await server.connect();
  await session.execute('CREATE TABLE t (id bigint, names name[]); INSERT INTO t VALUES (1, ARRAY[$$a$$, $$b$$])');
  const rows = await session.query('SELECT *, $1::int8 AS big, 1.50::numeric AS exact FROM t', [5]);
  await session.close();
  return rows;
}

const ROW = [{ id: '1', names: ['a', 'b'], big: '5', exact: '1.50' }];

test.each([
  ['packaged', false],
  ['embedded', false],
  ['embedded', true],
] as const)(
  '%s, tcp %s: types come alike from each kind, and nothing is left',
  async (kind, tcp) => {
    const server = await startServer({ env, kinds: [kind], tcp });
    expect(server.kind).toBe(kind);
    expect(await roundTrip(server)).toEqual(ROW);
    await server.stop();
    await server.stop();
    if (server.binFolder) expect(existsSync(dirname(dirname(server.binFolder)))).toBe(false);
  },
  60_000,
);

test('where nothing can be had, the error says what was tried', async () => {
  const nowhere = memoryEnv({ cwd: '/', variables: { PATH: '' } });
  await expect(startServer({ env: nowhere, kinds: ['local'], major: 9 })).rejects.toMatchObject({
    code: 'CORE205',
    exitCode: 4,
    message: expect.stringContaining('no local server binaries'),
  });
});

test.runIf(process.platform === 'linux')(
  'a server whose owner was killed is ended and removed by the next one',
  async () => {
    const script = `
    const { memoryEnv } = await import('@senior-backend/core/env/memory-env');
    const { startServer } = await import('@senior-backend/core/postgres/server/throwaway-server');
    const env = memoryEnv({ cwd: process.cwd(), variables: { PATH: process.env.PATH } });
    const server = await startServer({ env, kinds: ['local', 'packaged'] });
    console.log(decodeURIComponent(/host=([^&]+)/.exec(server.url('x'))[1]));
    setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = (await once(owner.stdout, 'data')) as [Buffer];
    const folder = printed.toString().trim();
    expect(existsSync(folder)).toBe(true);
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const next = await startServer({ env, kinds: ['local', 'packaged'] });
    expect(existsSync(folder)).toBe(false);
    await next.stop();
  },
);
