// From a parse tree to how each table is read: one access for each appearance of a table at each query level, with what
// was pulled up from views, CTEs and subqueries.
import type { Condition, TableAccess } from './access.js';
import type { ParseNode } from './grammar.js';
import { columnPath, nodeList, open, parameterNumber, walk } from './parse-tree.js';
import { conditionNodes, readCondition, type Said } from './read-conditions.js';
import { type Instance, type Names, readScope, resolveColumn, type Scope, starOf } from './scope.js';

export type TableResolver = Names['table'];
export type ViewResolver = Names['view'];

/** Finds tables, or whatever else has a schema and a name, as the search path does. */
export function tableResolver<Item extends { readonly schema: string; readonly name: string }>(
  items: readonly Item[],
  searchPath: readonly string[],
): (schema: string | undefined, name: string) => Item | undefined {
  const byName = new Map(items.map((item) => [`${item.schema}.${item.name}`, item]));
  return (schema, name) => {
    const schemas = schema === undefined ? searchPath : [schema];
    return schemas.map((one) => byName.get(`${one}.${name}`)).find((item) => item !== undefined);
  };
}

const QUERIES: ReadonlySet<string> = new Set(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt']);
const NO_VIEW: ViewResolver = () => undefined;

/** One access for each table of each query level, in the order in which they stand. */
export function resolveAccesses(
  statements: readonly ParseNode[],
  table: TableResolver,
  view: ViewResolver = NO_VIEW,
): readonly TableAccess[] {
  const ctes = new Map<string, ParseNode>();
  const semiJoined = new Set<ParseNode>();
  walk(statements, (kind, node) => {
    const select = open(kind === 'CommonTableExpr' ? node['ctequery'] : node['subselect'], 'SelectStmt');
    if (kind === 'CommonTableExpr' && select && node['ctematerialized'] !== 'CTEMaterializeAlways')
      ctes.set(String(node['ctename']), select);
    if (kind === 'SubLink' && select && node['subLinkType'] === 'ANY_SUBLINK') semiJoined.add(select);
  });
  const names: Names = { table, view, cte: (name) => ctes.get(name) };
  const pulledUp = new Set<ParseNode>();
  const levels = statements.flatMap(levelsOf);
  // From the outside in, so that what an outer level pulls up is known when its own turn comes.
  const scopes = levels.map((query) => ({ query, scope: readScope(query, names) }));
  for (const { scope } of scopes) for (const { query } of scope.pulledUp) pulledUp.add(query);
  return scopes
    .filter(({ query }) => !pulledUp.has(query))
    .flatMap(({ query, scope }) => accessesOf(query, scope, semiJoined.has(query)));
}

/** Every query of a statement, outer ones first; the arms of a UNION are queries of their own. */
function levelsOf(statement: ParseNode): readonly ParseNode[] {
  const levels: ParseNode[] = [];
  const addArms = (query: ParseNode): void => {
    for (const side of ['larg', 'rarg']) {
      const arm = query[side];
      if (typeof arm !== 'object' || arm === null || !('op' in arm)) continue;
      levels.push(arm as ParseNode);
      addArms(arm as ParseNode);
    }
  };
  walk(statement, (kind, node) => {
    if (!QUERIES.has(kind)) return;
    levels.push(node);
    addArms(node);
  });
  return levels;
}

function accessesOf(query: ParseNode, scope: Scope, semiJoined: boolean): readonly TableAccess[] {
  const levels = [{ query, scope }, ...scope.pulledUp];
  const said = levels.flatMap((level) =>
    conditionNodes(level.query).flatMap((node) => readCondition(node, level.scope)),
  );
  if (semiJoined) said.push(...semiJoin(query, scope));
  const sort = readSort(query, scope);
  const group = readGroup(query, scope);
  const reads = readColumns(levels);
  return scope.instances.map((instance) => ({
    table: { schema: instance.table.schema, name: instance.table.name },
    write: scope.write === instance,
    ...partsOf(said.filter((one) => one.instance === instance)),
    sort: sort?.instance === instance ? sort.columns : [],
    group: group.filter((one) => one.instance === instance).map(({ column }) => column),
    limited: query['limitCount'] !== undefined,
    paging: { limit: parameterNumber(query['limitCount']), offset: parameterNumber(query['limitOffset']) },
    reads: reads(instance),
    sets: scope.write === instance ? setColumns(query) : [],
  }));
}

function partsOf(
  said: readonly Said[],
): Pick<TableAccess, 'conditions' | 'expressions' | 'predicates' | 'memberships'> {
  return {
    conditions: distinct(said.flatMap((one) => ('condition' in one ? [one.condition] : []))),
    expressions: said.flatMap((one) => ('expression' in one ? [one.expression] : [])),
    predicates: said.flatMap((one) => ('predicate' in one ? [one.predicate] : [])),
    memberships: said.flatMap((one) => ('membership' in one ? [one.membership] : [])),
  };
}

function distinct(conditions: readonly Condition[]): readonly Condition[] {
  const merged = new Map<string, Condition>();
  for (const one of conditions) {
    const key = `${one.kind} ${one.column}`;
    merged.set(key, { ...one, parameters: [...(merged.get(key)?.parameters ?? []), ...one.parameters] });
  }
  return [...merged.values()];
}

/** `x IN (SELECT y …)`: the subquery is joined by y. */
function semiJoin(query: ParseNode, scope: Scope): readonly Said[] {
  const found = resolveColumn(open(nodeList(query['targetList'])[0], 'ResTarget')?.['val'], scope);
  if (!found) return [];
  return [{ instance: found.instance, condition: { column: found.column, kind: 'join', parameters: [] } }];
}

function readSort(
  query: ParseNode,
  scope: Scope,
): { readonly instance: Instance; readonly columns: readonly string[] } | undefined {
  const columns: string[] = [];
  let instance: Instance | undefined;
  let direction: unknown;
  for (const item of nodeList(query['sortClause']).map((one) => open(one, 'SortBy'))) {
    const found = item && resolveColumn(item['node'], scope);
    if (!found || (instance && found.instance !== instance)) break;
    if (direction !== undefined && item['sortby_dir'] !== direction) break;
    instance = found.instance;
    direction = item['sortby_dir'];
    columns.push(found.column);
  }
  return instance && columns.length > 0 ? { instance, columns } : undefined;
}

function readGroup(query: ParseNode, scope: Scope): readonly { instance: Instance; column: string }[] {
  const extremes = nodeList(query['targetList']).flatMap((item) => {
    const call = open(open(item, 'ResTarget')?.['val'], 'FuncCall');
    const name = open(nodeList(call?.['funcname']).at(-1), 'String')?.['sval'];
    return call && (name === 'min' || name === 'max') ? nodeList(call['args']) : [];
  });
  return [...nodeList(query['groupClause']), ...nodeList(query['distinctClause']), ...extremes].flatMap(
    (node) => resolveColumn(node, scope) ?? [],
  );
}

/** Every column that stands anywhere in the query, inner levels too: rather one too many than one too few. */
function readColumns(
  levels: readonly { readonly query: ParseNode; readonly scope: Scope }[],
): (instance: Instance) => readonly string[] | null {
  const [outer] = levels;
  const whole = new Set<Instance>();
  const named = new Set<string>();
  walk({ Query: outer?.query }, (kind, node) => {
    if (kind !== 'ColumnRef') return;
    const star = starOf({ ColumnRef: node });
    if (!star) named.add(columnPath({ ColumnRef: node }).column);
    else if (outer) for (const instance of starred(outer.scope, star.qualifier)) whole.add(instance);
  });
  for (const { query } of levels.slice(1))
    walk({ Query: query }, (kind, node) => {
      if (kind === 'ColumnRef') named.add(columnPath({ ColumnRef: node }).column);
    });
  return (instance) =>
    whole.has(instance) || levels[0]?.scope.write !== undefined
      ? null
      : instance.table.columns.map(({ name }) => name).filter((name) => named.has(name));
}

function starred(scope: Scope, qualifier: string | undefined): readonly Instance[] {
  if (qualifier === undefined) return scope.instances;
  const source = scope.sources.get(qualifier);
  if (!source) return [];
  return 'columns' in source ? [...source.columns.values()].map(({ instance }) => instance) : [source];
}

function setColumns(query: ParseNode): readonly string[] {
  return nodeList(query['targetList']).flatMap((item) => {
    const name = open(item, 'ResTarget')?.['name'];
    return typeof name === 'string' ? [name] : [];
  });
}
