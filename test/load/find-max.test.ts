import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { runLoad } from './support/run-load.js';

/** Works on one request at a time, for 10 ms each: it holds somewhat less than 100 a second. */
async function startNarrowServer(): Promise<{ readonly url: string; readonly close: () => void }> {
  let freeAtMs = 0;
  const server = createServer((_, response) => {
    freeAtMs = Math.max(freeAtMs, performance.now()) + 10;
    setTimeout(() => response.end(), freeAtMs - performance.now());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close };
}

test('the highest rate that a server holds is found', async () => {
  const { url, close } = await startNarrowServer();
  const args = [url, '--find-max', '-r', '30', '-d', '2s', '--grace', '500ms', '--threshold', 'p90<150', '--json'];
  const { stdout, exitCode } = await runLoad(args);
  close();
  const { data } = JSON.parse(stdout) as {
    data: { search: readonly { rate: number; holds: boolean; reason: string }[] };
  };
  const held = data.search.filter(({ holds }) => holds).map(({ rate }) => rate);
  expect(exitCode).toBe(0);
  // A busy machine can only make it hold less.
  expect(Math.max(...held)).toBeLessThan(112);
  expect(data.search.some(({ rate, holds }) => rate >= 110 && !holds) || Math.max(...held) < 55).toBe(true);
});

test.each([
  [['--find-max']],
  [['--find-max', '--threshold', 'p99<1', '-n', '5']],
  [['--find-max', '--threshold', 'p99<1', '--stages', '5:5s']],
])('%j is refused', async (args) => {
  expect(await runLoad(['http://127.0.0.1:1/', ...args])).toMatchObject({ exitCode: 2 });
});
