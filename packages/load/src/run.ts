// One run of the command: plan → drive → measure → judge → report.
import { cpus, platform, release } from 'node:os';
import { resolve } from 'node:path';
import type { Outcome, ToolContext } from '@senior-backend/core/cli/tool';
import { readTextFile } from '@senior-backend/core/files/read';
import { writeFileWhole } from '@senior-backend/core/files/write';
import { formatCount, formatDuration } from '@senior-backend/core/report/number';
import { endOfSending, type PartialResult, type RunProgress, runPlan } from './drive/run-plan.js';
import { type Baseline, parseBaseline, renderBaseline } from './judge/baseline.js';
import { measuredBlocks } from './judge/blocks.js';
import { checksOf, diagnose, exitCodeOf, judgeRun } from './judge/judge-run.js';
import { judgeThreshold, parseThreshold, type Threshold } from './judge/threshold.js';
import { summariseTarget } from './measure/summary.js';
import type { LoadOutcome } from './model/outcome.js';
import type { Plan } from './model/plan.js';
import type { RunResult } from './model/result.js';
import { baselineFile, readPlan } from './plan/read-plan.js';
import { toData } from './report/data.js';
import { describeLoad } from './report/describe-load.js';
import { renderCsv, renderHdrLog, renderOpenMetrics } from './report/exports.js';
import { describeOutcome } from './report/text.js';
import type { LoadSettings } from './settings.js';

/** A run that has ended and been judged. */
export interface Run {
  readonly outcome: LoadOutcome;
  /** As `--save` writes it. */
  readonly saved: Baseline;
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
  const { settings, env } = context;
  const { expectStatus = [] } = settings;
  const plan = await readPlan(context);
  const thresholds = (settings.threshold ?? []).map(parseThreshold);
  const before = await readBaseline(context);
  const result = await runPlan(plan, {
    signal: env.signal,
    now: env.now,
    expectStatus,
    shouldStop: settings.abortOnFail ? stopsAt(plan, thresholds) : undefined,
    onProgress: (progress) => context.progress.update(progressLine(plan, progress)),
  });
  const saved = toBaseline(plan, result, context.redactor.redact);
  const baseline = before && { before, after: saved };
  return { outcome: judgeRun(plan, result, { thresholds, expectStatus, baseline, random: env.random }), saved };
}

/** Writes the files that were asked for, and says what came of the run. */
export async function reportRun(context: ToolContext<LoadSettings>, { outcome, saved }: Run): Promise<Outcome> {
  const { settings } = context;
  const { result } = outcome;
  if (result.reachable) await writeFiles(context, outcome, saved);
  const diagnostics = diagnose(outcome, settings);
  return {
    // The command line turns 0 into 130 or 143 where the run was interrupted.
    exitCode: result.interrupted ? 0 : exitCodeOf(diagnostics),
    data: toData(outcome),
    report: { blocks: describeOutcome(outcome) },
    diagnostics,
    checks: checksOf(outcome, diagnostics, settings),
  };
}

const LEAST_REQUESTS_TO_JUDGE = 100;

/** Whether a threshold is missed already. A rate is low while a run begins, so lower limits wait for its end. */
function stopsAt(plan: Plan, thresholds: readonly Threshold[]): (partial: PartialResult) => boolean {
  const upper = thresholds.filter((threshold) => threshold.operator.startsWith('<'));
  return (partial) => {
    const summary = summariseTarget(plan, partial, plan.targets.length - 1);
    if (summary.counts.answered + summary.counts.failed < LEAST_REQUESTS_TO_JUDGE) return false;
    return upper.some((threshold) => !judgeThreshold(threshold, summary).ok);
  };
}

/** What was asked for by flags of its own, each file whole or not at all. */
async function writeFiles(
  { settings, env, redactor }: ToolContext<LoadSettings>,
  outcome: LoadOutcome,
  run: Baseline,
): Promise<void> {
  const files = [
    [settings.save, () => renderBaseline(run)],
    [settings.csv, () => renderCsv(outcome)],
    [settings.hdr, () => renderHdrLog(outcome)],
    [settings.prometheus, () => redactor.redact(renderOpenMetrics(outcome))],
  ] as const;
  for (const [path, render] of files) if (path !== undefined) await writeFileWhole(resolve(env.cwd, path), render());
}

async function readBaseline(context: ToolContext<LoadSettings>): Promise<Baseline | undefined> {
  const file = baselineFile(context.arguments, context.settings);
  return file === undefined ? undefined : parseBaseline(file, await readTextFile(resolve(context.env.cwd, file)));
}

/** A run as it is saved. Nothing secret is in it: the URL is redacted, header values and bodies are left out. */
function toBaseline(plan: Plan, result: RunResult, redact: (text: string) => string): Baseline {
  const [
    {
      steps: [step],
    },
  ] = plan.traffic.flows;
  const [target] = plan.targets;
  return {
    savedAt: result.startedAt,
    settings: {
      url: redact(target.url),
      method: step.method,
      bodyBytes: step.body.length,
      load: describeLoad(plan.load),
      keepAlive: plan.traffic.keepAlive,
      seconds: Math.round(result.sendingMs / 1_000),
    },
    environment: {
      node: process.versions.node,
      platform: `${platform()} ${release()}`,
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      threads: result.threads,
      engine: result.engine,
    },
    blocks: measuredBlocks(result, 0, plan.load.kind === 'open').filter((block) => block.histogram.total > 0),
  };
}

function progressLine(plan: Plan, { elapsedMs, answered, failed }: RunProgress): string {
  const lastMs = endOfSending(plan);
  const of = Number.isFinite(lastMs) ? `/${formatDuration(Math.round(lastMs / 100) * 100)}` : '';
  const rate = formatCount(answered / (Math.max(elapsedMs, 1) / 1_000));
  const now = formatDuration(Math.round(elapsedMs / 100) * 100);
  return `${now}${of}  ${formatCount(answered)} answers  ${rate}/s  ${formatCount(failed)} failed`;
}
