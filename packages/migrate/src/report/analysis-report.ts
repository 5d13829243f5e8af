import type { Block, Item, Report, Tone } from '@senior-backend/core/report/model';
import { formatBytes, formatCount, formatMs } from '@senior-backend/core/report/number';
import type { Advice } from '../advise/advise.js';
import type { Suggestion } from '../advise/suggestion.js';
import type { Trial } from '../advise/trial.js';
import { ANALYZE_CODES } from '../analyze/codes.js';
import type { Finding, FindingSeverity } from '../analyze/finding.js';
import type { IgnoredFinding } from '../analyze/ignore-findings.js';
import { isMissingIndex } from '../analyze/missing-index.js';
import { oneLine } from '../analyze/one-line.js';
import type { Workload, WorkloadSource } from '../observe/observation.js';
import { placeNote } from '../trial/with-trials.js';
import type { Analysis, ReportedObservation } from './analysis.js';
import { comparisonBlocks } from './comparison-blocks.js';
import { gainBlocks, sizeBlocks, statementBlocks } from './workload-blocks.js';

const TONES: Readonly<Record<FindingSeverity, Tone>> = { high: 'bad', medium: 'warning', low: 'muted' };

/** The report of `--analyze`, in the form that the contract gives it. */
export function analysisReport({ observation, findings, ignored, advice, comparison }: Analysis): Report {
  const missing = findings.filter(isMissingIndex);
  const risks = findings.filter((finding) => finding.code === 'MIG503');
  const others = findings.filter((finding) => !isMissingIndex(finding) && finding.code !== 'MIG503');
  return {
    blocks: [
      { kind: 'title', text: 'Database Analysis Report' },
      { kind: 'fields', fields: summaryFields(observation) },
      ...section('MISSING INDEXES', missing, missingIndexLine),
      ...section('N+1 QUERY RISKS', risks, (finding) => finding.summary),
      ...(['high', 'medium', 'low'] as const).flatMap((severity) => otherFindings(others, severity)),
      ...ignoredBlocks(ignored),
      ...statementBlocks(observation),
      ...suggested(advice),
      ...gainBlocks(advice.suggestions),
      ...rejectedBlocks(advice),
      ...(comparison ? comparisonBlocks(comparison) : []),
      ...sizeBlocks(observation),
    ],
  };
}

/** Rows by the planner's statistics; a table that was never analysed counts for nothing, and the report says so. */
export function totalRows(observation: ReportedObservation): number {
  return observation.tables.reduce((sum, table) => sum + Math.max(0, table.estimatedRows), 0);
}

function summaryFields(observation: ReportedObservation): { label: string; value: string }[] {
  const { server, tables, workload } = observation;
  const unknown = tables.filter((table) => table.estimatedRows < 0).length;
  const rows = `${formatCount(totalRows(observation))} (estimated by the planner's statistics${unknown > 0 ? `; ${unknown} tables never analysed` : ''})`;
  return [
    {
      label: 'Database',
      value: `${server.database} (PostgreSQL ${Math.floor(server.version / 10_000)}.${server.version % 10_000})`,
    },
    { label: 'Tables', value: formatCount(tables.length) },
    { label: 'Total rows', value: rows },
    { label: 'Statements', value: workloadLine(workload) },
  ];
}

function workloadLine(workload: Workload): string {
  switch (workload.gap) {
    case 'not-installed':
      return 'none seen: pg_stat_statements is not installed in this database, so no query times are shown';
    case 'not-loaded':
      return 'none seen: pg_stat_statements is installed and the server does not load it, so no query times are shown';
    case 'no-rights':
    case null: {
      const some = workload.gap === 'no-rights' ? '; the text of others is hidden from this role' : '';
      const unplanned = workload.statements.filter(({ scans }) => scans === null).length;
      const unexplained = unplanned > 0 ? `; ${unplanned} could not be explained` : '';
      const unparsed = workload.unparsed > 0 ? `; ${workload.unparsed} could not be parsed` : '';
      return `${formatCount(workload.statements.length)} ${SOURCES[workload.source](workload)}${some}${unparsed}${unexplained}`;
    }
    default:
      return workload.gap satisfies never;
  }
}

const SOURCES: Readonly<Record<WorkloadSource, (workload: Workload) => string>> = {
  pg_stat_statements: ({ since }) => `from pg_stat_statements since ${since ?? 'an unknown time'}`,
  auto_explain: () => 'from the log of auto_explain',
  file: () => 'from a file of queries, which has no times',
  none: () => 'seen',
};

function section(title: string, findings: readonly Finding[], line: (finding: Finding) => string): readonly Block[] {
  const heading: Block = { kind: 'heading', text: `${title} (${findings.length} found):` };
  if (findings.length === 0) return [heading, { kind: 'paragraph', text: 'none', tone: 'muted' }];
  return [
    heading,
    {
      kind: 'list',
      items: findings.map(
        (finding): Item => ({ text: line(finding), tone: TONES[finding.severity], details: details(finding) }),
      ),
    },
  ];
}

