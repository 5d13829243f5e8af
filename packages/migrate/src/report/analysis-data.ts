import { z } from 'zod';
import type { Advice } from '../advise/advise.js';
import { type Finding, SEVERITIES } from '../analyze/finding.js';
import type { Observation } from '../observe/observation.js';
import { totalRows } from './analysis-report.js';

/** `data` of `--analyze --json`. Times in milliseconds. */
export const analysisData = z.object({
  server: z.object({ version: z.int(), database: z.string() }),
  tables: z.int(),
  rows: z.number(),
  statisticsSince: z.iso.datetime().nullable(),
  workload: z.object({
    source: z.enum(['pg_stat_statements', 'none']),
    gap: z.string().nullable(),
    since: z.iso.datetime().nullable(),
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
    }),
  ),
  basis: z.enum(['hypopg', 'plans']),
  /** The files that `--suggest-indexes` wrote; absent otherwise. */
  files: z.array(z.string()).optional(),
});

export type AnalysisData = z.infer<typeof analysisData>;

export function toAnalysisData(
  observation: Observation,
  findings: readonly Finding[],
  { suggestions, basis }: Advice,
): AnalysisData {
  const { server, tables, statisticsSince, workload } = observation;
  return {
    server: { ...server },
    tables: tables.length,
    rows: totalRows(observation),
    statisticsSince,
    workload: {
      source: workload.source,
      gap: workload.gap,
      since: workload.since,
      statements: workload.statements.length,
      unparsed: workload.unparsed,
    },
    findings: findings.map(({ table: _, columns, evidence, ...rest }) => ({
      ...rest,
      columns: [...columns],
      evidence: { ...evidence, statements: [...evidence.statements], notes: [...evidence.notes] },
    })),
    suggestions: suggestions.map(({ index: _, serves, ...rest }) => ({ ...rest, serves: [...serves] })),
    basis,
  };
}
