// A table or view as an API needs to know it: what the catalogue says, in the words of the API. Types and no code.

export interface Relation {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly description?: string;
  readonly columns: readonly Column[];
  /** The columns that tell rows apart, none of them null; empty where nothing does. */
  readonly key: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Whether rows have an xmin that every statement can return. */
  readonly versioned: boolean;
  /** Constraint, or unique index → its columns: the fields that an error is about. */
  readonly constraints: ReadonlyMap<string, readonly string[]>;
}

export interface Column {
  readonly name: string;
  readonly description?: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** The database gives the value, always: identity, sequence, generated. */
  readonly readOnly: boolean;
  readonly hasDefault: boolean;
  /** What constraints say of the value, as far as JSON Schema can say it too. */
  readonly limits: Limits;
  /** An index that begins with the column keeps it in order: ranges, lists and sorting cost what they find. */
  readonly ordered: boolean;
  /** An index serves LIKE on it. */
  readonly patterns: boolean;
}

/** Bounds of numbers and of texts, as JSON Schema names them. */
export interface Limits {
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly values?: readonly (string | number)[];
}

export type ColumnType = NamedType & {
  /** What a parameter is cast to, without length and precision: a cast to `varchar(3)` would cut without a word. */
  readonly sql: string;
};

type NamedType =
  | { readonly kind: 'integer'; readonly bits: 16 | 32 }
  | { readonly kind: 'decimal'; readonly precision?: number; readonly scale?: number }
  | { readonly kind: 'text'; readonly maxLength?: number }
  | { readonly kind: 'enum'; readonly name: string; readonly schema: string; readonly labels: readonly string[] }
  | { readonly kind: 'array'; readonly item: ColumnType }
  | {
      readonly kind: 'domain';
      readonly name: string;
      readonly schema: string;
      readonly base: ColumnType;
      readonly limits: Limits;
      readonly description?: string;
    }
  | {
      readonly kind:
        | 'bigint'
        | 'float'
        | 'boolean'
        | 'uuid'
        | 'date'
        | 'time'
        | 'timestamp'
        | 'timestamptz'
        | 'interval'
        | 'bytes'
        | 'json'
        | 'range'
        | 'composite'
        /** Anything else, in the text form that PostgreSQL gives it. */
        | 'other';
    };

export interface ForeignKey {
  readonly columns: readonly string[];
  readonly references: { readonly schema: string; readonly table: string; readonly columns: readonly string[] };
}
