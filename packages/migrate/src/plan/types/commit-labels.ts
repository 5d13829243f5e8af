import type { Statement } from '../statement.js';

/**
 * A label that was added to an enum cannot be used before it is committed (ERRCODE 55P04). A commit follows ADD VALUE
 * where a later statement speaks of the label; elsewhere everything stays in one transaction.
 */
export function commitLabels(statements: readonly Statement[]): readonly Statement[] {
  return statements.map((statement, index) => {
    const label = /^ALTER TYPE .* ADD VALUE (E?'(?:[^']|'')*')/.exec(statement.sql)?.[1];
    if (label === undefined) return statement;
    const isUsed = statements.slice(index + 1).some(({ sql }) => !sql.startsWith('ALTER TYPE') && sql.includes(label));
    return isUsed ? { ...statement, commitAfter: true } : statement;
  });
}
