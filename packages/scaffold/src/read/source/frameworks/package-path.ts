import type { Value } from '../values.js';

export interface PackagePath {
  readonly name: string;
  /** Members, without `default`: `express.Router` → Router. */
  readonly members: readonly string[];
}

/** The package that a value comes from, and the way into it; undefined for anything else. */
export function packagePath(value: Value): PackagePath | undefined {
  if (value.kind === 'package') return { name: value.name, members: [] };
  if (value.kind !== 'member') return undefined;
  const above = packagePath(value.object);
  return (
    above && { name: above.name, members: value.name === 'default' ? above.members : [...above.members, value.name] }
  );
}

/** `express.Router` → `express.Router`; the empty text for what comes from no package. */
export function packageName(value: Value): string {
  const path = packagePath(value);
  return path ? [path.name, ...path.members].join('.') : '';
}
