// A finding looks at its own statements, the choice of indexes at the whole workload. Where the two differ, the reader is told
// of one index: the chosen one.

import { type Evidence, type Finding, worstFirst } from '../analyze/finding.js';
import { candidateKey, extendsIndex, keysOf } from '../candidates/candidate.js';
import { proposeCandidate } from '../candidates/index-ddl.js';
import { sameTable } from '../observe/find-table.js';
import type { Advice } from './advise.js';
import type { Suggestion } from './suggestion.js';

const NOT_CHOSEN = 'no index was chosen for it: in the workload as a whole it would gain too little';

/**
 * Conditions without an index (MIG502), each with the index that was chosen for its statements; those with the same index are
 * one finding. Where none was chosen the finding has no statement that mends it. Foreign keys (MIG501) stay as they are: they
 * want an index that begins with them, whatever the workload.
 */
export function settleFindings(findings: readonly Finding[], { basis, suggestions }: Advice): readonly Finding[] {
  if (basis === 'plans') return findings;
  const conditions = findings.filter(({ code }) => code === 'MIG502').map((finding) => settle(finding, suggestions));
  const merged = new Map<string, Finding>();
  for (const finding of conditions) {
    const key = finding.index ? candidateKey(finding.index) : finding.object;
    const known = merged.get(key);
    merged.set(key, known ? { ...known, evidence: both(known.evidence, finding.evidence) } : finding);
  }
  return [...findings.filter(({ code }) => code !== 'MIG502'), ...merged.values()].sort(worstFirst);
}

function settle(finding: Finding, suggestions: readonly Suggestion[]): Finding {
  const { index, evidence } = finding;
  if (!index || suggestions.some((one) => extendsIndex(one.index, index))) return finding;
  const chosen = suggestions.find(
    (one) => sameTable(one.index.table, index.table) && one.serves.some((id) => evidence.statements.includes(id)),
  );
  if (!chosen)
    return { ...finding, evidence: { ...evidence, notes: [NOT_CHOSEN, ...evidence.notes] }, ddl: null, rollback: null };
  const columns = keysOf(chosen.index);
  const { ddl, rollback } = proposeCandidate(chosen.index);
  return {
    ...finding,
    index: chosen.index,
    columns,
    summary: `no index begins with ${columns.join(', ')}`,
    ddl,
    rollback,
  };
}

function both(a: Evidence, b: Evidence): Evidence {
  const statements = [...new Set([...a.statements, ...b.statements])];
  // A statement that reads the table in two places is counted once.
  if (statements.length === a.statements.length) return a;
  const calls = a.calls === null && b.calls === null ? null : (a.calls ?? 0) + (b.calls ?? 0);
  const totalMs = a.totalMs === null && b.totalMs === null ? null : (a.totalMs ?? 0) + (b.totalMs ?? 0);
  const meanMs = totalMs === null || !calls ? null : totalMs / calls;
  return { calls, meanMs, totalMs, measured: a.measured || b.measured, statements, notes: a.notes };
}
