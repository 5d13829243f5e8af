// Asks the planner what a statement would cost if an index were there: hypopg holds hypothetical indexes in one session,
// writes nothing and takes no lock. The session must be its own, since two sessions are two hypothetical worlds.
import type { Session } from '@senior-backend/core/postgres/session';
import { sameTable } from '../analyze/evidence.js';
import { findTable } from '../analyze/table-size.js';
import type { Observation, ObservedStatement, ObservedTable } from '../observe/observation.js';
import { planStatement } from '../observe/read-plan.js';
import { type CandidateIndex, candidateKey } from './candidate.js';
import { proposeIndex } from './index-ddl.js';
import { estimateIndexBytes } from './index-size.js';
import { sampleValues } from './sample-values.js';
import type { Appraiser } from './select-indexes.js';

/** What keeping one more index costs for each row that is written, in the planner's units: a descent and a dirtied leaf, in memory. */
const UPKEEP_A_ROW = 0.25;

export interface WhatIf extends Appraiser {
  /** Cost of one call of a statement; null where it cannot be planned. */
  statementCost(statement: ObservedStatement, indexes: readonly CandidateIndex[]): Promise<number | null>;
}

export async function hasHypopg(session: Session): Promise<boolean> {
  const rows = await session.query("SELECT FROM pg_catalog.pg_extension WHERE extname = 'hypopg'");
  return rows.length > 0;
}

/** An appraiser whose costs are the planner's own, each asked for once. */
export function hypotheticalWorld(session: Session, observation: Observation): WhatIf {
  const known = new Map<string, Promise<number | null>>();
  const statements = observation.workload.statements.filter((statement) => statement.accesses.length > 0);
  // One connection takes one question at a time.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  const statementCost: WhatIf['statementCost'] = (statement, indexes) => {
    const relevant = indexes.filter((index) => touches(statement, index));
    const key = JSON.stringify([statement.id, ...relevant.map(candidateKey).sort()]);
    const asked =
      known.get(key) ?? inTurn(() => ask(session, statement, sampleValues(statement, observation.tables), relevant));
    known.set(key, asked);
    return asked;
  };
  return {
    statementCost,
    bytes: (index) => estimateIndexBytes(requireTable(observation, index), index.columns),
    async cost(indexes) {
      let total = indexes.reduce((sum, index) => sum + rowsWritten(statements, index) * UPKEEP_A_ROW, 0);
      for (const statement of statements) total += ((await statementCost(statement, indexes)) ?? 0) * statement.calls;
      return total;
    },
  };
}

/** Rows that the workload wrote to the table of an index. What ran once, such as a data load, is over and does not count. */
function rowsWritten(statements: readonly ObservedStatement[], { table }: CandidateIndex): number {
  const writes = statements.filter(
    (statement) =>
      statement.calls > 1 && statement.accesses.some((access) => access.write && sameTable(access.table, table)),
  );
  return writes.reduce((sum, statement) => sum + statement.rows, 0);
}

function touches(statement: ObservedStatement, { table }: CandidateIndex): boolean {
  return statement.accesses.some((access) => sameTable(access.table, table));
}

function requireTable(observation: Observation, { table }: CandidateIndex): ObservedTable {
  const found = findTable(observation, table);
  if (!found) throw new Error(`a candidate on ${table.schema}.${table.name}, which was not observed`);
  return found;
}

async function ask(
  session: Session,
  statement: ObservedStatement,
  values: readonly (string | null)[],
  indexes: readonly CandidateIndex[],
): Promise<number | null> {
  await session.query('SELECT hypopg_reset()');
  for (const { table, columns } of indexes) {
    // hypopg parses the statement itself and does not know CONCURRENTLY.
    const { ddl } = proposeIndex(table, columns);
    await session.query('SELECT hypopg_create_index($1)', [ddl.replace('CONCURRENTLY ', '')]);
  }
  // A value that the statement does not take (an enum's text in another role) leaves the generic plan.
  const plan =
    (await planStatement(session, statement.sql, values)) ??
    (await planStatement(
      session,
      statement.sql,
      values.map(() => null),
    ));
  return plan?.totalCost ?? null;
}
