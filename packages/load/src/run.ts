// One run of the command: plan → drive → measure → judge → report.
import { cpus, platform, release } from 'node:os';
import { resolve } from 'node:path';
import type { Outcome, ToolContext } from '@senior-backend/core/cli/tool';
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { ExitCode } from '@senior-backend/core/errors/exit-codes';
import { readTextFile } from '@senior-backend/core/files/read';
import { writeFileWhole } from '@senior-backend/core/files/write';
import { formatCount, formatDuration, formatPercent } from '@senior-backend/core/report/number';
import { LOAD_CODES } from './codes.js';
import { runPlan } from './drive/run-plan.js';
import { type Baseline, describeMismatch, parseBaseline, renderBaseline } from './judge/baseline.js';
import { measuredBlocks } from './judge/blocks.js';
import { judgeClient } from './judge/client-health.js';
import { type Comparison, compareInterleaved, compareWithBaseline, exceedsTolerance } from './judge/compare.js';
import { recommend } from './judge/recommend.js';
import { judgeThreshold, parseThreshold, type Threshold } from './judge/threshold.js';
import { summariseTarget } from './measure/summary.js';
import type { Plan } from './model/plan.js';
import type { RunResult } from './model/result.js';
import { statusFilter } from './model/status-filter.js';
import { baselineFile, readPlan } from './plan/read-plan.js';
import { toData } from './report/data.js';
import type { LoadOutcome } from './report/outcome.js';
import { describeOutcome } from './report/text.js';
import type { LoadSettings } from './settings.js';

export async function run(context: ToolContext<LoadSettings>): Promise<Outcome> {
  const { settings, env } = context;
  const plan = await readPlan(context);
  const thresholds = (settings.threshold ?? []).map(parseThreshold);
  const baseline = await readBaseline(context);
  const expectStatus = settings.expectStatus ?? [];
  const result = await runPlan(plan, {
    signal: env.signal,
    now: env.now,
    expectStatus,
    onProgress: (progress) => context.progress.update(progressLine(plan, progress)),
  });
  const outcome = judge(plan, result, thresholds, expectStatus, (comparison) => comparison(baseline, env.random));
  if (settings.save !== undefined && result.reachable)
    await writeFileWhole(resolve(env.cwd, settings.save), renderBaseline(toBaseline(plan, result)));
  const diagnostics = diagnose(outcome, settings);
  return {
    exitCode: exitCodeOf(outcome, diagnostics),
    data: toData(outcome),
    report: { blocks: describeOutcome(outcome) },
    diagnostics,
  };
}

type Compare = (baseline: Baseline | undefined, random: () => number) => Comparison | null;

function judge(
  plan: Plan,
  result: RunResult,
  thresholds: readonly Threshold[],
  expectStatus: readonly number[],
  ask: (compare: Compare) => Comparison | null,
): LoadOutcome {
  const isWanted = statusFilter(expectStatus);
  const targets = plan.targets.map((_, index) => summariseTarget(plan, result, index, isWanted));
  // Of two targets, the second is the candidate, and the one that thresholds are about.
  const candidate = targets.at(-1);
  const verdicts = candidate ? thresholds.map((threshold) => judgeThreshold(threshold, candidate)) : [];
  const client = judgeClient(result.client);
  const comparison = ask((baseline, random) => {
    if (plan.targets.length > 1)
      return compareInterleaved(measuredBlocks(result, 0), measuredBlocks(result, 1), random);
    if (!baseline) return null;
    return compareWithBaseline(
      baseline.blocks,
      measuredBlocks(result, 0),
      describeMismatch(baseline, toBaseline(plan, result)),
      random,
    );
  });
  const missed = verdicts.filter((verdict) => !verdict.ok);
  const recommendations = candidate ? recommend({ plan, result, summary: candidate, missed, client }) : [];
  return { plan, result, targets, thresholds: verdicts, client, comparison, recommendations, expectStatus };
}

