// From what was measured to what it means: verdicts on one run, without touching the world.
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { ExitCode } from '@senior-backend/core/errors/exit-codes';
import type { Check } from '@senior-backend/core/report/model';
import { formatCount, formatPercent } from '@senior-backend/core/report/number';
import { LOAD_CODES } from '../codes.js';
import type { RunResult } from '../measure/result.js';
import { summariseTarget, type TargetSummary } from '../measure/summary.js';
import type { DatabaseRecord } from '../model/database.js';
import type { Plan } from '../model/plan.js';
import { judgeClient } from './client-health.js';
import { type Baseline, describeMismatch } from './compare/baseline.js';
import { measuredBlocks } from './compare/blocks.js';
import { type Comparison, exceedsTolerance } from './compare/comparison.js';
import { compareInterleaved } from './compare/interleaved.js';
import { compareWithBaseline } from './compare/with-baseline.js';
import { judgeDatabase } from './database.js';
import { speaksNoTls } from './name-slips.js';
import { operationsByName } from './operations-by-name.js';
import type { LoadOutcome } from './outcome.js';
import { findRateLimit } from './rate-limit.js';
import { recommend } from './recommend.js';
import { judgeThreshold, type Threshold } from './threshold.js';

export interface Expectations {
  readonly thresholds: readonly Threshold[];
  /** Statuses that count as success; empty for 2xx and 3xx. */
  readonly expectStatus: readonly number[];
  /** Saved runs to compare with, and this run as it would be saved. */
  readonly baseline: { readonly before: Baseline; readonly after: Baseline } | undefined;
  /** Within this share on both sides, two latencies count as equal. */
  readonly margin: number;
  /** What a database did meanwhile. */
  readonly database: DatabaseRecord | undefined;
}

export function judgeRun(plan: Plan, result: RunResult, expectations: Expectations): LoadOutcome {
  const { thresholds, expectStatus } = expectations;
  const targets = plan.targets.map((_, index) => summariseTarget(plan, result, index));
  // Of two targets, the second is the candidate, and the one that thresholds are about.
  const candidate = targets.at(-1);
  const operations = operationsByName(plan.traffic, result.operations);
  const verdicts = candidate
    ? thresholds.map((threshold) => judgeThreshold(threshold, { summary: candidate, operations }))
    : [];
  const missed = verdicts.filter((verdict) => !verdict.ok);
  const database = expectations.database ? judgeDatabase(expectations.database, plan, result, targets) : null;
  const client = judgeClient(result.client, plan, candidate);
  return {
    plan,
    result,
    targets,
    thresholds: verdicts,
    client,
    comparison: withFailures(compare(plan, result, expectations), targets),
    rateLimit: plan.watchesLimit ? findRateLimit(result.limited, new Date(result.startedAt)) : null,
    recommendations: candidate ? recommend({ plan, result, summary: candidate, missed, client, database }) : [],
    database,
    expectStatus,
  };
}

function compare(plan: Plan, result: RunResult, { baseline, margin }: Expectations): Comparison | null {
  if (!result.reachable) return null;
  if (plan.targets.length > 1) {
    const open = plan.load.kind === 'open';
    return compareInterleaved(measuredBlocks(result, 0, open), measuredBlocks(result, 1, open), margin);
  }
  if (!baseline) return null;
  const { before, after } = baseline;
  const sides = { baseline: before, after: after.runs[0].blocks, mismatches: describeMismatch(before, after) };
  return compareWithBaseline(sides, margin);
}

const FAILURES_APART = 0.01;

/** Failures answer at other speeds than successes: where the two sides fail differently, the comparison says so. */
function withFailures(comparison: Comparison | null, targets: readonly TargetSummary[]): Comparison | null {
  const [a, b] = targets.map(({ counts }) => (counts.sent === 0 ? 0 : counts.failed / counts.sent));
  if (!comparison || a === undefined || b === undefined || Math.abs(a - b) < FAILURES_APART) return comparison;
  const caveat = `${formatPercent(a)} of A and ${formatPercent(b)} of B failed, and the latencies of failures are in the comparison`;
  return { ...comparison, caveats: [...comparison.caveats, caveat] };
}

const NOISE_HELP = 'use a quieter machine, or a longer --duration; smaller differences than that are not believed';

type AddDiagnostic = (
  code: keyof typeof LOAD_CODES,
  severity: Diagnostic['severity'],
  message: string,
  help?: string,
) => void;

export interface Limits {
  /** How much slower is still tolerated: 0.05 for 5 %. */
  readonly tolerance: number;
  /** A client that could not keep up fails the run. */
  readonly strict?: boolean | undefined;
}

