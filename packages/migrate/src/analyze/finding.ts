// What a rule has to say. Plain data, for the report, the JSON document and the suggestions; and its order.
import type { CandidateIndex } from '../candidates/candidate.js';
import type { Observation } from '../observe/observation.js';
import type { AnalyzeCode } from './codes.js';

export const SEVERITIES = ['high', 'medium', 'low'] as const;
export type FindingSeverity = (typeof SEVERITIES)[number];

export interface Finding {
  readonly code: AnalyzeCode;
  readonly severity: FindingSeverity;
  /** `schema.table`, `schema.index`, or a statement's id. */
  readonly object: string;
  readonly columns: readonly string[];
  /** The index that is missing; absent in findings of other kinds. */
  readonly index?: CandidateIndex;
  /** One line for the report. */
  readonly summary: string;
  readonly evidence: Evidence;
  /** What mends it, where a statement can; null otherwise. */
  readonly ddl: string | null;
  readonly rollback: string | null;
}

/** Times are in milliseconds and were measured by the server; what is only estimated says so and by what. */
export interface Evidence {
  /** Calls of the statements concerned since counting began; null where no statement was seen. */
  readonly calls: number | null;
  /** Mean time of those calls, weighted by calls. */
  readonly meanMs: number | null;
  readonly totalMs: number | null;
  /** True where `meanMs` comes from statements that ran. */
  readonly measured: boolean;
  /** Ids of the statements (pg_stat_statements.queryid). */
  readonly statements: readonly string[];
  /** What else the finding rests on, in words. */
  readonly notes: readonly string[];
}

/** What a rule sees. */
export interface Rule {
  readonly code: AnalyzeCode;
  readonly check: (observation: Observation) => readonly Finding[];
}

/** The order of a report: by severity, then by the time that the statements behind a finding took. */
export function worstFirst(a: Finding, b: Finding): number {
  const byTime = (b.evidence.totalMs ?? 0) - (a.evidence.totalMs ?? 0);
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || byTime || (a.object < b.object ? -1 : 1);
}
