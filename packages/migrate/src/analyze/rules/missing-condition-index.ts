import { formatCount } from '@senior-backend/core/report/number';
import { type CandidateIndex, candidateKey, keysOf } from '../../candidates/candidate.js';
import { proposeCandidate } from '../../candidates/index-ddl.js';
import { specialCandidates } from '../../candidates/special-candidates.js';
import { findTable, isSmall, sameTable } from '../../observe/find-table.js';
import { isCovered } from '../../observe/index-cover.js';
import type { Observation, ObservedStatement, ObservedTable } from '../../observe/observation.js';
import type { TableAccess } from '../../observe/resolve/access.js';
import { measuredEvidence, NOT_MEASURED, scansWhole } from '../evidence.js';
import type { Finding, Rule } from '../finding.js';

/** A statement is worth an index from here on: what one call costs, and what all calls cost. */
const LEAST_MEAN_MS = 2;
const LEAST_TOTAL_MS = 200;
/** Above this share of the rows a sequential scan is the right plan. */
const MOST_SELECTED = 0.1;

interface Candidate {
  readonly table: ObservedTable;
  readonly index: CandidateIndex;
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
    if (!isWorthAnIndex(statement, observation)) continue;
    for (const access of statement.accesses) {
      const table = findTable(observation, access.table);
      if (!table || isSmall(table)) continue;
      if (!readsMuchKeepsLittle(statement, table) && !sortsForAFew(statement, access, table)) continue;
      const index = indexFor(observation, access, table);
      if (!index) continue;
      const id = candidateKey(index);
      const known = found.get(id);
      if (known) known.statements.push(statement);
      else found.set(id, { table, index, statements: [statement] });
    }
  }
  return found;
}

/** A file of queries has no times: what it holds is there because it counts. */
function isWorthAnIndex({ meanMs, totalMs }: ObservedStatement, { workload }: Observation): boolean {
  return workload.source === 'file' || (meanMs >= LEAST_MEAN_MS && totalMs >= LEAST_TOTAL_MS);
}

/** The first rows of a sort that reads the whole table. */
function sortsForAFew(statement: ObservedStatement, access: TableAccess, table: ObservedTable): boolean {
  const { sort, limited } = access;
  return (
    limited &&
    sort.length > 0 &&
    statement.accesses.length === 1 &&
    statement.rows / statement.calls <= table.estimatedRows * MOST_SELECTED &&
    scansWhole(statement, table)
  );
}

function readsMuchKeepsLittle(statement: ObservedStatement, table: ObservedTable): boolean {
  return (
    statement.scans?.some(
      (scan) => sameTable(scan.table, table) && scan.expectedRows <= Math.max(1, table.estimatedRows) * MOST_SELECTED,
    ) ?? false
  );
}

/** A b-tree for the conditions; where they compare no column of their own, what serves an expression or a membership. */
function indexFor(observation: Observation, access: TableAccess, table: ObservedTable): CandidateIndex | undefined {
  const columns = indexColumns(access, table);
  if (columns.length > 0) {
    // What a foreign key explains is MIG501's to say.
    const belongsToKey = observation.foreignKeys.some(
      (key) => sameTable(key.table, table) && key.columns.every((column) => columns.includes(column)),
    );
    return belongsToKey || isCovered(observation, table, columns.slice(0, 1))
      ? undefined
      : { table: access.table, columns };
  }
  return specialCandidates(access, table).find(
    (candidate) =>
      (candidate.expression !== undefined || candidate.method === 'gin' || candidate.method === 'gist') &&
      !observation.indexes.some(
        (index) =>
          sameTable(index.table, table) &&
          index.valid &&
          (candidate.expression === undefined
            ? index.method === candidate.method && index.keys[0] === candidate.columns[0]
            : index.keys[0] === null),
      ),
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

function toFinding({ table, index, statements }: Candidate): Finding {
  const evidence = measuredEvidence(statements, [
    `the generic plan reads all of about ${formatCount(table.estimatedRows)} rows`,
    NOT_MEASURED,
  ]);
  const { ddl, rollback } = proposeCandidate(index);
  const keys = keysOf(index);
  const method = index.method === undefined ? '' : `${index.method.toUpperCase()} `;
  return {
    code: 'MIG502',
    severity: (evidence.meanMs ?? 0) >= 50 || (evidence.totalMs ?? 0) >= 60_000 ? 'high' : 'medium',
    object: `${table.schema}.${table.name}`,
    columns: keys,
    index,
    summary: `no ${method}index begins with ${keys.join(', ')}`,
    evidence,
    ddl,
    rollback,
  };
}
