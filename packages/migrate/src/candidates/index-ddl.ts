import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import type { TableName } from '../observe/observation.js';
import type { CandidateIndex } from './candidate.js';

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
  return proposeCandidate({ table, columns });
}

/** The same for any kind of index. */
export function proposeCandidate(index: CandidateIndex): IndexProposal {
  const { table, columns } = index;
  const name = indexName(table.name, nameParts(index));
  return {
    table,
    columns,
    name,
    ddl: `CREATE INDEX CONCURRENTLY ${quoteIdentifier(name)} ON ${definitionOf(index)}`,
    rollback: `DROP INDEX CONCURRENTLY ${quoteName([table.schema, name])}`,
  };
}

/** What stands behind ON: `public.orders (user_id) INCLUDE (total) WHERE …`. */
export function definitionOf({ table, columns, method, expression, ...index }: CandidateIndex): string {
  const keys = columns.map((column) =>
    column === index.operatorClass?.column
      ? `${quoteIdentifier(column)} ${index.operatorClass.name}`
      : quoteIdentifier(column),
  );
  const using = method === undefined || method === 'btree' ? '' : ` USING ${method}`;
  const list = [...(expression === undefined ? [] : [bracketed(expression)]), ...keys].join(', ');
  const include = index.include?.length ? ` INCLUDE (${index.include.map(quoteIdentifier).join(', ')})` : '';
  const where = index.predicate === undefined ? '' : ` WHERE ${index.predicate}`;
  return `${quoteName([table.schema, table.name])}${using} (${list})${include}${where}`;
}

/** A function call may stand bare; anything else wants its own brackets. */
function bracketed(expression: string): string {
  return /^[\w".]+\([^()]*\)$/.test(expression) ? expression : `(${expression})`;
}

function nameParts({ columns, expression, include, predicate }: CandidateIndex): readonly string[] {
  const words = expression === undefined ? [] : [expression.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '')];
  return [...words, ...columns, ...(include ?? []), ...(predicate === undefined ? [] : ['partial'])];
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
