// What the names of one query level stand for: tables by alias, and through views, CTEs and subqueries the columns of the
// tables below them, as the planner pulls them up.
import type { ObservedTable } from '../observation.js';
import type { ParseNode } from './grammar.js';
import { columnPath, isColumn, nodeList, open } from './parse-tree.js';

/** One appearance of a table: a table that is joined with itself has two. */
export interface Instance {
  readonly table: ObservedTable;
}

export interface ResolvedColumn {
  readonly instance: Instance;
  readonly column: string;
}

/** What stands behind an alias: a table, or the columns that a subquery gives. */
type Source = Instance | { readonly columns: ReadonlyMap<string, ResolvedColumn> };

export interface Scope {
  /** By alias, or by name, as it stands before the dot. */
  readonly sources: ReadonlyMap<string, Source>;
  readonly instances: readonly Instance[];
  readonly write: Instance | undefined;
  /** The levels that were pulled up into this one, whose conditions hold here too. */
  readonly pulledUp: readonly { readonly query: ParseNode; readonly scope: Scope }[];
}

/** Where names lead. */
export interface Names {
  readonly table: (schema: string | undefined, name: string) => ObservedTable | undefined;
  /** The query of a view. */
  readonly view: (schema: string | undefined, name: string) => ParseNode | undefined;
  /** The query of a CTE of this statement that the planner may pull up. */
  readonly cte: (name: string) => ParseNode | undefined;
}

/** Views on views on views: deeper than anybody writes by hand. */
const DEEPEST = 12;

export function readScope(query: ParseNode, names: Names, depth = 0): Scope {
  const sources = new Map<string, Source>();
  const instances: Instance[] = [];
  const pulledUp: { query: ParseNode; scope: Scope }[] = [];
  const pullUp = (select: ParseNode | undefined, alias: string, within = names): boolean => {
    if (!select || depth >= DEEPEST || !isSimple(select)) return false;
    const scope = readScope(select, within, depth + 1);
    sources.set(alias, { columns: columnsOf(select, scope) });
    instances.push(...scope.instances);
    pulledUp.push({ query: select, scope }, ...scope.pulledUp);
    return true;
  };
  const addRange = (range: ParseNode): Instance | undefined => {
    const name = String(range['relname']);
    const schema = typeof range['schemaname'] === 'string' ? range['schemaname'] : undefined;
    const alias = aliasOf(range) ?? name;
    // Inside of a CTE its own name means the table.
    const below: Names = { ...names, cte: (other) => (other === name ? undefined : names.cte(other)) };
    if (schema === undefined && pullUp(names.cte(name), alias, below)) return undefined;
    const table = names.table(schema, name);
    if (!table) {
      pullUp(names.view(schema, name), alias);
      return undefined;
    }
    const instance = { table };
    sources.set(alias, instance);
    instances.push(instance);
    return instance;
  };
  for (const item of [...nodeList(query['fromClause']), ...nodeList(query['usingClause'])]) {
    for (const leaf of leavesOf(item)) {
      const range = open(leaf, 'RangeVar');
      if (range) addRange(range);
      const subquery = open(leaf, 'RangeSubselect');
      if (subquery) pullUp(open(subquery['subquery'], 'SelectStmt'), aliasOf(subquery) ?? '');
    }
  }
  const relation = query['relation'] as ParseNode | undefined;
  return { sources, write: relation ? addRange(relation) : undefined, instances, pulledUp };
}

/** The column of a table that a plain column reference stands for; nothing where the name could be two. */
export function resolveColumn(node: unknown, scope: Scope): ResolvedColumn | undefined {
  if (!isColumn(node)) return undefined;
  const { qualifier, column } = columnPath(node);
  const sources = qualifier === undefined ? [...scope.sources.values()] : [scope.sources.get(qualifier)];
  const [found, another] = sources.flatMap((source) => (source ? (inSource(source, column) ?? []) : []));
  return another ? undefined : found;
}

function inSource(source: Source, column: string): ResolvedColumn | undefined {
  if ('columns' in source) return source.columns.get(column);
  return source.table.columns.some((one) => one.name === column) ? { instance: source, column } : undefined;
}

function aliasOf(range: ParseNode): string | undefined {
  const alias = (range['alias'] as ParseNode | undefined)?.['aliasname'];
  return typeof alias === 'string' ? alias : undefined;
}

/** The items of FROM, joins opened. */
function leavesOf(item: ParseNode): readonly ParseNode[] {
  const join = open(item, 'JoinExpr');
  if (!join) return [item];
  return [join['larg'], join['rarg']].flatMap((side) => (side ? leavesOf(side as ParseNode) : []));
}

/** What the planner pulls up: no grouping, no limit, no set operation. */
function isSimple(select: ParseNode): boolean {
  const busy = ['groupClause', 'havingClause', 'distinctClause', 'limitCount', 'limitOffset', 'windowClause'];
  return select['op'] === 'SETOP_NONE' && busy.every((part) => select[part] === undefined);
}

function columnsOf(select: ParseNode, scope: Scope): ReadonlyMap<string, ResolvedColumn> {
  const columns = new Map<string, ResolvedColumn>();
  for (const item of nodeList(select['targetList'])) {
    const target = open(item, 'ResTarget');
    const star = starOf(target?.['val']);
    if (star) {
      for (const [alias, source] of scope.sources)
        if (star.qualifier === undefined || star.qualifier === alias) addAll(columns, source);
    } else {
      const resolved = resolveColumn(target?.['val'], scope);
      const name = target?.['name'];
      if (resolved) columns.set(typeof name === 'string' ? name : columnPath(target?.['val']).column, resolved);
    }
  }
  return columns;
}

function addAll(columns: Map<string, ResolvedColumn>, source: Source): void {
  if ('columns' in source) for (const [name, column] of source.columns) columns.set(name, column);
  else for (const { name } of source.table.columns) columns.set(name, { instance: source, column: name });
}

/** `*` and `t.*`. */
export function starOf(node: unknown): { readonly qualifier: string | undefined } | undefined {
  const fields = nodeList(open(node, 'ColumnRef')?.['fields']);
  if (open(fields.at(-1), 'A_Star') === undefined) return undefined;
  const qualifier = open(fields.at(-2), 'String')?.['sval'];
  return { qualifier: typeof qualifier === 'string' ? qualifier : undefined };
}
