// What a kind of object must know: how it is named, created, dropped and changed.
import type { AnyFact, Catalog, Fact, ObjectId, ObjectKind } from '@senior-backend/core/postgres/catalog';
import type { StatementDraft } from './statement.js';

/** `{ keyword: 'TRIGGER', name: 'audit ON public.users' }`: as DROP, COMMENT ON and ALTER … OWNER TO take it. */
export interface Address {
  readonly keyword: string;
  readonly name: string;
}

export type Change =
  /** Statements that bring one state to the other. `disturbs`: dependants that have to be away meanwhile. */
  | {
      readonly how: 'alter';
      readonly statements: readonly StatementDraft[];
      readonly disturbs?: (dependant: AnyFact) => boolean;
      /** What depends on other facts that the statements touch, and has to be away too. */
      readonly displaces?: readonly ObjectId[];
    }
  /** There is no ALTER for it: it is dropped and created, with everything that depends on it. */
  | { readonly how: 'rebuild' };

export interface PlanContext {
  readonly before: Catalog;
  readonly after: Catalog;
  /** The role that will run the migration; what it creates is its own. */
  readonly role: string;
  /** Whether this plan creates the object, anew or again. */
  readonly isCreated: (id: ObjectId) => boolean;
  readonly isDropped: (id: ObjectId) => boolean;
  /** What is created by the statement that creates `id`, in the order of positions. */
  readonly createdWith: (id: ObjectId) => readonly AnyFact[];
  /** What depends on a fact, in `before`. */
  readonly dependantsOf: (id: ObjectId) => readonly AnyFact[];
  /** The same in `after`. */
  readonly dependantsAfter: (id: ObjectId) => readonly AnyFact[];
  readonly address: (id: ObjectId) => Address | undefined;
}

export interface Rule<K extends ObjectKind> {
  /** Undefined for what has no name of its own in SQL, such as a default. */
  readonly address: (fact: Fact<K>) => Address | undefined;
  readonly create: (fact: Fact<K>, context: PlanContext) => readonly StatementDraft[];
  readonly drop: (fact: Fact<K>, context: PlanContext) => readonly StatementDraft[];
  readonly change: (before: Fact<K>, after: Fact<K>, context: PlanContext) => Change;
  /** The fact whose CREATE may carry this one inside it. */
  readonly createdWith?: (fact: Fact<K>, after: Catalog) => ObjectId | undefined;
  /** Facts whose DROP takes this one along. */
  readonly droppedWith?: (fact: Fact<K>, before: Catalog) => readonly ObjectId[];
  /** Whether it outlives something that it depends on: that is made anew, or gone for good. */
  readonly endures?: (fact: Fact<K>, cause: AnyFact, how: 'rebuild' | 'drop') => boolean;
  /** Names in pg_class or pg_type that it takes up, with the schema: `public.users`. */
  readonly occupies?: (fact: Fact<K>) => readonly string[];
}

export const REBUILD: Change = { how: 'rebuild' };

export function alter(...statements: readonly (StatementDraft | undefined | false)[]): Change {
  return { how: 'alter', statements: statements.filter((statement) => statement !== undefined && statement !== false) };
}
