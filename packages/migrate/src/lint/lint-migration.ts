// What is dangerous about a migration that somebody wrote: seen on a scratch copy of the live schema, weighed by the size
// of the live tables. Statements on new, empty and small tables are no finding.
import type { Diagnostic, Location } from '@senior-backend/core/errors/diagnostic';
import type { ObjectId } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import type { Session } from '@senior-backend/core/postgres/session';
import { formatCount } from '@senior-backend/core/report/number';
import type { Migration, Step } from '../apply/files/migration.js';
import { finishStatement, type Hazard, type HazardKind, hazard, type Statement } from '../plan/statement.js';
import { runMeasured } from '../prove/measure.js';
import { placeOf } from '../read/files/load-schema.js';

export interface LintOptions {
  readonly rows: ReadonlyMap<ObjectId, number>;
  readonly thresholdRows: number;
  readonly failOn: readonly HazardKind[];
}

export interface LintedStep {
  readonly step: Step;
  readonly statement: Statement;
  readonly findings: readonly Hazard[];
}

/** Runs the file on the copy, step by step. */
export async function lintMigration(
  copy: Session,
  migration: Migration,
  options: LintOptions,
): Promise<readonly LintedStep[]> {
  const linted: LintedStep[] = [];
  let before = await tablesOf(copy);
  for (const step of migration.steps) {
    const draft = finishStatement({ sql: step.statement.text, transactional: step.transactional }, migration.id);
    const [statement = draft] = await runMeasured(copy, [draft]);
    const after = await tablesOf(copy);
    linted.push({ step, statement, findings: findingsOf(statement, before, after, options) });
    before = after;
  }
  return linted;
}

export function lintDiagnostics(
  migration: Migration,
  steps: readonly LintedStep[],
  failOn: readonly HazardKind[],
): readonly Diagnostic[] {
  return steps.flatMap(({ step, findings }) =>
    findings.map((finding): Diagnostic => {
      const at: Location = placeOf(migration.file, step.statement);
      const help = REMEDIES[finding.kind](step.statement.text);
      return {
        code: finding.code,
        severity: failOn.includes(finding.kind) ? 'error' : 'warning',
        message: finding.message,
        at,
        ...(help !== undefined && { help }),
      };
    }),
  );
}

/** Columns by table: `public.users` → { id, email }. */
type Tables = ReadonlyMap<ObjectId, ReadonlySet<string>>;

async function tablesOf(session: Session): Promise<Tables> {
  const rows = await session.query<{ schema: string; name: string; columns: readonly string[] }>(
    `SELECT n.nspname AS schema, c.relname AS name, COALESCE(array_agg(a.attname::text) FILTER (WHERE a.attname IS NOT NULL), '{}') AS columns
     FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'p') GROUP BY n.nspname, c.relname`,
  );
  return new Map(rows.map(({ schema, name, columns }) => [objectId('table', [schema, name]), new Set(columns)]));
}

function findingsOf(
  statement: Statement,
  before: Tables,
  after: Tables,
  { rows, thresholdRows }: LintOptions,
): readonly Hazard[] {
  const sizeOf = (table: ObjectId): number => rows.get(table) ?? 0;
  const shown = (table: ObjectId): string => table.slice('table:'.length);
  const gone = [...before].flatMap(([table, columns]): readonly Hazard[] => {
    if (sizeOf(table) === 0 || /\brename\b/i.test(statement.sql)) return [];
    const left = after.get(table);
    if (!left)
      return [hazard('destructive', `table ${shown(table)} goes with about ${formatCount(sizeOf(table))} rows`)];
    return [...columns]
      .filter((column) => !left.has(column))
      .map((column) => hazard('destructive', `column ${shown(table)}.${column} goes with its values`));
  });
  const large = [...before.keys()].filter((table) => sizeOf(table) > thresholdRows && mentions(statement.sql, table));
  const rewritten = statement.rewrites
    ? large.map((table) =>
        hazard(
          'rewrite',
          `${shown(table)} (about ${formatCount(sizeOf(table))} rows) is rewritten under a lock that stops everybody`,
        ),
      )
    : [];
  const waits =
    statement.rewrites || !readsWhole(statement.sql)
      ? []
      : large
          .slice(0, 1)
          .map((table) =>
            hazard(
              'blocking',
              `${statement.lock ?? 'a lock'} on ${shown(table)} is held while about ${formatCount(sizeOf(table))} rows are read`,
            ),
          );
  return [...gone, ...rewritten, ...waits];
}

/** Whether a table's own name stands in a statement. */
function mentions(sql: string, table: ObjectId): boolean {
  const name = table.slice(table.lastIndexOf('.') + 1).replaceAll('"', '');
  return new RegExp(`(?<![\\w$])${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\w$])`, 'i').test(sql);
}

/** Statements that read a table from end to end while they hold a lock that writers, or everybody, wait for. */
function readsWhole(sql: string): boolean {
  if (/^create\s+(unique\s+)?index\s+(?!concurrently\b)/i.test(sql)) return true;
  if (/^alter\s+table\b[\s\S]*\bset\s+not\s+null\b/i.test(sql)) return true;
  return (
    /^alter\s+table\b[\s\S]*\badd\s+(constraint\s+\S+\s+)?(check|foreign\s+key|primary\s+key|unique|exclude)\b/i.test(
      sql,
    ) && !/\b(not\s+valid|using\s+index)\b/i.test(sql)
  );
}

const REMEDIES: Readonly<Record<HazardKind, (sql: string) => string | undefined>> = {
  destructive: () => 'take a copy of it first, and run with --confirm <database>',
  rewrite: () => 'add a new column, fill it in batches, and change over; or choose a type that needs no rewrite',
  blocking: (sql) => {
    if (/\bindex\b/i.test(sql)) return sql.split('\n')[0]?.replace(/index\s+/i, (word) => `${word}CONCURRENTLY `);
    if (/\bset\s+not\s+null\b/i.test(sql))
      return 'add CHECK (column IS NOT NULL) NOT VALID, VALIDATE it, then SET NOT NULL, then drop the check';
    return /\b(primary\s+key|unique)\b/i.test(sql)
      ? 'CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … USING INDEX'
      : 'add the constraint NOT VALID, then VALIDATE it in a transaction of its own';
  },
  mayFail: () => undefined,
  access: () => undefined,
};
