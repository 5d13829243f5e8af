// What stands around the tables: sequences, functions, and how clients come in.
import type { Session } from '@senior-backend/core/postgres/session';
import type { ObservedAccess, ObservedFunction, ObservedSequence } from './observation.js';
import { ACCESS, FUNCTIONS, SEQUENCES } from './queries/relations.js';

interface SequenceRow {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly column_type: string;
  readonly last_value: number | null;
  readonly largest: number;
}

export async function observeSequences(session: Session): Promise<readonly ObservedSequence[]> {
  const rows = await session.query<SequenceRow>(SEQUENCES);
  return rows.map((row) => ({
    table: { schema: row.schema, name: row.table },
    column: row.column,
    columnType: row.column_type,
    lastValue: row.last_value,
    largest: row.largest,
  }));
}

interface FunctionRow {
  readonly schema: string;
  readonly name: string;
  readonly signature: string;
  readonly security_definer: boolean;
  readonly sets_search_path: boolean;
}

export async function observeFunctions(session: Session): Promise<readonly ObservedFunction[]> {
  const rows = await session.query<FunctionRow>(FUNCTIONS);
  return rows.map(({ schema, name, signature, security_definer, sets_search_path }) => ({
    schema,
    name,
    signature,
    securityDefiner: security_definer,
    setsSearchPath: sets_search_path,
  }));
}

interface AccessRow {
  readonly statement_timeout: number;
  readonly idle_timeout: number;
  readonly superusers: readonly string[];
}

export async function observeAccess(session: Session): Promise<ObservedAccess> {
  const [row] = await session.query<AccessRow>(ACCESS);
  return {
    statementTimeoutMs: row?.statement_timeout ?? 0,
    idleInTransactionTimeoutMs: row?.idle_timeout ?? 0,
    superusers: row?.superusers ?? [],
  };
}
