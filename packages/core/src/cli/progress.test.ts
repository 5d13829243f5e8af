import { expect, test } from 'vitest';
import type { Env, OutputStream } from '../env/env.js';
import { memoryEnv } from '../env/memory-env.js';
import { createRedactor } from '../report/redact.js';
import { createProgress } from './progress.js';

function terminal(variables: Readonly<Record<string, string>> = {}, isTTY = true): { env: Env; written: string[] } {
  const written: string[] = [];
  let now = 0;
  const stderr: OutputStream = {
    isTTY,
    columns: 20,
    write: (text) => {
      written.push(text);
      return Promise.resolve();
    },
  };
  const env = memoryEnv({ variables });
  return { env: { ...env, stderr, monotonicMs: () => (now += 200) }, written };
}

test('lines are drawn over one another and taken back', () => {
  const { env, written } = terminal();
  const redactor = createRedactor();
  redactor.add('canary');
  const progress = createProgress(env, redactor);
  progress.update('one\ntwo canary \x1b[31m');
  progress.update('a line that is longer than the terminal is wide');
  progress.clear();
  progress.clear();
  expect(written).toHaveLength(3);
  expect(written[0]).toMatch(/^\r\x1b\[2Kone\ntwo \*\*\* /);
  expect(written[0]).not.toContain('\x1b[31m');
  expect(written[1]).toBe('\x1b[1A\r\x1b[Ja line that is long');
  expect(written[2]).toBe('\r\x1b[2K');
});

test.each([
  ['in CI', { CI: 'true' }, true],
  ['on a dumb terminal', { TERM: 'dumb' }, true],
  ['where there is no terminal', {}, false],
] as const)('nothing is drawn %s', (_, variables, isTTY) => {
  const { env, written } = terminal(variables, isTTY);
  const progress = createProgress(env, createRedactor());
  progress.update('one');
  progress.clear();
  expect(progress.enabled).toBe(false);
  expect(written).toEqual([]);
});
