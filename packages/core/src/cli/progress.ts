import type { Env } from '../env/env.js';
import type { Redactor } from '../report/redact.js';
import { termLine } from '../report/term.js';
import type { Progress } from './tool.js';

const REDRAW_MS = 100;

/** One line on stderr, redrawn at most ten times a second. Silent where stderr is no terminal, or in CI. */
export function createProgress(env: Env, redactor: Redactor): Progress {
  const enabled = env.stderr.isTTY && !env.variables['CI'] && env.variables['TERM'] !== 'dumb';
  let drawnAt = Number.NEGATIVE_INFINITY;
  let shown = false;
  // A progress line that cannot be written is no reason to stop; the result on stdout will say so.
  const draw = (text: string): void => void env.stderr.write(text).catch(() => undefined);
  return {
    enabled,
    update(line) {
      const now = env.monotonicMs();
      if (!enabled || now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      shown = true;
      draw(`\r\x1b[2K${termLine(redactor.redact(line)).slice(0, env.stderr.columns - 1)}`);
    },
    clear() {
      if (shown) draw('\r\x1b[2K');
      shown = false;
    },
  };
}
