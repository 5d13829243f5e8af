// Many short rows as few long ones: the driver's work for a row costs more than a row of a catalogue holds.
import type { Session } from '../session.js';

const ROWS_A_PAGE = 2_000;

/** Arrays: of names, which hold any character, and of keys. */
const JSON_COLUMNS: ReadonlySet<string> = new Set(['names', 'parents']);

export interface PagedRead {
  readonly sql: string;
  readonly columns: readonly string[];
  /** Gets each row as texts, empty for null. */
  readonly take: (row: readonly string[]) => void;
}

/**
 * Reads in order; the server works at the next query while the rows of the last one are taken. No value may hold the
 * characters U+001E and U+001F: numbers do not, and JSON has them as escapes.
 */
export async function readPages(session: Session, reads: readonly PagedRead[]): Promise<void> {
  const start = async (at: number): Promise<readonly { readonly page: string }[]> => {
    const read = reads[at];
    return read ? session.query<{ page: string }>(pagedSql(read)) : [];
  };
  let ahead = start(0);
  for (const [at, { take }] of reads.entries()) {
    const pages = await ahead;
    ahead = start(at + 1);
    // It is awaited in its turn, unless taking these rows throws.
    ahead.catch(() => undefined);
    for (const { page } of pages) for (const line of page.split('\u001e')) take(line.split('\u001f'));
  }
}

function pagedSql({ sql, columns }: PagedRead): string {
  const texts = columns.map(
    (column) => `COALESCE(${JSON_COLUMNS.has(column) ? `to_json(q.${column})` : `q.${column}`}::text, '')`,
  );
  return `SELECT string_agg(r.line, chr(30)) AS page
    FROM (SELECT ${texts.join(' || chr(31) || ')} AS line, (row_number() OVER () - 1) / ${ROWS_A_PAGE} AS number FROM (${sql}) q) r
    GROUP BY r.number`;
}
