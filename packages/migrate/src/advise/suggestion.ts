import type { Finding } from '../analyze/finding.js';
import { isMissingIndex } from '../analyze/missing-index.js';
import { type CandidateIndex, extendsIndex } from '../candidates/candidate.js';
import { proposeCandidate } from '../candidates/index-ddl.js';
import type { Trial } from './trial.js';

/** A statement to run and the one that takes it back. */
export interface Suggestion {
  readonly index: CandidateIndex;
  readonly ddl: string;
  readonly rollback: string;
  /** Statements that it serves (pg_stat_statements.queryid). */
  readonly serves: readonly string[];
  /** Mean time of those statements as the server measured it before; null where none was seen. */
  readonly measuredMs: number | null;
  /** Cost of the workload without it and with it, in the planner's units, on hypothetical indexes; null without hypopg. */
  readonly costBefore: number | null;
  readonly costAfter: number | null;
  readonly estimatedBytes: number | null;
  readonly reason: string;
  /** What came of building it and running its statements; null where nobody asked for that. */
  readonly trial: Trial | null;
}

/**
 * The indexes that the findings ask for, each once, what costs most first. An index whose columns begin another one is
 * left out: the longer serves both.
 */
export function suggestFromFindings(findings: readonly Finding[]): readonly Suggestion[] {
  const missing = findings
    .filter(isMissingIndex)
    .flatMap((finding) => (finding.index ? [{ finding, index: finding.index }] : []));
  // Only indexes of one table can stand for each other; of thousands of tables each is looked at by itself.
  const ofTable = new Map<string, typeof missing>();
  for (const one of missing) {
    const key = JSON.stringify([one.index.table.schema, one.index.table.name]);
    ofTable.set(key, [...(ofTable.get(key) ?? []), one]);
  }
  const order = new Map(missing.map(({ finding }, at) => [finding, at]));
  return [...ofTable.values()]
    .flatMap(suggestForTable)
    .sort((a, b) => (order.get(a.finding) ?? 0) - (order.get(b.finding) ?? 0))
    .map(({ suggestion }) => suggestion);
}

interface Missing {
  readonly finding: Finding;
  readonly index: CandidateIndex;
}

function suggestForTable(
  missing: readonly Missing[],
): readonly { readonly finding: Finding; readonly suggestion: Suggestion }[] {
  const kept = missing.filter(
    ({ index }, at) =>
      !missing.some(
        (other, otherAt) =>
          otherAt !== at && extendsIndex(other.index, index) && (!extendsIndex(index, other.index) || otherAt < at),
      ),
  );
  return kept.map(({ finding, index }) => {
    const { ddl, rollback } = proposeCandidate(index);
    const served = missing.filter((other) => extendsIndex(index, other.index));
    const suggestion = {
      index,
      ddl,
      rollback,
      serves: [...new Set(served.flatMap((other) => other.finding.evidence.statements))],
      measuredMs: finding.evidence.meanMs,
      costBefore: null,
      costAfter: null,
      estimatedBytes: null,
      reason: finding.summary,
      trial: null,
    };
    return { finding, suggestion };
  });
}
