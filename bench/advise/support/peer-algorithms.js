// What the peers do, written anew from their description, so that choices can be compared in one run.
import { planStatement } from '../../../packages/migrate/dist/observe/read-plan.js';

/**
 * dexter: for each statement all single columns of its conditions and sorts as hypothetical indexes, then all pairs of those
 * that the plan uses; the plan's index is kept where the cost halves (a pair only if it halves again). One a statement.
 */
export async function dexterIndexes(session, observation) {
  const chosen = new Map();
  for (const statement of observation.workload.statements) {
    const columns = statement.accesses.flatMap((access) =>
      [...access.conditions.map((one) => one.column), ...access.sort].map((column) => ({
        table: access.table,
        columns: [column],
      })),
    );
    const singles = unique(columns);
    const base = await cost(session, statement, []);
    if (base === undefined || singles.length === 0) continue;
    const first = await bestAlone(session, statement, singles);
    let best = first && first.cost < base * 0.5 ? first : undefined;
    if (base > 100 && first) {
      const pairs = unique(
        singles.flatMap((a) =>
          singles
            .filter((b) => sameTable(a, b) && a !== b)
            .map((b) => ({ table: a.table, columns: [...a.columns, ...b.columns] })),
        ),
      );
      const second = await bestAlone(session, statement, pairs);
      if (second && second.cost < (best?.cost ?? base) * 0.5) best = second;
    }
    if (best) chosen.set(key(best.index), best.index);
  }
  return withoutPrefixes([...chosen.values()]);
}

/** index_advisor: a hypothetical index on every column of every table that a statement names; whatever its plan uses is advised. */
export async function indexAdvisorIndexes(session, observation) {
  const chosen = new Map();
  for (const statement of observation.workload.statements) {
    const tables = observation.tables.filter((table) =>
      statement.accesses.some((access) => access.table.name === table.name),
    );
    const all = tables.flatMap((table) =>
      table.columns.map((column) => ({ table: { schema: table.schema, name: table.name }, columns: [column.name] })),
    );
    for (const index of await used(session, statement, all)) chosen.set(key(index), index);
  }
  return [...chosen.values()];
}

const key = ({ table, columns }) => `${table.name}(${columns.join()})`;
const sameTable = (a, b) => a.table.name === b.table.name;
const unique = (indexes) => [...new Map(indexes.map((index) => [key(index), index])).values()];
const withoutPrefixes = (indexes) =>
  indexes.filter(
    (index) =>
      !indexes.some(
        (other) =>
          other !== index &&
          sameTable(other, index) &&
          other.columns.length > index.columns.length &&
          index.columns.every((column, at) => other.columns[at] === column),
      ),
  );

async function cost(session, statement, indexes) {
  return inWorld(
    session,
    indexes,
    async () => (await planStatement(session, statement.sql, Array(statement.parameters).fill(null)))?.totalCost,
  );
}

async function bestAlone(session, statement, indexes) {
  let best;
  for (const index of await used(session, statement, indexes)) {
    const alone = await cost(session, statement, [index]);
    if (alone !== undefined && (best === undefined || alone < best.cost)) best = { index, cost: alone };
  }
  return best;
}

/** Those of the hypothetical indexes that the statement's plan names. */
async function used(session, statement, indexes) {
  return inWorld(session, indexes, async (names) => {
    await session.execute('SAVEPOINT used');
    try {
      const values = statement.parameters === 0 ? '' : `(${Array(statement.parameters).fill('NULL').join()})`;
      await session.execute(`SET LOCAL plan_cache_mode = force_generic_plan; PREPARE peer AS ${statement.sql}`);
      const rows = await session.query(`EXPLAIN EXECUTE peer${values}`);
      const text = rows.map((row) => row['QUERY PLAN']).join('\n');
      return indexes.filter((_, at) => text.includes(names[at]));
    } catch {
      return [];
    } finally {
      await session.execute('ROLLBACK TO SAVEPOINT used; RELEASE SAVEPOINT used');
      await session.execute('DEALLOCATE ALL');
    }
  });
}

async function inWorld(session, indexes, work) {
  await session.execute('BEGIN READ ONLY');
  await session.query('SELECT hypopg_reset()');
  const names = [];
  for (const { table, columns } of indexes) {
    const [row] = await session.query('SELECT indexname FROM hypopg_create_index($1)', [
      `CREATE INDEX ON ${table.name} (${columns.join(', ')})`,
    ]);
    names.push(row.indexname);
  }
  const result = await work(names);
  await session.execute('ROLLBACK');
  await session.query('SELECT hypopg_reset()');
  return result;
}
