// Many short rows as few long texts: the driver's work for a row costs more than a row of a catalogue holds.
import type { Session } from '../session.js';

const ROWS_A_PAGE = 2_000;

/** Arrays: of names, which hold any character, and of keys. */
const JSON_COLUMNS: ReadonlySet<string> = new Set(['names', 'parents']);

/** No value may hold U+001F: numbers do not, and JSON has it as an escape. */
const SEPARATOR = '\u001f';

export interface PagedRead {
  readonly sql: string;
  /** Gets page after page of rows. */
  readonly take: (page: string) => void;
}

/** Cells of all rows side by side: those of a row begin at `at`. Empty for null. */
type TakeRow<Cell> = (cells: readonly Cell[], at: number) => void;

/** A query whose columns are texts, numbers and JSON. */
export function textRead(sql: string, columns: readonly string[], take: TakeRow<string>): PagedRead {
  const texts = columns.map(
    (column) => `COALESCE(${JSON_COLUMNS.has(column) ? `to_json(q.${column})` : `q.${column}`}::text, '')`,
  );
  return {
    sql: pagedSql(sql, texts, 'chr(31)'),
    take(page) {
      const cells = page.split(SEPARATOR);
      for (let at = 0; at < cells.length; at += columns.length) take(cells, at);
    },
  };
}

/** A query whose columns are whole numbers, and never null. */
export function numberRead(sql: string, columns: readonly string[], take: TakeRow<number>): PagedRead {
  const texts = columns.map((column) => `q.${column}::text`);
  return {
    sql: pagedSql(sql, texts, `','`),
    take(page) {
      const cells = JSON.parse(`[${page}]`) as readonly number[];
      for (let at = 0; at < cells.length; at += columns.length) take(cells, at);
    },
  };
}

/** Reads in order; the server works at the next query while the pages of the last one are taken. */
export async function readPages(session: Session, reads: readonly PagedRead[]): Promise<void> {
  let ahead: Promise<readonly Page[]> = Promise.resolve([]);
  const sendAfter = (last: Promise<unknown>, read: PagedRead | undefined): Promise<readonly Page[]> =>
    last.then(() => (read ? session.query<Page>(read.sql) : []));
  try {
    ahead = sendAfter(ahead, reads[0]);
    for (const [at, { take }] of reads.entries()) {
      const pages = ahead;
      // Asked for before this one is awaited, so that it is sent before the pages are taken.
      ahead = sendAfter(pages, reads[at + 1]);
      for (const { page } of await pages) take(page);
    }
  } finally {
    // The session is free again, whatever went wrong.
    await ahead.catch(() => undefined);
  }
}

interface Page {
  readonly page: string;
}

function pagedSql(sql: string, cells: readonly string[], separator: string): string {
  return `SELECT string_agg(r.line, ${separator}) AS page
    FROM (SELECT ${cells.join(` || ${separator} || `)} AS line, (row_number() OVER () - 1) / ${ROWS_A_PAGE} AS number FROM (${sql}) q) r
    GROUP BY r.number`;
}
