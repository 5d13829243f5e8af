import { loadNormalizer } from '../resolve/grammar.js';
import type { CountedStatement } from './counted.js';

/** One time that a statement ran, or was written down. */
export interface StatementRun {
  readonly sql: string;
  readonly ms: number;
  readonly rows: number;
  readonly sharedBlocks: number;
  readonly temporaryBlocks: number;
  readonly values?: readonly (string | null)[];
}

/** Runs of the same statement, whatever their literals, as one; the first text stands for all. Worst total time first. */
export async function groupStatements(
  runs: readonly StatementRun[],
): Promise<{ readonly statements: readonly CountedStatement[]; readonly unreadable: number }> {
  const normalize = await loadNormalizer();
  const groups = new Map<string, { text: string; runs: StatementRun[] }>();
  let unreadable = 0;
  for (const run of runs) {
    const normal = normalize(run.sql);
    const known = normal && groups.get(normal.id);
    if (!normal) unreadable += 1;
    else if (known) known.runs.push(run);
    else groups.set(normal.id, { text: normal.text, runs: [run] });
  }
  const statements = [...groups].map(([id, group]) => toCounted(id, group.text, group.runs));
  return { statements: statements.sort((a, b) => b.totalMs - a.totalMs), unreadable };
}

function toCounted(id: string, text: string, runs: readonly StatementRun[]): CountedStatement {
  const sum = (pick: (run: StatementRun) => number): number => runs.reduce((total, run) => total + pick(run), 0);
  const totalMs = sum(({ ms }) => ms);
  const mean = totalMs / runs.length;
  const known = runs.find(({ values }) => values !== undefined)?.values;
  return {
    id,
    sql: runs[0]?.sql ?? '',
    text,
    calls: runs.length,
    totalMs,
    rows: sum(({ rows }) => rows),
    deviationMs: Math.sqrt(sum(({ ms }) => (ms - mean) ** 2) / runs.length),
    temporaryBlocks: sum(({ temporaryBlocks }) => temporaryBlocks),
    sharedBlocks: sum(({ sharedBlocks }) => sharedBlocks),
    ...(known && { values: known }),
  };
}
