import { formatCount } from '@senior-backend/core/report/number';
import { proposeIndex } from '../../advise/index-ddl.js';
import type { Observation, ObservedStatement, ObservedTable, TableAccess } from '../../observe/observation.js';
import { measuredEvidence, sameTable } from '../evidence.js';
import type { Finding, Rule } from '../finding.js';
import { isCovered } from '../index-cover.js';
import { findTable, isSmall } from '../table-size.js';

/** A statement is worth an index from here on: what one call costs, and what all calls cost. */
const LEAST_MEAN_MS = 2;
const LEAST_TOTAL_MS = 200;
/** Above this share of the rows a sequential scan is the right plan. */
const MOST_SELECTED = 0.1;

interface Candidate {
  readonly table: ObservedTable;
  readonly columns: readonly string[];
  readonly statements: ObservedStatement[];
}

/** Statements that read a large table whole to keep little of it, by conditions that no index begins with. */
export const missingConditionIndex: Rule = {
  code: 'MIG502',
  check: (observation) => [...candidates(observation).values()].map(toFinding),
};

function candidates(observation: Observation): ReadonlyMap<string, Candidate> {
  const found = new Map<string, Candidate>();
  for (const statement of observation.workload.statements) {
    if (statement.meanMs < LEAST_MEAN_MS || statement.totalMs < LEAST_TOTAL_MS) continue;
    for (const access of statement.accesses) {
      const table = findTable(observation, access.table);
      if (!table || isSmall(table) || !readsMuchKeepsLittle(statement, table)) continue;
      const columns = indexColumns(access, table);
      // What a foreign key explains is MIG501's to say.
      const belongsToKey = observation.foreignKeys.some(
        (key) => sameTable(key.table, table) && key.columns.every((column) => columns.includes(column)),
      );
      if (columns.length === 0 || belongsToKey || isCovered(observation, table, columns.slice(0, 1))) continue;
      const id = JSON.stringify([table.schema, table.name, columns]);
      const known = found.get(id);
      if (known) known.statements.push(statement);
      else found.set(id, { table, columns, statements: [statement] });
    }
  }
  return found;
}

function readsMuchKeepsLittle(statement: ObservedStatement, table: ObservedTable): boolean {
  return (
    statement.scans?.some(
      (scan) => sameTable(scan.table, table) && scan.expectedRows <= Math.max(1, table.estimatedRows) * MOST_SELECTED,
    ) ?? false
  );
}

/** Equality columns, most distinct values first, then one range or the sort: what a b-tree can use, three at most. */
function indexColumns(access: TableAccess, table: ObservedTable): readonly string[] {
  const distinctValues = (name: string): number => {
    const distinct = table.columns.find((column) => column.name === name)?.distinct ?? 0;
    return distinct < 0 ? -distinct * table.estimatedRows : distinct;
  };
  const of = (...kinds: readonly string[]): readonly string[] => [
    ...new Set(access.conditions.filter((one) => kinds.includes(one.kind)).map((one) => one.column)),
  ];
  const equal = [...of('equal', 'join', 'null')].sort((a, b) => distinctValues(b) - distinctValues(a)).slice(0, 2);
  const [range] = of('range');
  const tail = range === undefined ? access.sort : [range];
  return [...new Set([...equal, ...tail])].slice(0, 3);
}

function toFinding({ table, columns, statements }: Candidate): Finding {
  const evidence = measuredEvidence(statements, [
    `the generic plan reads all of about ${formatCount(table.estimatedRows)} rows`,
    'that the index serves it is estimated from the plan, not measured',
  ]);
  const { ddl, rollback } = proposeIndex(table, columns);
  return {
    code: 'MIG502',
    severity: (evidence.meanMs ?? 0) >= 50 || (evidence.totalMs ?? 0) >= 60_000 ? 'high' : 'medium',
    object: `${table.schema}.${table.name}`,
    columns,
    table: { schema: table.schema, name: table.name },
    summary: `no index begins with ${columns.join(', ')}`,
    evidence,
    ddl,
    rollback,
  };
}
