import * as z from 'zod';
import { SEVERITIES } from '../analyze/finding.js';
import { oneLine } from '../analyze/one-line.js';
import type { Analysis } from './analysis.js';
import { totalRows } from './analysis-report.js';
import type { FindingRef } from './compare-analyses.js';

const trial = z.object({
  place: z.enum(['copy', 'in-place']),
  rows: z.number(),
  ofRows: z.number(),
  buildMs: z.number(),
  bytes: z.number(),
  beforeMs: z.number(),
  afterMs: z.number(),
  statements: z.array(
    z.object({
      id: z.string(),
      sql: z.string(),
      beforeMs: z.number(),
      afterMs: z.number(),
      beforeBlocks: z.number(),
      afterBlocks: z.number(),
      stopped: z.boolean(),
    }),
  ),
});

const comparison = z.object({
  since: z.string(),
  resolved: z.array(z.object({ code: z.string(), object: z.string(), columns: z.array(z.string()) })),
  added: z.array(z.object({ code: z.string(), object: z.string(), columns: z.array(z.string()) })),
  statements: z.array(
    z.object({
      id: z.string(),
      sql: z.string(),
      calls: z.number(),
      beforeMs: z.number(),
      afterMs: z.number(),
      savedMs: z.number(),
    }),
  ),
});

/** `data` of `--analyze --json`. Times in milliseconds. */
export const analysisData = z.object({
  server: z.object({ version: z.int(), database: z.string() }),
  tables: z.int(),
  rows: z.number(),
  statisticsSince: z.iso.datetime().nullable(),
  workload: z.object({
    source: z.enum(['pg_stat_statements', 'auto_explain', 'file', 'none']),
    gap: z.string().nullable(),
    since: z.iso.datetime().nullable(),
    deallocations: z.int(),
    statements: z.int(),
    unparsed: z.int(),
  }),
  findings: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(SEVERITIES),
      object: z.string(),
      columns: z.array(z.string()),
      summary: z.string(),
      evidence: z.object({
        calls: z.number().nullable(),
        meanMs: z.number().nullable(),
        totalMs: z.number().nullable(),
        measured: z.boolean(),
        statements: z.array(z.string()),
        notes: z.array(z.string()),
      }),
      ddl: z.string().nullable(),
      rollback: z.string().nullable(),
    }),
  ),
  /** Findings that --ignore names, with its reason. */
  ignored: z.array(z.object({ code: z.string(), object: z.string(), reason: z.string() })),
  suggestions: z.array(
    z.object({
      ddl: z.string(),
      rollback: z.string(),
      serves: z.array(z.string()),
      measuredMs: z.number().nullable(),
      costBefore: z.number().nullable(),
      costAfter: z.number().nullable(),
      estimatedBytes: z.number().nullable(),
      reason: z.string(),
      /** With --measure: what building it changed. */
      trial: trial.nullable(),
    }),
  ),
  /** With --measure: what was built and did not help. */
  rejected: z.array(z.object({ ddl: z.string(), why: z.string() })),
  basis: z.enum(['hypopg', 'copy', 'plans']),
  /** The statements that were looked at, worst first: what --compare-with reads. */
  statements: z.array(
    z.object({ id: z.string(), sql: z.string(), calls: z.number(), totalMs: z.number(), meanMs: z.number() }),
  ),
  /** With --compare-with. */
  comparison: comparison.nullable(),
  /** The files that `--suggest-indexes` wrote; absent otherwise. */
  files: z.array(z.string()).optional(),
});

export type AnalysisData = z.infer<typeof analysisData>;

export function toAnalysisData({ observation, findings, ignored, advice, comparison: change }: Analysis): AnalysisData {
  const { server, tables, statisticsSince, workload } = observation;
  return {
    server: { version: server.version, database: server.database },
    tables: tables.length,
    rows: totalRows(observation),
    statisticsSince,
    workload: {
      source: workload.source,
      gap: workload.gap,
      since: workload.since,
      deallocations: workload.deallocations,
      statements: workload.statements.length,
      unparsed: workload.unparsed,
    },
    findings: findings.map(({ index: _, columns, evidence, ...rest }) => ({
      ...rest,
      columns: [...columns],
      evidence: { ...evidence, statements: [...evidence.statements], notes: [...evidence.notes] },
    })),
    ignored: ignored.map(({ finding: { code, object }, reason }) => ({ code, object, reason })),
    suggestions: advice.suggestions.map(({ index: _, serves, trial: tried, ...rest }) => ({
      ...rest,
      serves: [...serves],
      trial: tried && { ...tried, statements: tried.statements.map((one) => ({ ...one, sql: oneLine(one.sql) })) },
    })),
    rejected: advice.rejected.map((one) => ({ ...one })),
    basis: advice.basis,
    statements: workload.statements.map(({ id, text, calls, totalMs, meanMs }) => ({
      id,
      sql: oneLine(text),
      calls,
      totalMs,
      meanMs,
    })),
    comparison: change && {
      since: change.since,
      resolved: change.resolved.map(copyRef),
      added: change.added.map(copyRef),
      statements: change.statements.map((one) => ({ ...one })),
    },
  };
}

function copyRef({ code, object, columns }: FindingRef): { code: string; object: string; columns: string[] } {
  return { code, object, columns: [...columns] };
}