/** What there is to say beside the report; the first error decides the exit code. */
export function diagnose(outcome: LoadOutcome, limits: Limits): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const add: AddDiagnostic = (code, severity, message, help) => {
    diagnostics.push({ code, severity, message, ...(help !== undefined && { help }) });
  };
  warn(outcome, add);
  if (!outcome.result.reachable) {
    diagnoseReach(outcome, add);
    return diagnostics;
  }
  for (const verdict of outcome.thresholds.filter(({ ok }) => !ok)) {
    add('LOAD301', 'error', `threshold missed: ${verdict.expression}`);
  }
  diagnoseAnswers(outcome, add);
  diagnoseRateLimit(outcome, add);
  if (limits.strict && outcome.client.verdict !== 'healthy') {
    add('LOAD307', 'error', `the client is ${outcome.client.verdict}: ${outcome.client.reasons.join('; ')}`);
  }
  if (outcome.comparison && exceedsTolerance(outcome.comparison, limits.tolerance)) {
    add('LOAD303', 'error', `slower by more than ${formatPercent(limits.tolerance)}`);
  }
  return diagnostics;
}

/** What the run is worth, whatever came of it. */
function warn({ plan, comparison }: LoadOutcome, add: AddDiagnostic): void {
  if (!plan.tls.verify && plan.targets.some((target) => target.secure)) {
    add('LOAD305', 'warning', 'TLS was not verified (--insecure)', 'use --ca for a private authority');
  }
  if (comparison?.noise?.disturbed) {
    const { low, high } = comparison.noise.ci95;
    const range = `${formatPercent(low)} to ${formatPercent(high)}`;
    add('LOAD310', 'warning', `the same target differed from itself by ${range} at the median`, NOISE_HELP);
  }
  for (const mismatch of comparison?.mismatches ?? []) {
    add('LOAD306', 'warning', `the baseline is not like this run: ${mismatch}`);
  }
}

function diagnoseRateLimit({ rateLimit }: LoadOutcome, add: AddDiagnostic): void {
  if (rateLimit?.seen === false) {
    add(
      'LOAD308',
      'error',
      `no 429 among ${formatCount(rateLimit.allowed)} answers`,
      'send more than the limit allows: a higher --rate or a longer --duration',
    );
  }
  if (rateLimit?.isolation?.verdict === 'shared') {
    const { allowed, limited } = rateLimit.isolation.other;
    const answers = `${formatCount(limited)} of its ${formatCount(allowed + limited)} answers were 429`;
    add('LOAD309', 'error', `the other key is limited with the first: ${answers}`);
  }
}

function diagnoseReach({ plan, result, targets }: LoadOutcome, add: AddDiagnostic): void {
  const [error] = targets[0]?.errors ?? [];
  const names = plan.targets.map((target) => target.url).join(' or ');
  const help = reachHelp(error?.kind ?? '', speaksNoTls(result));
  add('LOAD201', 'error', `no connection to ${names} succeeded: ${error?.label ?? 'stopped before the first'}`, help);
}

function reachHelp(kind: string, isPlain: boolean): string {
  if (isPlain) return 'write http://, or name the port where the server speaks TLS';
  return kind.startsWith('tls.')
    ? 'give the authority with --ca FILE, or --insecure where nobody could be in between'
    : 'check that the server runs, the host and the port';
}

function diagnoseAnswers({ targets, expectStatus }: LoadOutcome, add: AddDiagnostic): void {
  for (const { url, counts } of targets) {
    const others = counts.sent - counts.ok;
    if (expectStatus.length > 0 && others > 0) {
      const sent = formatCount(counts.sent);
      const wanted = expectStatus.join(' or ');
      add(
        'LOAD302',
        'error',
        `${formatCount(others)} of ${sent} requests to ${url} were not answered with status ${wanted}`,
      );
    } else if (counts.ok === 0 && counts.sent > 0) {
      add(
        'LOAD304',
        'error',
        `not one of ${formatCount(counts.sent)} requests to ${url} succeeded`,
        'the report lists the errors, and what to look at',
      );
    }
  }
}

/** Everything that the run was asked to hold, for a report that lists passed checks too. */
export function checksOf(outcome: LoadOutcome, diagnostics: readonly Diagnostic[], limits: Limits): readonly Check[] {
  const { thresholds, expectStatus, comparison, rateLimit } = outcome;
  const check = (name: string, code: keyof typeof LOAD_CODES): Check => {
    const found = diagnostics.find((diagnostic) => diagnostic.code === code);
    return { name, ok: found === undefined, code, detail: found?.message ?? '' };
  };
  return [
    ...thresholds.map(({ expression, ok, actual }) => ({
      name: expression,
      ok,
      code: 'LOAD301',
      detail: `measured ${actual ?? 'nothing'}`,
    })),
    ...(expectStatus.length > 0 ? [check(`every status is ${expectStatus.join(' or ')}`, 'LOAD302')] : []),
    ...(comparison ? [check(`not slower by more than ${formatPercent(limits.tolerance)}`, 'LOAD303')] : []),
    ...(rateLimit ? [check('a rate limit is in force', 'LOAD308')] : []),
    ...(rateLimit?.isolation ? [check('keys are limited apart', 'LOAD309')] : []),
    ...(limits.strict ? [check('the client kept up', 'LOAD307')] : []),
    check('something succeeded', 'LOAD304'),
  ];
}

/** The exit code of a run that was not interrupted. */
export function exitCodeOf(diagnostics: readonly Diagnostic[]): ExitCode {
  const worst = diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  return worst ? LOAD_CODES[worst.code as keyof typeof LOAD_CODES].exitCode : 0;
}
