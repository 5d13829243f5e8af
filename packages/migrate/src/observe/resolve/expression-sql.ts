// Writes a part of a parse tree as SQL again, for the keys and conditions of an index: function calls, casts, operators,
// columns without their qualifier, constants. Anything else is left alone.
import { quoteIdentifier, quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import type { ParseNode } from './grammar.js';
import { nodeList, open } from './parse-tree.js';
import { type Instance, resolveColumn, type Scope } from './scope.js';

export interface WrittenExpression {
  readonly sql: string;
  readonly columns: readonly string[];
  readonly instances: readonly Instance[];
}

export function expressionSql(node: unknown, scope: Scope): WrittenExpression | undefined {
  const columns = new Set<string>();
  const instances = new Set<Instance>();
  const sql = write(node, (column) => {
    const found = resolveColumn(column, scope);
    if (!found) return undefined;
    columns.add(found.column);
    instances.add(found.instance);
    return quoteIdentifier(found.column);
  });
  return sql === undefined ? undefined : { sql, columns: [...columns], instances: [...instances] };
}

type WriteColumn = (node: unknown) => string | undefined;

function write(node: unknown, column: WriteColumn): string | undefined {
  if (open(node, 'ColumnRef')) return column(node);
  const constant = open(node, 'A_Const');
  if (constant) return writeConstant(constant);
  const call = open(node, 'FuncCall');
  if (call) return writeCall(call, column);
  const cast = open(node, 'TypeCast');
  if (cast) return writeCast(cast, column);
  const expression = open(node, 'A_Expr');
  return expression?.['kind'] === 'AEXPR_OP' ? writeOperator(expression, column) : undefined;
}

function writeConstant(constant: ParseNode): string | undefined {
  const text = open(constant, 'sval');
  if (text) return quoteLiteral(String(text['sval'] ?? ''));
  const whole = open(constant, 'ival');
  if (whole) return String(whole['ival'] ?? 0);
  const fraction = open(constant, 'fval')?.['fval'];
  if (typeof fraction === 'string') return fraction;
  const flag = open(constant, 'boolval');
  return flag ? String(flag['boolval'] === true) : undefined;
}

/** Plain calls alone: no aggregate's clauses, no window. */
function writeCall(call: ParseNode, column: WriteColumn): string | undefined {
  const special = ['agg_order', 'agg_filter', 'over', 'agg_star', 'agg_distinct', 'func_variadic'];
  const values = nodeList(call['args']).map((argument) => write(argument, column));
  if (special.some((part) => call[part] !== undefined) || values.includes(undefined)) return undefined;
  return `${qualified(call['funcname'])}(${values.join(', ')})`;
}

function writeCast(cast: ParseNode, column: WriteColumn): string | undefined {
  const type = cast['typeName'] as ParseNode | undefined;
  const value = write(cast['arg'], column);
  if (value === undefined || !type || type['arrayBounds'] !== undefined || type['typmods'] !== undefined)
    return undefined;
  return `(${value})::${qualified(type['names'])}`;
}

function writeOperator(expression: ParseNode, column: WriteColumn): string | undefined {
  const left = write(expression['lexpr'], column);
  const right = write(expression['rexpr'], column);
  const names = nodeList(expression['name']).map((part) => String(open(part, 'String')?.['sval'] ?? ''));
  const [name = ''] = names;
  return left === undefined || right === undefined || names.length !== 1 ? undefined : `(${left} ${name} ${right})`;
}

function qualified(names: unknown): string {
  return nodeList(names)
    .map((part) => quoteIdentifier(String(open(part, 'String')?.['sval'] ?? '')))
    .join('.');
}
