// From counted statements to understood ones: the tables that each reads, and the plan that it would get.
import type { Session } from '@senior-backend/core/postgres/session';
import type { ObservedStatement, ObservedTable, ObservedView, Workload } from './observation.js';
import { planStatement } from './read-plan.js';
import { loadGrammar, type ParseNode } from './resolve/grammar.js';
import { open, parameterCount } from './resolve/parse-tree.js';
import { resolveAccesses, tableResolver, type ViewResolver } from './resolve/resolve-accesses.js';
import type { CountedStatement, CountedWorkload } from './sources/counted.js';

interface Relations {
  readonly tables: readonly ObservedTable[];
  readonly views: readonly ObservedView[];
}

/** The plans of these are shown: the worst by total time, which come first. */
const WITH_PLANS = 8;

type Parse = (sql: string) => readonly ParseNode[] | undefined;

export async function observeWorkload(
  session: Session,
  relations: Relations,
  counted: CountedWorkload,
): Promise<Workload> {
  const { source, gap, since, deallocations, sampledMs = null } = counted;
  if (counted.statements.length === 0) {
    return { source, gap, since, deallocations, sampledMs, statements: [], unparsed: counted.unreadable };
  }
  const parse = await loadGrammar();
  const path = await searchPath(session);
  const table = tableResolver(relations.tables, path);
  const view = viewResolver(relations.views, path, parse);
  const statements: ObservedStatement[] = [];
  let unparsed = counted.unreadable;
  for (const one of counted.statements) {
    const sql = castParameters(one.sql);
    const tree = parse(sql);
    if (tree?.length !== 1) unparsed += 1;
    else
      statements.push(
        await understand(
          session,
          { ...one, sql },
          tree,
          resolveAccesses(tree, table, view),
          statements.length < WITH_PLANS,
        ),
      );
  }
  return { source, gap, since, deallocations, sampledMs, statements, unparsed };
}

async function understand(
  session: Session,
  counted: CountedStatement,
  tree: readonly ParseNode[],
  accesses: ObservedStatement['accesses'],
  worst: boolean,
): Promise<ObservedStatement> {
  const { values = null, recent = null, text = counted.sql, ...statement } = counted;
  const parameters = parameterCount(tree);
  const unknown = Array.from({ length: parameters }, () => null);
  const plan = await planStatement(session, statement.sql, unknown);
  return {
    ...statement,
    meanMs: statement.totalMs / statement.calls,
    parameters,
    accesses,
    scans: plan?.scans ?? null,
    plannedRows: plan?.rows ?? null,
    plan: worst ? (plan?.root ?? null) : null,
    text,
    recent,
    values,
  };
}

/** Views by name, each parsed when it is first asked for. */
function viewResolver(views: readonly ObservedView[], path: readonly string[], parse: Parse): ViewResolver {
  const find = tableResolver(views, path);
  const known = new Map<ObservedView, ParseNode | undefined>();
  return (schema, name) => {
    const found = find(schema, name);
    if (!found) return undefined;
    if (!known.has(found)) known.set(found, open(parse(found.definition)?.[0], 'SelectStmt'));
    return known.get(found);
  };
}

/**
 * pg_stat_statements writes `date '2026-01-01'` as `date $1`, which no grammar takes: `$1::date` means the same. An
 * interval loses its unit, which changes neither the columns that are compared nor the plan.
 */
export function castParameters(sql: string): string {
  return sql
    .replace(/\binterval\s+(\$\d+)(?:\s+(?:year|month|day|hour|minute|second)\b)?/gi, '$1::interval')
    .replace(/\b(date|time|timestamp|timestamptz)\s+(\$\d+)/gi, '$2::$1');
}

async function searchPath(session: Session): Promise<readonly string[]> {
  const [row] = await session.query<{ schemas: string[] }>(
    'SELECT pg_catalog.current_schemas(false)::text[] AS schemas',
  );
  return row?.schemas ?? ['public'];
}
