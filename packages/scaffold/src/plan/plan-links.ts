// The links of answers, with the operations that they lead to.
import type { Json, Link, Operation, Parameter } from '../model/api-model.js';
import { findTarget, targetParameter } from '../model/link-target.js';
import type { PlannedOperation } from './api-plan.js';

export interface PlannedLink {
  /** The handler whose answer it is. */
  readonly of: string;
  /** `200`, `4XX` or `default`. */
  readonly status: string;
  readonly link: Link;
  readonly target: Operation;
  readonly parameters: readonly SetParameter[];
}

/** A parameter with the constant or the runtime expression that it gets. */
export interface SetParameter {
  readonly parameter: Parameter;
  readonly value: Json;
}

/** In the order of the document. What leads nowhere was warned of when it was read. */
export function planLinks(operations: readonly PlannedOperation[]): readonly PlannedLink[] {
  const find = findTarget(operations.map(({ operation }) => operation));
  return operations.flatMap(({ operation, name: of }) =>
    operation.responses.flatMap(({ status, links = [] }) =>
      links.flatMap((link): readonly PlannedLink[] => {
        const target = find(link.target);
        return target ? [{ of, status, link, target, parameters: parametersOf(target, link) }] : [];
      }),
    ),
  );
}

function parametersOf(target: Operation, link: Link): readonly SetParameter[] {
  return [...link.parameters].flatMap(([key, value]) => {
    const parameter = targetParameter(target, key);
    return parameter ? [{ parameter, value }] : [];
  });
}
