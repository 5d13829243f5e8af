import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import type { TableName } from '../observe/observation.js';

export interface IndexProposal {
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly name: string;
  /** Built without blocking writes. */
  readonly ddl: string;
  readonly rollback: string;
}

const LONGEST_NAME = 63; // NAMEDATALEN - 1

/** The statement that builds an index, and the one that takes it away again. */
export function proposeIndex(table: TableName, columns: readonly string[]): IndexProposal {
  const name = indexName(table.name, columns);
  return {
    table,
    columns,
    name,
    ddl: `CREATE INDEX CONCURRENTLY ${quoteIdentifier(name)} ON ${quoteName([table.schema, table.name])} (${columns.map(quoteIdentifier).join(', ')})`,
    rollback: `DROP INDEX CONCURRENTLY ${quoteName([table.schema, name])}`,
  };
}

/** As PostgreSQL names an index by itself: table, columns, idx, cut to 63 bytes from the longer part. */
function indexName(table: string, columns: readonly string[]): string {
  let head = table;
  let tail = columns.join('_');
  const bytes = (text: string): number => Buffer.byteLength(text);
  while (bytes(head) + bytes(tail) + '__idx'.length > LONGEST_NAME) {
    if (bytes(head) > bytes(tail)) head = head.slice(0, -1);
    else tail = tail.slice(0, -1);
  }
  return `${head}_${tail}_idx`;
}