/** `orders.user_id - 847ms avg query time, ADD INDEX recommended`; the schema is shown unless it is public. */
function missingIndexLine(finding: Finding): string {
  const table = finding.object.replace(/^public\./, '');
  const columns =
    finding.columns.length === 1 ? `${table}.${finding.columns[0]}` : `${table}(${finding.columns.join(', ')})`;
  const { evidence } = finding;
  const time = evidence.meanMs === null ? 'no query measured' : `${formatMs(evidence.meanMs)}ms avg query time`;
  return `${columns} - ${time}, ${finding.ddl === null ? 'no index worth its upkeep' : 'ADD INDEX recommended'}`;
}

function details({ code, evidence }: Finding): readonly string[] {
  const calls =
    evidence.calls === null
      ? []
      : [`${formatCount(evidence.calls)} calls, ${formatMs(evidence.totalMs ?? 0)} ms in all, measured by the server`];
  return [...calls, ...evidence.notes, `${code}: ${ANALYZE_CODES[code].title}`];
}

function otherFindings(findings: readonly Finding[], severity: FindingSeverity): readonly Block[] {
  const some = findings.filter((finding) => finding.severity === severity);
  if (some.length === 0) return [];
  const items = some.map(
    (finding): Item => ({
      text: `${finding.code} ${ANALYZE_CODES[finding.code].title}: ${finding.object.replace(/^public\./, '')}`,
      tone: TONES[severity],
      details: [finding.summary],
    }),
  );
  return [
    { kind: 'heading', text: `${severity.toUpperCase()} SEVERITY (${some.length} found):` },
    { kind: 'list', items },
  ];
}

function ignoredBlocks(ignored: readonly IgnoredFinding[]): readonly Block[] {
  if (ignored.length === 0) return [];
  const items = ignored.map(
    ({ finding, reason }): Item => ({ text: `${finding.code} ${finding.object}: ${reason}`, tone: 'muted' }),
  );
  return [
    { kind: 'heading', text: `IGNORED (${ignored.length}):` },
    { kind: 'list', items },
  ];
}

const BASES: Readonly<Record<Advice['basis'], string>> = {
  hypopg: 'Chosen for the workload as a whole, on hypothetical indexes (hypopg); costs are the planner’s estimates.',
  copy: 'Chosen for the workload as a whole, on indexes built on a scratch copy; costs are the planner’s estimates there.',
  plans:
    'Unverified: chosen by the plans that the statements have now. --measure builds them on a scratch copy and times the statements; with hypopg in the database they would be tried on hypothetical indexes.',
};

function suggested({ suggestions, basis }: Advice): readonly Block[] {
  if (suggestions.length === 0) return [];
  return [
    { kind: 'heading', text: 'SUGGESTED MIGRATIONS:' },
    {
      kind: 'list',
      ordered: true,
      items: suggestions.map((one) => ({ text: `${one.ddl};`, details: suggestionDetails(one) })),
    },
    { kind: 'paragraph', text: BASES[basis], tone: 'muted' },
    {
      kind: 'paragraph',
      text: 'Write them: db-migrate --suggest-indexes --output migrations/   (nothing was changed)',
      tone: 'muted',
    },
  ];
}

function suggestionDetails({
  costBefore,
  costAfter,
  estimatedBytes,
  reason,
  rollback,
  trial,
}: Suggestion): readonly string[] {
  const estimate =
    costBefore === null || costAfter === null || estimatedBytes === null
      ? []
      : [
          `workload cost ${formatCount(costBefore)} without it, ${formatCount(costAfter)} with it; about ${formatBytes(estimatedBytes)}`,
        ];
  return [reason, ...(trial ? trialLines(trial) : estimate), `back: ${rollback};`];
}

/** What was measured, in words: the sum first, then each statement. */
function trialLines(trial: Trial): readonly string[] {
  const { beforeMs, afterMs, buildMs, bytes, statements } = trial;
  const each = statements.map(
    (one) =>
      `${one.stopped ? 'more than ' : ''}${formatMs(one.beforeMs)} ms → ${formatMs(one.afterMs)} ms, ${formatCount(one.beforeBlocks)} → ${formatCount(one.afterBlocks)} blocks: ${oneLine(one.sql)}`,
  );
  return [
    `measured ${formatMs(beforeMs)} ms before, ${formatMs(afterMs)} ms after; built in ${formatMs(buildMs)} ms, ${formatBytes(bytes)}`,
    placeNote(trial),
    ...each,
  ];
}

function rejectedBlocks({ rejected }: Advice): readonly Block[] {
  if (rejected.length === 0) return [];
  return [
    { kind: 'heading', text: `BUILT AND DROPPED (${rejected.length}):` },
    { kind: 'list', items: rejected.map(({ ddl, why }) => ({ text: `${ddl};`, details: [why], tone: 'muted' })) },
  ];
}
