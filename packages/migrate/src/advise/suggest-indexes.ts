import type { Finding } from '../analyze/finding.js';

/** A statement to run and the one that takes it back, with the findings that it answers. */
export interface Suggestion {
  readonly ddl: string;
  readonly rollback: string;
  /** Statements that it serves (pg_stat_statements.queryid). */
  readonly serves: readonly string[];
  /** Mean time of those statements as the server measured it before; null where none was seen. */
  readonly measuredMs: number | null;
  readonly reason: string;
}

const MISSING_INDEX_CODES: readonly string[] = ['MIG501', 'MIG502'];

export function isMissingIndex(finding: Finding): boolean {
  return MISSING_INDEX_CODES.includes(finding.code);
}

/**
 * The indexes to build, each once, what costs most first. An index whose columns begin another suggested one is left
 * out: the longer serves both.
 */
export function suggestIndexes(findings: readonly Finding[]): readonly Suggestion[] {
  const missing = findings.filter(isMissingIndex);
  const kept = missing.filter(
    (finding, at) =>
      !missing.some(
        (other, otherAt) => otherAt !== at && covers(other, finding) && (!covers(finding, other) || otherAt < at),
      ),
  );
  return kept.flatMap((finding) =>
    finding.ddl !== null && finding.rollback !== null
      ? [
          {
            ddl: finding.ddl,
            rollback: finding.rollback,
            serves: [
              ...new Set(
                missing.filter((other) => covers(finding, other)).flatMap((other) => other.evidence.statements),
              ),
            ],
            measuredMs: finding.evidence.meanMs,
            reason: finding.summary,
          },
        ]
      : [],
  );
}

function covers(longer: Finding, shorter: Finding): boolean {
  return longer.object === shorter.object && shorter.columns.every((column, at) => longer.columns[at] === column);
}