async function readBaseline({
  arguments: words,
  settings,
  env,
}: ToolContext<LoadSettings>): Promise<Baseline | undefined> {
  const file = baselineFile(words, settings);
  return file === undefined ? undefined : parseBaseline(file, await readTextFile(resolve(env.cwd, file)));
}

function toBaseline(plan: Plan, result: RunResult): Baseline {
  const { request, concurrency } = plan;
  const [target] = plan.targets;
  return {
    savedAt: result.startedAt,
    settings: {
      url: target.url,
      method: request.method,
      bodyBytes: request.body.length,
      concurrency,
      keepAlive: request.keepAlive,
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
    blocks: measuredBlocks(result, 0).filter((block) => block.histogram.total > 0),
  };
}

function diagnose(
  { plan, result, targets, thresholds, comparison, expectStatus }: LoadOutcome,
  settings: LoadSettings,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const add = (
    code: keyof typeof LOAD_CODES,
    severity: Diagnostic['severity'],
    message: string,
    help?: string,
  ): void => {
    diagnostics.push({ code, severity, message, ...(help !== undefined && { help }) });
  };
  if (!plan.tls.verify && plan.targets.some((target) => target.secure))
    add('LOAD305', 'warning', 'TLS was not verified (--insecure)', 'use --ca for a private authority');
  for (const caveat of comparison?.caveats.filter((text) => text.startsWith('other ')) ?? [])
    add('LOAD306', 'warning', `the baseline is not like this run: ${caveat}`);
  if (!result.reachable) {
    add(
      'LOAD201',
      'error',
      `no connection to ${plan.targets.map((target) => target.url).join(' or ')} succeeded: ${targets[0]?.errors[0]?.label ?? 'interrupted before the first'}`,
      reachHelp(targets[0]?.errors[0]?.kind),
    );
    return diagnostics;
  }
  for (const verdict of thresholds.filter(({ ok }) => !ok))
    add('LOAD301', 'error', `threshold missed: ${verdict.expression}`);
  for (const { url, counts } of targets) {
    const others = counts.sent - counts.ok;
    if (expectStatus.length > 0 && others > 0)
      add(
        'LOAD302',
        'error',
        `${formatCount(others)} of ${formatCount(counts.sent)} requests to ${url} were not answered with status ${expectStatus.join(' or ')}`,
      );
    else if (counts.ok === 0 && counts.sent > 0)
      add(
        'LOAD304',
        'error',
        `not one of ${formatCount(counts.sent)} requests to ${url} succeeded`,
        'the report lists the errors',
      );
  }
  if (comparison && exceedsTolerance(comparison, settings.tolerance))
    add('LOAD303', 'error', `slower by more than ${formatPercent(settings.tolerance)}`);
  return diagnostics;
}

function reachHelp(kind: string | undefined): string {
  if (kind?.startsWith('tls.'))
    return 'give the authority with --ca FILE, or --insecure where nobody could be in between';
  return 'check that the server runs, the host and the port';
}

function exitCodeOf({ result }: LoadOutcome, diagnostics: readonly Diagnostic[]): ExitCode {
  if (result.interrupted) return 0; // the command line turns it into 130 or 143
  const worst = diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  return worst ? LOAD_CODES[worst.code as keyof typeof LOAD_CODES].exitCode : 0;
}

function progressLine(
  plan: Plan,
  { elapsedMs, answered, failed }: { readonly elapsedMs: number; readonly answered: number; readonly failed: number },
): string {
  const lastMs = Math.max(...plan.schedule.blocks.map((block) => block.toMs));
  const of = Number.isFinite(lastMs) ? `/${formatDuration(Math.round(lastMs / 100) * 100)}` : '';
  const seconds = Math.max(elapsedMs, 1) / 1_000;
  return `${formatDuration(Math.round(elapsedMs / 100) * 100)}${of}  ${formatCount(answered)} answers  ${formatCount(answered / seconds)}/s  ${formatCount(failed)} failed`;
}
