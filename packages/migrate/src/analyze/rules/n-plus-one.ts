import { formatCount, formatDuration } from '@senior-backend/core/report/number';
import { sameTable } from '../../observe/find-table.js';
import type { Observation, ObservedForeignKey, ObservedStatement } from '../../observe/observation.js';
import { measuredEvidence, statementsThat } from '../evidence.js';
import type { Finding, Rule } from '../finding.js';
import { oneLine } from '../one-line.js';

/** Child queries for each list query of the parent, from which on a loop is the likely cause. */
const LEAST_RATIO = 10;
const LEAST_CALLS = 100;
/** A child query of a loop brings a handful of rows. */
const MOST_ROWS_A_CALL = 100;

/** By measured calls: many queries by a foreign key for each list query of the parent. No order in time is known, hence a risk. */
export const nPlusOne: Rule = {
  code: 'MIG503',
  check: (observation) =>
    observation.foreignKeys.filter((key) => key.columns.length === 1).flatMap((key) => checkKey(observation, key)),
};

function checkKey(observation: Observation, key: ObservedForeignKey): readonly Finding[] {
  const [column = ''] = key.columns;
  const children = statementsThat(
    observation,
    key.table,
    (access) => !access.write && access.conditions.some((one) => one.column === column && one.kind === 'equal'),
  ).filter((statement) => statement.rows / statement.calls <= MOST_ROWS_A_CALL && !takesMany(statement));
  const parents = statementsThat(
    observation,
    key.referenced,
    (access) => !access.write && !access.conditions.some((one) => key.referencedColumns.includes(one.column)),
  ).filter((statement) => statement.rows / statement.calls > 1 && !reads(statement, key));
  const childCalls = sum(children);
  // The list whose rows the child queries match one by one is the likely one; else all lists together.
  const matched = parents.filter((list) => isOnePerRow(childCalls, list));
  const lists = matched.length > 0 ? matched : parents;
  const parentCalls = sum(lists);
  if (parentCalls === 0 || childCalls < LEAST_CALLS || childCalls / parentCalls < LEAST_RATIO) return [];
  const parent = `${key.referenced.schema}.${key.referenced.name}`;
  const ratio = Math.round(childCalls / parentCalls);
  return [
    {
      code: 'MIG503',
      severity: ratio >= 50 ? 'high' : 'medium',
      object: `${key.table.schema}.${key.table.name}`,
      columns: key.columns,
      summary: `${key.table.name} by ${column}: ${formatCount(childCalls)} calls for ${formatCount(parentCalls)} list calls on ${parent} (${formatCount(ratio)} each)`,
      evidence: measuredEvidence(children, [
        ...inTheSample(observation, children, lists, childCalls / parentCalls),
        ...(matched.length > 0 ? ['about one call for each row that the list returned'] : []),
        ...named('the list', lists),
        ...named('for each row', children),
      ]),
      ddl: null,
      rollback: null,
    },
  ];
}

/** What to look for in the code: the statements that cost most. */
function named(role: string, statements: readonly ObservedStatement[]): readonly string[] {
  const others = statements.length - MOST_NAMED;
  return [
    ...statements.slice(0, MOST_NAMED).map((statement) => `${role}: ${oneLine(statement.text)}`),
    ...(others > 0 ? [`and ${formatCount(others)} more like it`] : []),
  ];
}

const MOST_NAMED = 2;

/** Whether the ratio holds between two samples: the counters have no order in time, and a loop repeats itself. */
function inTheSample(
  { workload }: Observation,
  children: readonly ObservedStatement[],
  lists: readonly ObservedStatement[],
  ratio: number,
): readonly string[] {
  if (workload.sampledMs === null) return [];
  const recent = (statements: readonly ObservedStatement[]): number =>
    statements.reduce((total, one) => total + (one.recent?.calls ?? 0), 0);
  const [calls, listCalls] = [recent(children), recent(lists)];
  const span = `in the ${formatDuration(workload.sampledMs)} that were sampled`;
  if (listCalls === 0) return [`confidence low: ${span} no list query ran`];
  const now = calls / listCalls;
  const holds = now >= ratio / 2 && now <= ratio * 2;
  return [
    `confidence ${holds ? 'high' : 'low'}: ${span} ${formatCount(calls)} calls for ${formatCount(listCalls)} list calls (${formatCount(now)} each)`,
  ];
}

/** As many child queries as rows of the list, give or take a fifth. */
function isOnePerRow(childCalls: number, list: ObservedStatement): boolean {
  return list.calls > 1 && Math.abs(childCalls / list.rows - 1) <= 0.2;
}

function sum(statements: readonly ObservedStatement[]): number {
  return statements.reduce((total, statement) => total + statement.calls, 0);
}

/** Asks for many parents at once already. */
function takesMany(statement: ObservedStatement): boolean {
  return /\bany\s*\(|\bin\s*\(/i.test(statement.sql);
}

function reads(statement: ObservedStatement, key: ObservedForeignKey): boolean {
  return statement.accesses.some((access) => sameTable(access.table, key.table));
}
