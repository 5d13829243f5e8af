import type { ParameterUse } from './access.js';
import type { ParseNode } from './grammar.js';
import { nodeList, open, operator, parameterNumber } from './parse-tree.js';

/** What the parameters on the other side of a condition stand for. `mirrored` where the column is on the right: `$1 < price`. */
export function parametersOf(expression: ParseNode, side: unknown, mirrored: boolean): readonly ParameterUse[] {
  const query = textSearchArguments(side);
  if (query) return used(query.map(parameterNumber), query.length > 1 ? ['configuration', 'value'] : ['value']);
  const items = nodeList(side);
  const numbers = (items.length > 0 ? items : [side]).map(parameterNumber);
  if (expression['kind'] === 'AEXPR_OP_ANY') return used(numbers, ['list']);
  if (expression['kind'] === 'AEXPR_LIKE') return used(numbers, ['pattern']);
  if (expression['kind'] === 'AEXPR_BETWEEN') return used(numbers, ['low', 'high']);
  const name = operator(expression);
  if (/^<=?$/.test(name)) return used(numbers, [mirrored ? 'low' : 'high']);
  if (/^>=?$/.test(name)) return used(numbers, [mirrored ? 'high' : 'low']);
  return used(numbers, ['value']);
}

/** The arguments of `to_tsquery($1, $2)` and its sisters. */
function textSearchArguments(side: unknown): readonly ParseNode[] | undefined {
  const call = open(side, 'FuncCall');
  const name = open(nodeList(call?.['funcname']).at(-1), 'String')?.['sval'];
  return typeof name === 'string' && name.endsWith('to_tsquery') ? nodeList(call?.['args']) : undefined;
}

/** The last role holds for all that follow. */
function used(numbers: readonly (number | null)[], roles: readonly ParameterUse['role'][]): readonly ParameterUse[] {
  return numbers.flatMap((number, at) => {
    const role = roles[at] ?? roles.at(-1);
    return number === null || role === undefined ? [] : [{ number, role }];
  });
}
