// From the conditions of one query level to what an index could serve. Only conditions that must all hold count: what
// stands under OR or NOT cannot be served by one index.
import type { Condition, ExpressionCondition, Membership, ParameterUse, Predicate } from './access.js';
import { expressionSql } from './expression-sql.js';
import type { ParseNode } from './grammar.js';
import { parametersOf } from './parameters-of.js';
import { nodeList, open, operator } from './parse-tree.js';
import { type Instance, type ResolvedColumn, resolveColumn, type Scope } from './scope.js';

/** One thing that a condition says of one appearance of a table. */
export type Said = { readonly instance: Instance } & (
  | { readonly condition: Condition }
  | { readonly expression: ExpressionCondition }
  | { readonly predicate: Predicate }
  | { readonly membership: Membership }
);

/** The conditions of WHERE and of the joins, AND opened. */
export function conditionNodes(query: ParseNode): readonly ParseNode[] {
  return [...conjuncts(query['whereClause']), ...joinConditions(query)];
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

export function readCondition(node: ParseNode, scope: Scope): readonly Said[] {
  const test = open(node, 'NullTest');
  if (test) return readNullTest(test, scope);
  const sublink = open(node, 'SubLink');
  if (sublink) {
    const isIn = sublink['subLinkType'] === 'ANY_SUBLINK' && sublink['operName'] === undefined;
    return isIn ? said(resolveColumn(sublink['testexpr'], scope), 'join') : [];
  }
  const negated = open(node, 'BoolExpr');
  if (negated) return negated['boolop'] === 'NOT_EXPR' ? readFlag(nodeList(negated['args'])[0], false, scope) : [];
  const expression = open(node, 'A_Expr');
  return expression ? readComparison(expression, scope) : readFlag(node, true, scope);
}

function readNullTest(test: ParseNode, scope: Scope): readonly Said[] {
  const found = resolveColumn(test['arg'], scope);
  if (!found) return [];
  const isNull = test['nulltesttype'] === 'IS_NULL';
  const sql = expressionSql(test['arg'], scope)?.sql ?? '';
  const predicate = {
    column: found.column,
    sql: `${sql} IS ${isNull ? '' : 'NOT '}NULL`,
    ...(isNull && { value: null }),
  };
  return [...(isNull ? said(found, 'null') : []), { instance: found.instance, predicate }];
}

/** `active`, `NOT active`: a condition of its own, and all that a partial index wants. */
function readFlag(node: unknown, wanted: boolean, scope: Scope): readonly Said[] {
  const found = resolveColumn(node, scope);
  const sql = expressionSql(node, scope)?.sql;
  if (!found || sql === undefined) return [];
  const predicate = { column: found.column, sql: wanted ? sql : `NOT ${sql}`, value: wanted ? 't' : 'f' };
  return [{ instance: found.instance, predicate }];
}

function readComparison(expression: ParseNode, scope: Scope): readonly Said[] {
  const [left, right] = [expression['lexpr'], expression['rexpr']];
  const [leftColumn, rightColumn] = [resolveColumn(left, scope), resolveColumn(right, scope)];
  const name = operator(expression);
  if (isReference(left) && isReference(right)) {
    return name === '=' ? [...said(leftColumn, 'join'), ...said(rightColumn, 'join')] : [];
  }
  const membership = leftColumn ? readMembership(expression, leftColumn) : [];
  const kind = conditionKind(expression);
  if (kind === undefined) return membership;
  const [ofRight, ofLeft] = [parametersOf(expression, right, false), parametersOf(expression, left, true)];
  // `5 < price` is a condition on price too; a column inside an expression is none on the column.
  return [
    ...said(leftColumn, kind, ofRight),
    ...(kind === 'prefix' ? [] : said(rightColumn, kind, ofLeft)),
    ...(leftColumn && name === '=' && kind === 'equal' ? constantPredicate(leftColumn, left, right, scope) : []),
    ...(!leftColumn && kind !== 'prefix' ? readExpression(left, kind, ofRight, scope) : []),
  ];
}

function isReference(node: unknown): boolean {
  return open(node, 'ColumnRef') !== undefined;
}

function said(
  found: ResolvedColumn | undefined,
  kind: Condition['kind'],
  parameters: readonly ParameterUse[] = [],
): readonly Said[] {
  return found ? [{ instance: found.instance, condition: { column: found.column, kind, parameters } }] : [];
}

function constantPredicate(found: ResolvedColumn, column: unknown, constant: unknown, scope: Scope): readonly Said[] {
  const value = constantText(constant);
  const [left, right] = [expressionSql(column, scope), expressionSql(constant, scope)];
  if (value === undefined || !left || !right) return [];
  const predicate = { column: found.column, sql: `${left.sql} = ${right.sql}`, value };
  return [{ instance: found.instance, predicate }];
}

/** What a constant says, as the statistics write it. */
function constantText(node: unknown): string | undefined {
  const constant = open(open(node, 'TypeCast')?.['arg'] ?? node, 'A_Const');
  if (!constant) return undefined;
  const text = open(constant, 'sval')?.['sval'] ?? open(constant, 'fval')?.['fval'];
  if (typeof text === 'string') return text;
  const whole = open(constant, 'ival');
  if (whole) return String(whole['ival'] ?? 0);
  const flag = open(constant, 'boolval');
  return flag ? (flag['boolval'] === true ? 't' : 'f') : undefined;
}

function readExpression(
  node: unknown,
  kind: Condition['kind'],
  parameters: readonly ParameterUse[],
  scope: Scope,
): readonly Said[] {
  const written = expressionSql(node, scope);
  const [instance] = written?.instances ?? [];
  if (!written || !instance || written.instances.length !== 1 || written.columns.length === 0) return [];
  const { sql, columns } = written;
  return [{ instance, expression: { sql, columns, kind: kind === 'range' ? 'range' : 'equal', parameters } }];
}

const MEMBERSHIP: ReadonlySet<string> = new Set(['@>', '<@', '&&', '@@', '?', '?|', '?&']);

function readMembership(expression: ParseNode, { instance, column }: ResolvedColumn): readonly Said[] {
  const name = operator(expression);
  if (expression['kind'] !== 'AEXPR_OP' || !MEMBERSHIP.has(name)) return [];
  return [
    {
      instance,
      membership: { column, operator: name, parameters: parametersOf(expression, expression['rexpr'], false) },
    },
  ];
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
      return name === '~~' && mayBePrefix(expression['rexpr']) ? 'prefix' : undefined;
    default:
      return undefined;
  }
}

/** A pattern that is a parameter may begin with its text; one that begins with a wildcard cannot. */
function mayBePrefix(pattern: unknown): boolean {
  const text = open(open(pattern, 'A_Const'), 'sval')?.['sval'];
  return typeof text !== 'string' || !/^[%_]/.test(text);
}
