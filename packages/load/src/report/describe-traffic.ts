import type { Traffic } from '../model/traffic.js';
import { operationNames } from '../model/traffic.js';

/** The method of the one request, or how many operations there are. */
export function describeMethod(traffic: Traffic): string {
  const operations = operationNames(traffic).length;
  return operations > 1 ? `${operations} operations` : traffic.flows[0].steps[0].method;
}
