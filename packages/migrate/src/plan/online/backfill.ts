// Values for the rows of a large table, a thousand pages at a time, each batch a transaction: no row is locked for long, and a
// run that was cut off goes on with what is still without a value.
import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import type { StatementDraft } from '../statement.js';

const PAGES_A_BATCH = 1_000;

export interface Backfill {
  /** As SQL writes it. */
  readonly table: string;
  /** `email = lower(name)` */
  readonly assignment: string;
  /** Which rows still wait; false for every row that was done. */
  readonly waiting: string;
}

/** Rows are found by their place (`ctid`): no index is needed, and each page is read once. What moved meanwhile is found last. */
export function backfill({ table, assignment, waiting }: Backfill): StatementDraft {
  const update = `UPDATE ONLY ${table} SET ${assignment} WHERE ${waiting}`;
  const body = `
DECLARE
  pages bigint := pg_relation_size(${quoteLiteral(table)}::regclass) / current_setting('block_size')::bigint;
BEGIN
  FOR page IN 0..pages BY ${PAGES_A_BATCH} LOOP
    ${update} AND ctid >= format('(%s,0)', page)::tid AND ctid < format('(%s,0)', page + ${PAGES_A_BATCH})::tid;
    COMMIT;
  END LOOP;
  ${update};
  COMMIT;
END
`;
  return { sql: `DO ${dollarQuoted(body)}`, lock: 'ROW EXCLUSIVE', scans: true, transactional: false };
}

function dollarQuoted(text: string): string {
  let tag = '$batches$';
  while (text.includes(tag)) tag = `${tag.slice(0, -1)}_$`;
  return `${tag}${text}${tag}`;
}
