// `--find-max`: run after run at other rates, until the highest that holds every threshold is known to a tenth.

import type { Block } from '@senior-backend/core/report/model';
import { formatCount, formatFixed, formatMs } from '@senior-backend/core/report/number';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { loadError } from './codes.js';
import { highestThatHolds, judgeTrial, nextRate, type Trial } from './judge/rate-search.js';
import { measureRun, type Run, reportRun } from './run.js';
import type { LoadSettings } from './settings.js';

const FIRST_RATE = 50;

/** Throws LOAD003 for settings that a search has no use for. */
export async function findMax(context: ToolContext<LoadSettings>): Promise<Outcome> {
  const { settings, env } = context;
  if ((settings.threshold ?? []).length === 0) {
    throw loadError('LOAD003', {
      message: '--find-max needs a --threshold to hold',
      help: "for example: --find-max --threshold 'p99<200'",
    });
  }
  if (settings.compare !== undefined || settings.stages !== undefined || settings.requests !== undefined) {
    throw loadError('LOAD003', {
      message: '--find-max tries one constant rate after another',
      help: 'leave out --compare, --stages and --requests',
    });
  }
  const trials: Trial[] = [];
  const runs: Run[] = [];
  const first = settings.rate ?? FIRST_RATE;
  for (let rate = nextRate(trials, first); rate !== undefined && !env.signal.aborted; rate = nextRate(trials, first)) {
    const run = await measureRun({ ...context, settings: { ...settings, rate } });
    trials.push(judgeTrial(rate, run.outcome));
    runs.push(run);
    context.progress.clear();
    await context.say(describeTrial(trials.at(-1)));
    if (!run.outcome.result.reachable) break;
  }
  const best = highestThatHolds(trials);
  const shown = runs[best ? trials.indexOf(best) : trials.length - 1];
  if (!shown) throw loadError('LOAD003', { message: 'no rate was tried', help: 'run again' });
  const outcome = await reportRun(context, shown);
  const blocks = [...searchBlocks(trials, best), ...outcome.report.blocks];
  return { ...outcome, data: { ...(outcome.data as object), search: trials }, report: { blocks } };
}

function describeTrial(trial: Trial | undefined): string {
  if (!trial) return '';
  return `${formatCount(trial.rate)}/s: ${trial.holds ? 'holds' : trial.reason}`;
}

function searchBlocks(trials: readonly Trial[], best: Trial | undefined): readonly Block[] {
  const verdict = best
    ? `${formatCount(best.rate)} requests a second are the highest rate that holds, to a tenth.`
    : 'No rate that was tried holds.';
  const rows = [...trials]
    .sort((a, b) => a.rate - b.rate)
    .map(({ rate, rps, p99Ms, holds, reason }) => [
      `${formatCount(rate)}/s`,
      `${formatFixed(rps, 1)}/s`,
      p99Ms === null ? '–' : `${formatMs(p99Ms)} ms`,
      holds ? 'holds' : reason,
    ]);
  return [
    { kind: 'heading', text: 'HIGHEST RATE:' },
    { kind: 'paragraph', text: verdict, tone: best ? 'good' : 'bad' },
    {
      kind: 'table',
      columns: [
        { label: 'rate', align: 'right' },
        { label: 'answered', align: 'right' },
        { label: 'p99', align: 'right' },
        { label: '' },
      ],
      rows,
    },
  ];
}
