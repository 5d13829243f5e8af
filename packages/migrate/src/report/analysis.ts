// All that an analysis came to: what the report and the JSON document are made of.
import type { Advice } from '../advise/advise.js';
import type { Finding } from '../analyze/finding.js';
import type { IgnoredFinding } from '../analyze/ignore-findings.js';
import type { Observation, ObservedIndex, ObservedTable } from '../observe/observation.js';
import type { Comparison } from './compare-analyses.js';

/** What reports show of an observation. The rest is most of it: columns of ten thousand tables need not outlive their analysis. */
export interface ReportedObservation extends Pick<Observation, 'server' | 'statisticsSince' | 'workload'> {
  readonly tables: readonly Pick<ObservedTable, 'schema' | 'name' | 'estimatedRows' | 'bytes'>[];
  readonly indexes: readonly Pick<ObservedIndex, 'table' | 'name' | 'bytes'>[];
}

export interface Analysis {
  readonly observation: ReportedObservation;
  readonly findings: readonly Finding[];
  /** Findings that somebody said are meant, with the reason. */
  readonly ignored: readonly IgnoredFinding[];
  readonly advice: Advice;
  /** What changed since an earlier analysis; null where none was named. */
  readonly comparison: Comparison | null;
}

export function toReported({ server, statisticsSince, workload, tables, indexes }: Observation): ReportedObservation {
  return {
    server,
    statisticsSince,
    workload,
    tables: tables.map(({ schema, name, estimatedRows, bytes }) => ({ schema, name, estimatedRows, bytes })),
    indexes: indexes.map(({ table, name, bytes }) => ({ table, name, bytes })),
  };
}
