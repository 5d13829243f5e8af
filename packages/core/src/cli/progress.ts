import type { Env } from '../env/env.js';
import type { Redactor } from '../report/redact.js';
import { termLine } from '../report/term.js';
import type { Progress } from '../tool/tool.js';

const REDRAW_MS = 100;

/** Some lines on stderr, redrawn in place at most ten times a second. Silent where stderr is no terminal, or in CI. */
export function createProgress(env: Env, redactor: Redactor): Progress {
  const enabled = env.stderr.isTTY && !env.variables['CI'] && env.variables['TERM'] !== 'dumb';
  let drawnAt = Number.NEGATIVE_INFINITY;
  let shown = 0;
  // A progress line that cannot be written is no reason to stop; the result on stdout will say so.
  const draw = (text: string): void => void env.stderr.write(text).catch(() => undefined);
  /** Back to the first line that was drawn, with everything from there on gone. */
  const rewind = (): string => (shown > 1 ? `\x1b[${shown - 1}A\r\x1b[J` : '\r\x1b[2K');
  return {
    enabled,
    update(text) {
      const now = env.monotonicMs();
      if (!enabled || now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      // A terminal that does not know its width says 0.
      const width = env.stderr.columns > 0 ? env.stderr.columns : 80;
      // A line that the terminal would break could not be taken back.
      const lines = text.split('\n').map((line) => termLine(redactor.redact(line)).slice(0, width - 1));
      draw(`${rewind()}${lines.join('\n')}`);
      shown = lines.length;
    },
    clear() {
      if (shown > 0) draw(rewind());
      shown = 0;
    },
  };
}
