// Many short rows as few long texts: the driver's work for a row costs more than a row of a catalogue holds. All queries go to
// the server at once, so that it works while the pages of the last one are taken.
import type { Session } from '../session.js';

const ROWS_A_PAGE = 2_000;

/** Arrays: of names, which hold any character, and of keys. */
const JSON_COLUMNS: ReadonlySet<string> = new Set(['names', 'parents']);

/** No value may hold U+001F: numbers do not, and JSON has it as an escape. */
const SEPARATOR = '\u001f';

export interface PagedRead {
  /** One column, `page`: null where there is nothing. */
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

/** A query of few rows, of whatever columns: whole numbers of any size come as numbers. */
export function rowRead<Row>(sql: string, take: (row: Row) => void): PagedRead {
  return {
    sql: `SELECT json_agg(row_to_json(q))::text AS page FROM (${sql}) q`,
    take(page) {
      for (const row of JSON.parse(page) as readonly Row[]) take(row);
    },
  };
}

interface Page {
  readonly read: number;
  readonly page: string | null;
}

/** Takes the pages of all reads, in order; `last` is a statement behind them. */
export async function readPages(session: Session, reads: readonly PagedRead[], last: string): Promise<void> {
  const asked = reads.map(({ sql }, number) => `SELECT ${number} AS read, p.page FROM (${sql}) p`);
  await session.stream<Page>([...asked, last].join(';\n'), ({ read, page }) => {
    if (page !== null) reads[read]?.take(page);
  });
}

function pagedSql(sql: string, cells: readonly string[], separator: string): string {
  return `SELECT string_agg(r.line, ${separator}) AS page
    FROM (SELECT ${cells.join(` || ${separator} || `)} AS line, (row_number() OVER () - 1) / ${ROWS_A_PAGE} AS number FROM (${sql}) q) r
    GROUP BY r.number`;
}
