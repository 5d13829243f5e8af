// A workload from a file: statements as SQL, or a log of auto_explain.
import { splitSql } from '@senior-backend/core/postgres/sql/split';
import type { CountedWorkload, StatementSource } from './counted.js';
import { readExplainLog } from './explain-log.js';
import { groupStatements, type StatementRun } from './group-statements.js';

const READS_OR_WRITES =
  /^\s*(?:(?:--[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*(?:\(|with\b|select\b|insert\b|update\b|delete\b|merge\b|values\b)/i;

/** Statements of tools that look at the server, ours among them, are no workload; the same as for the server's own counters. */
const OF_TOOLS =
  /pg_catalog\.|pg_stat_statements|information_schema|pg_backend_pid|prepare observed_statement|\/\* db-migrate|\b(?:from|join)\s+"?pg_/i;

/** Undefined where the text holds no statement of either kind. */
export async function fileStatements(text: string): Promise<StatementSource | undefined> {
  const log = readExplainLog(text);
  const source = log.runs.length > 0 ? 'auto_explain' : 'file';
  const runs = log.runs.length > 0 ? log.runs.filter(({ sql }) => !OF_TOOLS.test(sql)) : sqlRuns(text);
  const { statements, unreadable } = await groupStatements(runs);
  if (statements.length === 0) return undefined;
  const workload: CountedWorkload = {
    source,
    gap: null,
    since: null,
    deallocations: 0,
    statements,
    unreadable: unreadable + log.unreadable,
  };
  return async (_, most) => ({ ...workload, statements: statements.slice(0, most) });
}

/** What is no query, such as SET and BEGIN, has no plan and is passed over. */
function sqlRuns(text: string): readonly StatementRun[] {
  return splitSql(text)
    .pieces.filter((piece) => piece.kind === 'sql' && READS_OR_WRITES.test(piece.text))
    .map(({ text: sql }) => ({ sql, ms: 0, rows: 0, sharedBlocks: 0, temporaryBlocks: 0 }));
}
