// What a plan does, before it is SQL.
import type { AnyFact } from '@senior-backend/core/postgres/catalog';

export interface Action {
  readonly verb: 'drop' | 'alter' | 'create';
  readonly fact: AnyFact;
}

/** Actions that happen in one statement: the first is the one that is written. */
export interface Step {
  readonly action: Action;
  /** Facts that are dropped or created along with it. */
  readonly riders: readonly AnyFact[];
  readonly rank: number;
}
