// A proxy cuts the runner off at its k-th message to the server, before the server has seen it or after it has answered: a coded
// error each time, and the same command again ends where an undisturbed run does. CHECK=full takes every k,
// K=40-80 those between.
import { expect, test } from 'vitest';
import { type Cut, cuttingProxy } from './cutting-proxy.js';
import { INTERRUPTED, INTERRUPTED_STATE } from './interrupted.js';
import { type Project, project } from './run.js';

const FULL = process.env['CHECK'] === 'full';
const [FROM = 1, TO = Number.POSITIVE_INFINITY] = (process.env['K'] ?? '').split('-').filter(Boolean).map(Number);
const EVERY = FULL ? 1 : 29;

interface Interrupted {
  readonly messages: number;
  readonly exitCode: number;
  readonly stderr: string;
  readonly state: unknown;
}

async function interrupt(k: number, cut: Cut): Promise<Interrupted> {
  const it = await project('', { 'm.sql': INTERRUPTED });
  const url = new URL(it.database.url);
  const proxy = await cuttingProxy(url.hostname, Number(url.port), k, cut);
  url.port = String(proxy.port);
  url.searchParams.set('sslmode', 'disable');
  const { exitCode, stderr } = await it.run('--migrate', 'm.sql', '--connection', url.href);
  await proxy.close();
  if (exitCode !== 0)
    expect(await it.run('--migrate', 'm.sql'), `again after ${cut} ${k}`).toMatchObject({ exitCode: 0 });
  const state = await stateOf(it);
  await it.database.drop();
  return { messages: proxy.count(), exitCode, stderr, state };
}

async function stateOf({ database }: Project): Promise<unknown> {
  const session = await database.session();
  return (await session.query(INTERRUPTED_STATE))[0];
}

test(
  'every message to the server may be the last one',
  async () => {
    const whole = await interrupt(0, 'before');
    expect(whole).toMatchObject({
      exitCode: 0,
      state: { rows: 50, noted: 50, indexes: 1, migrations: 'm.sql applied' },
    });
    const wrong: unknown[] = [];
    let tried = 0;
    for (let k = FROM; k <= Math.min(TO, whole.messages); k += EVERY) {
      for (const cut of ['before', 'after'] as const) {
        tried += 1;
        const { exitCode, stderr, state } = await interrupt(k, cut);
        // Not connected yet, half-way, nothing left behind; or done, where only the goodbye was lost.
        const isCoded =
          exitCode === 0 || ([4, 6].includes(exitCode) && /^error\[(?:CORE20\d|MIG2\d\d)\]/m.test(stderr));
        if (!isCoded || JSON.stringify(state) !== JSON.stringify(whole.state))
          wrong.push({ k, cut, exitCode, stderr, state });
      }
    }
    if (FULL) process.stdout.write(`cut off ${tried} times, at each of ${whole.messages} messages\n`);
    expect(wrong).toEqual([]);
  },
  FULL ? 3_600_000 : 240_000,
);
