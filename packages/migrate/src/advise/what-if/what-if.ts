// Asks the planner what a statement would cost if an index were there. Two worlds can answer: hypothetical indexes (hypopg,
// which writes nothing and takes no lock), and real ones on a scratch copy.

import type { Session } from '@senior-backend/core/postgres/session';
import { type CandidateIndex, candidateKey } from '../../candidates/candidate.js';
import { estimateCandidateBytes } from '../../candidates/index-size.js';
import { findTable, sameTable } from '../../observe/find-table.js';
import type { Observation, ObservedStatement, ObservedTable } from '../../observe/observation.js';
import { planStatement } from '../../observe/read-plan.js';
import type { Appraiser } from '../selection/select-indexes.js';
import { weighStatements } from '../selection/statement-weight.js';
import { upkeep } from '../selection/upkeep.js';
import { type AnswerBook, answerBook } from './answer-book.js';
import { sampleSets } from './sample-values.js';

export interface WhatIf extends Appraiser {
  /** Cost of one call of a statement; null where it cannot be planned. */
  statementCost(statement: ObservedStatement, indexes: readonly CandidateIndex[]): Promise<number | null>;
}

/** What one statement would cost, and which of the indexes its plans read. */
export interface PlannedCost {
  readonly cost: number | null;
  readonly used: readonly CandidateIndex[];
}

/** Plans a statement as if exactly these indexes were there beside the existing ones; `plan` wants their names in plans. */
export type PlanWith = (
  indexes: readonly CandidateIndex[],
  plan: (names: ReadonlyMap<string, CandidateIndex>) => Promise<PlannedCost>,
  statement: ObservedStatement,
) => Promise<PlannedCost>;

/** An appraiser whose costs are the planner's own, and which asks for none that follows from another. */
export function plannerWorld(session: Session, observation: Observation, planWith: PlanWith): WhatIf {
  const books = new Map<ObservedStatement, AnswerBook>();
  const statements = observation.workload.statements.filter((statement) => statement.accesses.length > 0);
  // One connection takes one question at a time.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  const statementCost: WhatIf['statementCost'] = (statement, indexes) => {
    const book = books.get(statement) ?? answerBook();
    books.set(statement, book);
    const relevant = new Map(
      indexes.filter((index) => mayServe(statement, index)).map((index) => [candidateKey(index), index]),
    );
    return book.costWith(new Set(relevant.keys()), () =>
      inTurn(async () => {
        const { cost, used } = await planWith(
          [...relevant.values()],
          (names) => costOf(session, statement, observation.tables, names),
          statement,
        );
        return { cost, used: used.map(candidateKey) };
      }),
    );
  };
  const weights = weighStatements(statements, (statement) => statementCost(statement, []));
  return {
    statementCost,
    bytes: (index) => estimateCandidateBytes(requireTable(observation, index), index),
    async cost(indexes) {
      const weightOf = await weights();
      let total = indexes.reduce((sum, index) => sum + upkeep(observation, index), 0);
      for (const statement of statements)
        total += ((await statementCost(statement, indexes)) ?? 0) * weightOf(statement);
      return total;
    },
  };
}

export function touches(statement: ObservedStatement, { table }: CandidateIndex): boolean {
  return statement.accesses.some((access) => sameTable(access.table, table));
}

/** Whether a plan of the statement can read the index at all: it names one of its columns, or an expression may be in it. */
function mayServe(statement: ObservedStatement, index: CandidateIndex): boolean {
  if (!touches(statement, index)) return false;
  if (index.expression !== undefined) return true;
  const named = (column: string): boolean =>
    statement.sql.includes(column) ||
    statement.accesses.some(
      ({ table, conditions, sort, group }) =>
        sameTable(table, index.table) &&
        (conditions.some((one) => one.column === column) || sort.includes(column) || group.includes(column)),
    );
  // Without a condition an index that holds all that is read can still stand for the table.
  const [first] = index.columns;
  return (
    first === undefined || index.columns.some(named) || statement.accesses.some(({ reads }) => reads?.length === 0)
  );
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
  names: ReadonlyMap<string, CandidateIndex>,
): Promise<PlannedCost> {
  const read = tables.filter((table) => statement.accesses.some((access) => sameTable(access.table, table)));
  const costs: number[] = [];
  const used = new Set<CandidateIndex>();
  for (const values of sampleSets(statement, read)) {
    const plan = await planWithValues(session, statement, values);
    if (!plan) continue;
    costs.push(plan.totalCost);
    for (const name of plan.indexes) {
      const index = names.get(name);
      if (index) used.add(index);
    }
  }
  const cost = costs.length === 0 ? null : costs.reduce((sum, one) => sum + one, 0) / costs.length;
  return { cost, used: [...used] };
}

/** A value that the statement does not take (an enum's text in another role) leaves the generic plan. */
async function planWithValues(
  session: Session,
  { sql }: ObservedStatement,
  values: readonly (string | null)[],
): ReturnType<typeof planStatement> {
  const unknown = values.map(() => null);
  return (await planStatement(session, sql, values)) ?? (await planStatement(session, sql, unknown));
}
