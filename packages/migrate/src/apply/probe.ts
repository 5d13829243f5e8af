// After a crash only the catalogue knows what became of a step that runs outside a transaction.
import type { Session } from '@senior-backend/core/postgres/session';

/**
 * run      it has not happened
 * done     it has
 * repair   it left something broken behind: run `sql` first
 * taken    something else has the name
 * working  a session is still at it
 */
export type Finding =
  | { readonly kind: 'run' | 'done' | 'working' }
  | { readonly kind: 'repair'; readonly sql: string }
  | { readonly kind: 'taken'; readonly by: string };

const NAME = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`;
const QUALIFIED = `${NAME}(?:\\s*\\.\\s*${NAME})?`;
const CREATE_INDEX = new RegExp(
  `^create\\s+(unique\\s+)?index\\s+concurrently\\s+(?:if\\s+not\\s+exists\\s+)?(${NAME})\\s+on\\s+(only\\s+)?(${QUALIFIED})\\s*([\\s\\S]*)$`,
  'i',
);
const DROP_INDEX = new RegExp(
  `^drop\\s+index\\s+concurrently\\s+(?:if\\s+exists\\s+)?(${QUALIFIED})\\s*(?:restrict|cascade)?\\s*$`,
  'i',
);
const DETACH = new RegExp(
  `^alter\\s+table\\s+(?:if\\s+exists\\s+)?(${QUALIFIED})\\s+detach\\s+partition\\s+(${QUALIFIED})\\s+concurrently\\s*$`,
  'i',
);

/** What is to be done about a statement that was begun, or is about to be. */
export async function probe(session: Session, sql: string): Promise<Finding> {
  const create = CREATE_INDEX.exec(sql);
  if (create)
    return probeIndex(session, {
      unique: create[1] !== undefined,
      name: create[2] ?? '',
      table: create[4] ?? '',
      rest: create[5] ?? '',
    });
  const drop = DROP_INDEX.exec(sql);
  if (drop)
    return (await exists(session, drop[1] ?? '')) || /if\s+exists/i.test(sql) ? { kind: 'run' } : { kind: 'done' };
  const detach = DETACH.exec(sql);
  if (detach) return probeDetach(session, detach[1] ?? '', detach[2] ?? '');
  // What is left (VACUUM, REINDEX) may run twice.
  return { kind: 'run' };
}

interface IndexStatement {
  readonly unique: boolean;
  readonly name: string;
  readonly table: string;
  /** From USING or the columns on. */
  readonly rest: string;
}

interface IndexState {
  readonly qualified: string;
  readonly onTable: boolean;
  readonly valid: boolean;
  readonly definition: string;
  readonly building: boolean;
}

async function probeIndex(session: Session, index: IndexStatement): Promise<Finding> {
  const [state] = await session.query<IndexState>(
    `SELECT c.oid::regclass::text AS qualified, i.indrelid IS NOT DISTINCT FROM t.oid AS "onTable", COALESCE(i.indisvalid AND i.indisready, false) AS valid,
       COALESCE(pg_get_indexdef(i.indexrelid), c.relkind::text) AS definition,
       EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = c.oid) AS building
     FROM pg_class t JOIN pg_class c ON c.relnamespace = t.relnamespace AND c.relname = (parse_ident($2))[1]
     LEFT JOIN pg_index i ON i.indexrelid = c.oid
     WHERE t.oid = to_regclass($1)`,
    [index.table, index.name],
  );
  if (!state) return { kind: 'run' };
  if (state.building) return { kind: 'working' };
  if (!state.onTable) return { kind: 'taken', by: state.definition };
  const same = (await wantedTail(session, index)) === tailOf(state.definition);
  if (!same) return { kind: 'taken', by: state.definition };
  return state.valid ? { kind: 'done' } : { kind: 'repair', sql: `DROP INDEX CONCURRENTLY ${state.qualified}` };
}

/** The server's own words for the index that the statement asks for, from an index on an empty twin of the table. */
async function wantedTail(session: Session, index: IndexStatement): Promise<string> {
  await session.execute('BEGIN');
  try {
    await session.execute(`CREATE TEMPORARY TABLE db_migrate_twin (LIKE ${index.table}) ON COMMIT DROP`);
    await session.execute(
      `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX db_migrate_twin_index ON pg_temp.db_migrate_twin ${index.rest}`,
    );
    const [row] = await session.query<{ definition: string }>(
      "SELECT pg_get_indexdef('pg_temp.db_migrate_twin_index'::regclass) AS definition",
    );
    return tailOf(row?.definition ?? '');
  } finally {
    await session.execute('ROLLBACK');
  }
}

/** `UNIQUE USING btree (email)`: without the names of the index and of the table. */
function tailOf(definition: string): string {
  return `${/^CREATE UNIQUE/.test(definition) ? 'UNIQUE ' : ''}${definition.slice(Math.max(0, definition.indexOf(' USING ')))}`;
}

async function exists(session: Session, name: string): Promise<boolean> {
  const [row] = await session.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [name]);
  return row?.there === true;
}

async function probeDetach(session: Session, parent: string, child: string): Promise<Finding> {
  const [row] = await session.query<{ pending: boolean }>(
    'SELECT inhdetachpending AS pending FROM pg_inherits WHERE inhparent = to_regclass($1) AND inhrelid = to_regclass($2)',
    [parent, child],
  );
  if (!row) return { kind: 'done' };
  return row.pending
    ? { kind: 'repair', sql: `ALTER TABLE ${parent} DETACH PARTITION ${child} FINALIZE` }
    : { kind: 'run' };
}
