import type { ObjectId } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import type { Session } from '@senior-backend/core/postgres/session';

interface SizeRow {
  readonly schema: string;
  readonly name: string;
  readonly rows: string;
}

/** A table that was never analysed has no estimate: its size over 50 bytes a row is at most too high. */
const TABLE_ROWS = `
  SELECT n.nspname AS schema, c.relname AS name,
    CASE WHEN c.reltuples >= 0 THEN c.reltuples ELSE pg_relation_size(c.oid) / 50 END::bigint::text AS rows
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

/** Estimated rows of each table, by id. */
export async function readTableRows(session: Session): Promise<ReadonlyMap<ObjectId, number>> {
  const rows = await session.query<SizeRow>(TABLE_ROWS);
  return new Map(rows.map(({ schema, name, rows: count }) => [objectId('table', [schema, name]), Number(count)]));
}
