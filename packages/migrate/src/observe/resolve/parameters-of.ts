import type { ParameterUse } from './access.js';
import type { ParseNode } from './grammar.js';
import { nodeList, operator, parameterNumber } from './parse-tree.js';

/** What the parameters on the other side of a condition stand for. `mirrored` where the column is on the right: `$1 < price`. */
export function parametersOf(expression: ParseNode, side: unknown, mirrored: boolean): readonly ParameterUse[] {
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

/** The last role holds for all that follow. */
function used(numbers: readonly (number | null)[], roles: readonly ParameterUse['role'][]): readonly ParameterUse[] {
  return numbers.flatMap((number, at) => {
    const role = roles[at] ?? roles.at(-1);
    return number === null || role === undefined ? [] : [{ number, role }];
  });
}
