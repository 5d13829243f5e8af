// Asks the planner what a statement would cost if an index were there. Two worlds can answer: hypothetical indexes (hypopg,
// which writes nothing and takes no lock), and real ones on a scratch copy.
import type { Session } from '@senior-backend/core/postgres/session';
import { sameTable } from '../analyze/evidence.js';
import { findTable } from '../analyze/table-size.js';
import type { Observation, ObservedStatement, ObservedTable } from '../observe/observation.js';
import { planStatement } from '../observe/read-plan.js';
import { type CandidateIndex, candidateKey } from './candidate.js';
import { estimateCandidateBytes } from './index-size.js';
import { sampleSets } from './sample-values.js';
import type { Appraiser } from './select-indexes.js';
import { upkeep } from './upkeep.js';

export interface WhatIf extends Appraiser {
  /** Cost of one call of a statement; null where it cannot be planned. */
  statementCost(statement: ObservedStatement, indexes: readonly CandidateIndex[]): Promise<number | null>;
}

/** Plans a statement as if exactly these indexes were there beside the existing ones. */
export type PlanWith = (
  indexes: readonly CandidateIndex[],
  plan: () => Promise<number | null>,
  statement: ObservedStatement,
) => Promise<number | null>;

/** An appraiser whose costs are the planner's own, each asked for once. */
export function plannerWorld(session: Session, observation: Observation, planWith: PlanWith): WhatIf {
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
    const ask = (): Promise<number | null> =>
      planWith(relevant, () => costOf(session, statement, observation.tables), statement);
    const asked = known.get(key) ?? inTurn(ask);
    known.set(key, asked);
    return asked;
  };
  return {
    statementCost,
    bytes: (index) => estimateCandidateBytes(requireTable(observation, index), index),
    async cost(indexes) {
      let total = indexes.reduce((sum, index) => sum + upkeep(observation, index), 0);
      for (const statement of statements) total += ((await statementCost(statement, indexes)) ?? 0) * statement.calls;
      return total;
    },
  };
}

export function touches(statement: ObservedStatement, { table }: CandidateIndex): boolean {
  return statement.accesses.some((access) => sameTable(access.table, table));
}

function requireTable(observation: Observation, { table }: CandidateIndex): ObservedTable {
  const found = findTable(observation, table);
  if (!found) throw new Error(`a candidate on ${table.schema}.${table.name}, which was not observed`);
  return found;
}

/** The mean over the sets of values. */
async function costOf(
  session: Session,
  statement: ObservedStatement,
  tables: readonly ObservedTable[],
): Promise<number | null> {
  const read = tables.filter((table) => statement.accesses.some((access) => sameTable(access.table, table)));
  const costs: number[] = [];
  for (const values of sampleSets(statement, read)) {
    const cost = await costWith(session, statement, values);
    if (cost !== null) costs.push(cost);
  }
  return costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

/** A value that the statement does not take (an enum's text in another role) leaves the generic plan. */
async function costWith(
  session: Session,
  { sql }: ObservedStatement,
  values: readonly (string | null)[],
): Promise<number | null> {
  const unknown = values.map(() => null);
  const plan = (await planStatement(session, sql, values)) ?? (await planStatement(session, sql, unknown));
  return plan?.totalCost ?? null;
}
