import type { SchemaId } from '../../model/api-model.js';
import type { ApiPlan } from '../../plan/api-plan.js';
import type { Code } from '../code.js';

/** What the file of the guards declares or imports for itself, where a guard needs it. */
export type GuardHelper = 'hasCharacters' | 'hasFormat' | 'isObject' | 'z';

export interface GuardContext {
  readonly plan: ApiPlan;
  readonly direction: 'request';
  readonly uses: Set<GuardHelper>;
  /** The name of the guard of a schema that is referred to; the guard that is being made depends on it from now on. */
  guardOf(id: SchemaId): Code;
  /** The name of a constant of the module with this value. */
  constant(value: Code): Code;
  /** Adds a function to the guard that is being made, and gives its name. `hint` is a part of it. */
  declare(hint: string, body: Code): Code;
}
