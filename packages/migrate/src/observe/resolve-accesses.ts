// From a parse tree to the columns that an index could serve. Only conditions that must all hold count: what stands
// under OR or NOT cannot be served by one index.

import type { ParseNode } from './grammar.js';
import type { Condition, ObservedTable, ParameterUse, TableAccess, TableName } from './observation.js';
import { parametersOf } from './parameters-of.js';
import { columnPath, isColumn, nodeList, open, operator, parameterNumber, walk } from './parse-tree.js';

export type TableResolver = (schema: string | undefined, name: string) => ObservedTable | undefined;

export function tableResolver(tables: readonly ObservedTable[], searchPath: readonly string[]): TableResolver {
  const byName = new Map(tables.map((table) => [`${table.schema}.${table.name}`, table]));
  return (schema, name) => {
    const schemas = schema === undefined ? searchPath : [schema];
    return schemas.map((one) => byName.get(`${one}.${name}`)).find((table) => table !== undefined);
  };
}

const QUERIES: ReadonlySet<string> = new Set(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt']);

interface Scope {
  /** Alias, or name, as it stands before the dot. */
  readonly sources: ReadonlyMap<string, ObservedTable>;
  readonly write: ObservedTable | undefined;
}

/** One access for each table of each query level, in the order in which they stand. */
export function resolveAccesses(statements: readonly ParseNode[], resolve: TableResolver): readonly TableAccess[] {
  const found: TableAccess[] = [];
  for (const statement of statements) {
    walk(statement, (kind, node) => {
      if (QUERIES.has(kind)) found.push(...accessesOf(node, resolve));
    });
  }
  return found;
}

function accessesOf(query: ParseNode, resolve: TableResolver): readonly TableAccess[] {
  const scope = readScope(query, resolve);
  const conditions = [...conjuncts(query['whereClause']), ...joinConditions(query)].flatMap((node) =>
    readConditions(node, scope),
  );
  const sort = readSort(query, scope);
  return [...new Set(scope.sources.values())].map((table) => ({
    table: nameOf(table),
    write: scope.write === table,
    conditions: distinct(conditions.filter((one) => one.table === table).map((one) => one.condition)),
    sort: sort?.table === table ? sort.columns : [],
    limited: query['limitCount'] !== undefined,
    paging: { limit: parameterNumber(query['limitCount']), offset: parameterNumber(query['limitOffset']) },
  }));
}

function nameOf(table: ObservedTable): TableName {
  return { schema: table.schema, name: table.name };
}

function distinct(conditions: readonly Condition[]): readonly Condition[] {
  const merged = new Map<string, Condition>();
  for (const one of conditions) {
    const key = `${one.kind} ${one.column}`;
    merged.set(key, { ...one, parameters: [...(merged.get(key)?.parameters ?? []), ...one.parameters] });
  }
  return [...merged.values()];
}

function readScope(query: ParseNode, resolve: TableResolver): Scope {
  const sources = new Map<string, ObservedTable>();
  const add = (range: ParseNode): ObservedTable | undefined => {
    const name = String(range['relname']);
    const table = resolve(typeof range['schemaname'] === 'string' ? range['schemaname'] : undefined, name);
    const alias = (range['alias'] as ParseNode | undefined)?.['aliasname'];
    if (table) sources.set(typeof alias === 'string' ? alias : name, table);
    return table;
  };
  for (const item of [...nodeList(query['fromClause']), ...nodeList(query['usingClause'])]) {
    for (const range of rangesOf(item)) add(range);
  }
  const relation = query['relation'] as ParseNode | undefined;
  return { sources, write: relation ? add(relation) : undefined };
}

/** The tables of a FROM item, joins opened; subqueries are levels of their own. */
function rangesOf(item: ParseNode): readonly ParseNode[] {
  const range = open(item, 'RangeVar');
  if (range) return [range];
  const join = open(item, 'JoinExpr');
  return join ? [join['larg'], join['rarg']].flatMap((side) => (side ? rangesOf(side as ParseNode) : [])) : [];
}

function joinConditions(query: ParseNode): readonly ParseNode[] {
  const quals = (item: ParseNode): readonly ParseNode[] => {
    const join = open(item, 'JoinExpr');
    if (!join) return [];
    return [
      ...conjuncts(join['quals']),
      ...[join['larg'], join['rarg']].flatMap((side) => (side ? quals(side as ParseNode) : [])),
    ];
  };
  return nodeList(query['fromClause']).flatMap(quals);
}

function conjuncts(node: unknown): readonly ParseNode[] {
  if (node === undefined || node === null) return [];
  const and = open(node as ParseNode, 'BoolExpr');
  if (and?.['boolop'] === 'AND_EXPR') return nodeList(and['args']).flatMap(conjuncts);
  return [node as ParseNode];
}

interface Resolved {
  readonly table: ObservedTable;
  readonly condition: Condition;
}

function readConditions(node: ParseNode, scope: Scope): readonly Resolved[] {
  const test = open(node, 'NullTest');
  if (test) return condition(test['arg'], test['nulltesttype'] === 'IS_NULL' ? 'null' : undefined, scope);
  const expression = open(node, 'A_Expr');
  if (!expression) return [];
  const left = expression['lexpr'];
  const right = expression['rexpr'];
  if (isColumn(left) && isColumn(right)) {
    return operator(expression) === '=' ? [...condition(left, 'join', scope), ...condition(right, 'join', scope)] : [];
  }
  const kind = conditionKind(expression);
  // `5 < price` is a condition on price too; a column inside an expression is none on the column.
  return [
    ...condition(left, kind, scope, parametersOf(expression, right, false)),
    ...(kind === 'prefix' ? [] : condition(right, kind, scope, parametersOf(expression, left, true))),
  ];
}

function condition(
  side: unknown,
  kind: Condition['kind'] | undefined,
  scope: Scope,
  parameters: readonly ParameterUse[] = [],
): readonly Resolved[] {
  if (kind === undefined || !isColumn(side)) return [];
  const { qualifier, column } = columnPath(side);
  const tables = qualifier === undefined ? [...scope.sources.values()] : [scope.sources.get(qualifier)];
  const owners = tables.filter((table) => table?.columns.some((one) => one.name === column));
  // An unqualified name that two tables have cannot be resolved here; nothing is guessed.
  const [table] = owners;
  return table && owners.length === 1 ? [{ table, condition: { column, kind, parameters } }] : [];
}

function conditionKind(expression: ParseNode): Condition['kind'] | undefined {
  const name = operator(expression);
  switch (expression['kind']) {
    case 'AEXPR_OP':
      return name === '=' ? 'equal' : /^(<|>|<=|>=)$/.test(name) ? 'range' : undefined;
    case 'AEXPR_IN':
    case 'AEXPR_OP_ANY':
      return name === '=' ? 'equal' : undefined;
    case 'AEXPR_BETWEEN':
      return 'range';
    case 'AEXPR_LIKE':
      return name === '~~' ? 'prefix' : undefined;
    default:
      return undefined;
  }
}

function readSort(query: ParseNode, scope: Scope): { table: ObservedTable; columns: readonly string[] } | undefined {
  const items = nodeList(query['sortClause']).map((item) => open(item, 'SortBy'));
  const columns: string[] = [];
  let table: ObservedTable | undefined;
  let direction: unknown;
  for (const item of items) {
    const [resolved] = item ? condition(item['node'], 'range', scope) : [];
    if (
      !resolved ||
      (table && resolved.table !== table) ||
      (direction !== undefined && item?.['sortby_dir'] !== direction)
    )
      break;
    table = resolved.table;
    direction = item?.['sortby_dir'];
    columns.push(resolved.condition.column);
  }
  return table && columns.length > 0 ? { table, columns } : undefined;
}
