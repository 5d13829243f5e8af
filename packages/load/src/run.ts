// One run of the command: plan → drive → measure → judge → report.
import { resolve } from 'node:path';
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import { writeFileWhole } from '@senior-backend/core/files/write';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { endOfSending, type PartialResult, runPlan } from './drive/run-plan.js';
import { addRuns, type Baseline, renderBaseline } from './judge/compare/baseline.js';
import { checksOf, diagnose, exitCodeOf, judgeRun } from './judge/judge-run.js';
import { operationsByName } from './judge/operations-by-name.js';
import type { LoadOutcome } from './judge/outcome.js';
import { judgeThreshold, parseThreshold, refuseUnknownOperations, type Threshold } from './judge/threshold.js';
import type { RunResult } from './measure/result.js';
import { summariseTarget } from './measure/summary.js';
import type { Plan } from './model/plan.js';
import { operationNames } from './model/traffic.js';
import type { DatabaseWatch } from './observe/database-watch.js';
import { readPlan } from './plan/read-plan.js';
import { toData } from './report/data.js';
import { renderCsv, renderHdrLog, renderOpenMetrics } from './report/exports.js';
import { LiveScreen } from './report/live-screen.js';
import { describeOutcome } from './report/text.js';
import { readSaved, toBaseline } from './saved-run.js';
import type { LoadSettings } from './settings.js';

/** A run that has ended and been judged. */
export interface Run {
  readonly outcome: LoadOutcome;
  /** As `--save` writes it: with the runs that were in the file before; undefined where it is not to be kept. */
  readonly saved: Baseline | undefined;
}

/** What the command line calls. */
export async function run(context: ToolContext<LoadSettings>): Promise<Outcome> {
  if (context.settings.findMax === true) {
    const { findMax } = await import('./find-max.js');
    return findMax(context);
  }
  return reportRun(context, await measureRun(context));
}

export async function measureRun(context: ToolContext<LoadSettings>): Promise<Run> {
  const { settings } = context;
  const plan = await readPlan(context);
  const thresholds = (settings.threshold ?? []).map(parseThreshold);
  refuseUnknownOperations(thresholds, plan.targets.length > 1 ? [] : operationNames(plan.traffic));
  const before = await readSaved(context, plan);
  const watch = settings.pg === undefined ? undefined : await startWatch(context, settings.pg);
  try {
    const result = await drive(context, plan, thresholds);
    const database = await watch?.end(result.startsAtMs);
    const after = toBaseline(plan, result, context.redactor.redact);
    const outcome = judgeRun(plan, result, {
      thresholds,
      expectStatus: settings.expectStatus ?? [],
      baseline: before.compared && { before: before.compared, after },
      margin: Math.min(settings.margin, settings.tolerance),
      database,
    });
    const whole = !result.interrupted && !result.stoppedEarly;
    return { outcome, saved: whole ? addRuns(before.extended, after) : undefined };
  } finally {
    await watch?.close();
  }
}

function drive(
  { settings, env, progress }: ToolContext<LoadSettings>,
  plan: Plan,
  thresholds: readonly Threshold[],
): Promise<RunResult> {
  const screen = new LiveScreen(endOfSending(plan));
  return runPlan(plan, {
    signal: env.signal,
    now: env.now,
    expectStatus: settings.expectStatus ?? [],
    shouldStop: settings.abortOnFail ? stopsAt(plan, thresholds) : undefined,
    watched: progress.enabled,
    onProgress: (state) => progress.update(screen.draw(state)),
  });
}

/** Connects before anything is sent. Throws CORE201 to CORE204. */
async function startWatch({ env, redactor }: ToolContext<LoadSettings>, url: string): Promise<DatabaseWatch> {
  const [{ resolveConnection }, { connect }, { watchDatabase }] = await Promise.all([
    import('@senior-backend/core/postgres/settings'),
    import('@senior-backend/core/postgres/connect'),
    import('./observe/database-watch.js'),
  ]);
  const session = await connect(await resolveConnection(env, redactor, url, '--pg'), { applicationName: 'api-load' });
  return watchDatabase(session);
}

/** Writes the files that were asked for, and says what came of the run. */
export async function reportRun(context: ToolContext<LoadSettings>, { outcome, saved }: Run): Promise<Outcome> {
  const { settings } = context;
  const { result } = outcome;
  if (result.reachable) await writeFiles(context, outcome, saved);
  const diagnostics = [...diagnose(outcome, settings), ...notSaved(settings, saved)];
  return {
    // The command line turns 0 into 130 or 143 where the run was interrupted.
    exitCode: result.interrupted ? 0 : exitCodeOf(diagnostics),
    data: toData(outcome),
    report: { blocks: describeOutcome(outcome) },
    diagnostics,
    checks: checksOf(outcome, diagnostics, settings),
  };
}

function notSaved({ save }: LoadSettings, saved: Baseline | undefined): readonly Diagnostic[] {
  if (save === undefined || saved) return [];
  return [
    { code: 'LOAD311', severity: 'warning', message: `this run did not come to its end and is not added to ${save}` },
  ];
}

const LEAST_REQUESTS_TO_JUDGE = 100;

/** Whether a threshold is missed already. A rate is low while a run begins, so lower limits wait for its end. */
function stopsAt(plan: Plan, thresholds: readonly Threshold[]): (partial: PartialResult) => boolean {
  const upper = thresholds.filter((threshold) => threshold.operator.startsWith('<'));
  return (partial) => {
    const summary = summariseTarget(plan, partial, plan.targets.length - 1);
    const operations = operationsByName(plan.traffic, partial.operations);
    return upper.some((threshold) => {
      const { ok, failed } = operations.get(threshold.operation ?? '') ?? summary.counts;
      return ok + failed >= LEAST_REQUESTS_TO_JUDGE && !judgeThreshold(threshold, { summary, operations }).ok;
    });
  };
}

/** What was asked for by flags of its own, each file whole or not at all. */
async function writeFiles(
  { settings, env, redactor }: ToolContext<LoadSettings>,
  outcome: LoadOutcome,
  saved: Baseline | undefined,
): Promise<void> {
  const files = [
    [saved && settings.save, () => (saved ? renderBaseline(saved) : '')],
    [settings.csv, () => renderCsv(outcome)],
    [settings.hdr, () => renderHdrLog(outcome)],
    [settings.prometheus, () => redactor.redact(renderOpenMetrics(outcome))],
  ] as const;
  for (const [path, render] of files) if (path !== undefined) await writeFileWhole(resolve(env.cwd, path), render());
}
