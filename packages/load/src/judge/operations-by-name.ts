import type { OperationCounts } from '../measure/operations.js';
import { operationNames, type Traffic } from '../model/traffic.js';

/** Empty where there is but one operation: the whole says it all. Of two with one name the first, as in the order of the report. */
export function operationsByName(
  traffic: Traffic,
  operations: readonly OperationCounts[],
): ReadonlyMap<string, OperationCounts> {
  const names = operationNames(traffic);
  const named = operations.map((operation, index) => [names[index] ?? '', operation] as const);
  return new Map(named.reverse());
}
