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
  let ahead: Promise<readonly Page[]> = Promise.resolve([]);
  const sendAfter = (last: Promise<unknown>, read: PagedRead | undefined): Promise<readonly Page[]> =>
    last.then(() => (read ? session.query<Page>(pagedSql(read)) : []));
  try {
    ahead = sendAfter(ahead, reads[0]);
    for (const [at, { take }] of reads.entries()) {
      const pages = ahead;
      // Asked for before this one is awaited, so that it is sent before the rows are taken.
      ahead = sendAfter(pages, reads[at + 1]);
      for (const { page } of await pages) for (const line of page.split('\u001e')) take(line.split('\u001f'));
    }
  } finally {
    // The session is free again, whatever went wrong.
    await ahead.catch(() => undefined);
  }
}

interface Page {
  readonly page: string;
}

function pagedSql({ sql, columns }: PagedRead): string {
  const texts = columns.map(
    (column) => `COALESCE(${JSON_COLUMNS.has(column) ? `to_json(q.${column})` : `q.${column}`}::text, '')`,
  );
  return `SELECT string_agg(r.line, chr(30)) AS page
    FROM (SELECT ${texts.join(' || chr(31) || ')} AS line, (row_number() OVER () - 1) / ${ROWS_A_PAGE} AS number FROM (${sql}) q) r
    GROUP BY r.number`;
}
