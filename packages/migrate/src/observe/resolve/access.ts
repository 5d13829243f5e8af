// How a statement reads one table: the columns that its conditions compare, at the grain that an index can serve. Types and
// no code.
import type { TableName } from '../observation.js';

export interface TableAccess {
  readonly table: TableName;
  readonly write: boolean;
  readonly conditions: readonly Condition[];
  /** Leading columns of ORDER BY, as far as they are plain columns of this table in one direction. */
  readonly sort: readonly string[];
  /** Columns of GROUP BY and DISTINCT, and of min and max, that are plain columns of this table. */
  readonly group: readonly string[];
  readonly limited: boolean;
  /** The `$n` behind LIMIT and OFFSET. */
  readonly paging: { readonly limit: number | null; readonly offset: number | null };
  /** Every column that the statement names of this table; null where it takes whole rows. */
  readonly reads: readonly string[] | null;
  /** Columns that an UPDATE sets. */
  readonly sets: readonly string[];
  /** Conditions on an expression over columns of this table: `lower(email) = $1`. */
  readonly expressions: readonly ExpressionCondition[];
  /** Conditions that hold no parameter, and so could be those of a partial index: `deleted_at IS NULL`. */
  readonly predicates: readonly Predicate[];
  /** Conditions that no b-tree serves: `tags @> $1`. */
  readonly memberships: readonly Membership[];
}

export interface Condition {
  readonly column: string;
  /** `equal` covers =, IN and = ANY; `join` is = with a column of another table. */
  readonly kind: 'equal' | 'join' | 'range' | 'prefix' | 'null';
  /** The parameters that it compares with. */
  readonly parameters: readonly ParameterUse[];
}

/** A `$n` of a statement and what it stands for: a value, the end of a range, a list of values, a pattern of LIKE, a text search configuration. */
export interface ParameterUse {
  readonly number: number;
  readonly role: 'value' | 'low' | 'high' | 'list' | 'pattern' | 'configuration';
}

export interface ExpressionCondition {
  /** As SQL, with bare column names. */
  readonly sql: string;
  readonly columns: readonly string[];
  readonly kind: 'equal' | 'range';
  readonly parameters: readonly ParameterUse[];
}

export interface Predicate {
  readonly column: string;
  /** As SQL, with bare column names. */
  readonly sql: string;
  /** The value that the column is compared with, as text; null for IS NULL, undefined where it is neither. */
  readonly value?: string | null;
}

export interface Membership {
  readonly column: string;
  /** `@>`, `<@`, `&&`, `@@`, `?`, `?|`, `?&`. */
  readonly operator: string;
  readonly parameters: readonly ParameterUse[];
}
