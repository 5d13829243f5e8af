// What a terminal shows while a run goes on: some lines, drawn by the main thread out of shared memory, so that the threads
// that measure have nothing to do with it.
import { formatCount, formatDuration, formatMs, formatPercent } from '@senior-backend/core/report/number';
import type { RunProgress } from '../drive/run-plan.js';

const BAR_CELLS = 24;
const SPARKS = '▁▂▃▄▅▆▇█';
const MOST_SPARKS = 40;

export class LiveScreen {
  private readonly rates: number[] = [];
  private last: RunProgress = { elapsedMs: 0, answered: 0, failed: 0, latency: null };

  /** `lastMs`: when sending ends; Infinity where a number of requests ends it. */
  constructor(private readonly lastMs: number) {}

  /** The lines for the state of now; asked for a few times a second. */
  draw(state: RunProgress): string {
    const sinceMs = state.elapsedMs - this.last.elapsedMs;
    const rate = sinceMs > 0 ? ((state.answered - this.last.answered) * 1_000) / sinceMs : 0;
    this.rates.push(Math.max(0, rate));
    if (this.rates.length > MOST_SPARKS) this.rates.shift();
    this.last = state;
    const { answered, failed, latency } = state;
    const share =
      answered + failed === 0 ? '' : ` (${formatPercent(Math.min(1, failed / Math.max(answered, failed)))})`;
    return [
      this.time(state.elapsedMs),
      `${formatCount(answered)} answers  ${formatCount(rate)}/s  ${formatCount(failed)} failed${share}`,
      latency
        ? `p50 ${formatMs(latency.p50Ms)} ms  p99 ${formatMs(latency.p99Ms)} ms  max ${formatMs(latency.maxMs)} ms`
        : '',
      spark(this.rates),
    ].join('\n');
  }

  private time(elapsedMs: number): string {
    const tenths = (ms: number): string => formatDuration(Math.round(Math.max(0, ms) / 100) * 100);
    if (!Number.isFinite(this.lastMs)) return tenths(elapsedMs);
    const filled = Math.round(Math.min(1, Math.max(0, elapsedMs / this.lastMs)) * BAR_CELLS);
    return `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} ${tenths(elapsedMs)}/${tenths(this.lastMs)}`;
  }
}

/** Rates as bars, the highest of them as the highest bar. */
export function spark(values: readonly number[]): string {
  const highest = Math.max(...values, 1e-9);
  return values
    .map((value) => SPARKS[Math.min(SPARKS.length - 1, Math.floor((value / highest) * SPARKS.length))])
    .join('');
}
