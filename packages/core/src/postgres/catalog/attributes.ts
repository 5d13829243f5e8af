// What the facts of the larger kinds hold, as catalog.ts puts them together. Types and no code.

/** When a trigger or rule fires: `pg_trigger.tgenabled`. */
export type FiringMode = 'origin' | 'disabled' | 'replica' | 'always';

export interface PrivilegeSet {
  /** A role, or `PUBLIC`. */
  readonly grantee: string;
  /** `SELECT`, or `SELECT*` with the grant option; sorted. */
  readonly privileges: readonly string[];
  /** What the grantee has where nobody granted or revoked anything. */
  readonly builtIn: readonly string[];
}

/** What `pg_roles` says of a role, but for its password. */
export interface RoleAttributes {
  readonly superuser: boolean;
  readonly inherit: boolean;
  readonly createRole: boolean;
  readonly createDatabase: boolean;
  readonly login: boolean;
  readonly replication: boolean;
  readonly bypassRowSecurity: boolean;
  /** -1 for no limit. */
  readonly connectionLimit: number;
  /** When the password ends, in UTC; null for never. */
  readonly validUntil: string | null;
  readonly comment: string | null;
}

export interface RoleMembershipAttributes {
  readonly role: string;
  readonly member: string;
  readonly admin: boolean;
  /** From version 16; null before, where both follow the member. */
  readonly inherit: boolean | null;
  readonly set: boolean | null;
  /** Who granted it, where that is neither the server's first role nor the one that reads; null before version 16. */
  readonly grantor: string | null;
}

export interface RoleSettingAttributes {
  /** Empty for every role: what ALTER DATABASE sets. */
  readonly role: string;
  readonly name: string;
  readonly value: string;
  /** In the database that was read alone; else in every database. */
  readonly here: boolean;
}

export interface CollationAttributes {
  readonly provider: string;
  readonly collate: string | null;
  readonly ctype: string | null;
  readonly locale: string | null;
  readonly rules: string | null;
  readonly deterministic: boolean;
}

export interface DomainAttributes {
  readonly type: string;
  readonly notNull: boolean;
  /** Of the constraint that NOT NULL is from version 18; null where it is the server's choice. */
  readonly notNullName: string | null;
  readonly default: string | null;
  readonly collation: string | null;
}

export interface CompositeField {
  readonly name: string;
  readonly type: string;
  readonly collation: string | null;
}

export interface RangeAttributes {
  readonly subtype: string;
  readonly operatorClass: string | null;
  readonly collation: string | null;
  readonly canonical: string | null;
  readonly difference: string | null;
  readonly multirange: string | null;
}

/** `pg_type` of what CREATE TYPE makes out of functions. Functions by their qualified names. */
export interface BaseTypeAttributes {
  readonly input: string;
  readonly output: string;
  readonly receive: string | null;
  readonly send: string | null;
  readonly modifierInput: string | null;
  readonly modifierOutput: string | null;
  readonly analyze: string | null;
  readonly subscript: string | null;
  /** In bytes; -1 for a length that varies, -2 for a text that ends in a null byte. */
  readonly length: number;
  readonly byValue: boolean;
  readonly alignment: 'char' | 'int2' | 'int4' | 'double';
  readonly storage: 'plain' | 'external' | 'main' | 'extended';
  readonly category: string;
  readonly preferred: boolean;
  readonly default: string | null;
  readonly element: string | null;
  readonly delimiter: string;
  readonly collatable: boolean;
}

export interface FunctionAttributes {
  readonly routine: 'function' | 'procedure' | 'window';
  readonly definition: string;
  readonly returns: string | null;
  /** Names, modes and types without the default values: what CREATE OR REPLACE may not change. */
  readonly signature: readonly string[];
  /** The types that tell it apart from others of its name. */
  readonly inputs: string;
  readonly defaultCount: number;
  readonly language: string;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  readonly securityDefiner: boolean;
}

export interface AggregateAttributes {
  readonly kind: 'normal' | 'ordered' | 'hypothetical';
  readonly arguments: string;
  readonly options: readonly string[];
}

export interface SequenceAttributes {
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
  readonly unlogged: boolean;
}

export interface TableAttributes {
  readonly variant: 'ordinary' | 'partitioned' | 'foreign';
  readonly unlogged: boolean;
  /** `RANGE (created_at)` of a partitioned table. */
  readonly partitionKey: string | null;
  readonly isPartition: boolean;
  readonly ofType: string | null;
  readonly options: readonly string[];
  readonly toastOptions: readonly string[];
  readonly accessMethod: string | null;
  readonly tablespace: string | null;
  readonly rowSecurity: boolean;
  readonly forceRowSecurity: boolean;
  readonly replicaIdentity: 'default' | 'nothing' | 'full' | 'index';
  readonly server: string | null;
  readonly serverOptions: readonly string[];
}

export interface ColumnAttributes {
  readonly type: string;
  readonly notNull: boolean;
  /** The constraint behind it, from version 18, where it is not as NOT NULL alone makes it. */
  readonly notNullConstraint: NotNullAttributes | null;
  /** Where it is not the type's own. */
  readonly collation: string | null;
  readonly identity: IdentityAttributes | null;
  /** The expression of a generated column. */
  readonly generated: string | null;
  readonly generatedKind: 'stored' | 'virtual' | null;
  /** Where they are not the type's own or the server's default. */
  readonly storage: string | null;
  /** What its type would have. */
  readonly typeStorage: string;
  readonly compression: string | null;
  readonly statistics: number | null;
  readonly options: readonly string[];
  readonly serverOptions: readonly string[];
  /** Declared in this table, not only inherited. */
  readonly local: boolean;
  readonly inherited: boolean;
}

export interface NotNullAttributes {
  /** Null where it is `table_column_not_null`, as the server chooses it. */
  readonly name: string | null;
  readonly noInherit: boolean;
  readonly validated: boolean;
  /** False for one that is only inherited: nothing can be done about it but with the parent's. */
  readonly local: boolean;
}

export interface IdentityAttributes extends SequenceAttributes {
  readonly generation: 'always' | 'default';
  readonly sequence: readonly [schema: string, name: string];
}

export interface ConstraintAttributes {
  readonly type: 'primary key' | 'unique' | 'foreign key' | 'check' | 'exclude';
  readonly definition: string;
  readonly columns: readonly string[];
  readonly references: { readonly schema: string; readonly table: string; readonly columns: readonly string[] } | null;
  readonly validated: boolean;
  readonly local: boolean;
  readonly inherited: boolean;
  /** Of the index behind it. */
  readonly clustered: boolean;
  readonly replicaIdentity: boolean;
  readonly tablespace: string | null;
}

export interface IndexAttributes {
  readonly schema: string;
  readonly table: string;
  readonly definition: string;
  readonly method: string;
  readonly unique: boolean;
  /** Column names in key order; null for an expression. */
  readonly columns: readonly (string | null)[];
  readonly included: readonly string[];
  readonly predicate: string | null;
  readonly valid: boolean;
  readonly clustered: boolean;
  readonly replicaIdentity: boolean;
  readonly partitioned: boolean;
  readonly tablespace: string | null;
  /** Statistics targets by column number, for expressions. */
  readonly statistics: readonly string[];
}

export interface ViewColumn {
  readonly name: string;
  readonly type: string;
  readonly collation: string | null;
}

export interface ViewAttributes {
  readonly definition: string;
  readonly options: readonly string[];
  readonly columns: readonly ViewColumn[];
}

export interface MaterializedViewAttributes extends ViewAttributes {
  readonly populated: boolean;
  readonly tablespace: string | null;
  readonly accessMethod: string | null;
}

export interface TriggerAttributes {
  readonly definition: string;
  readonly enabled: FiringMode;
  /** When the trigger fires that this one is the copy of, on a partition; null for one of its own. */
  readonly ofParent: FiringMode | null;
}

export interface PolicyAttributes {
  readonly permissive: boolean;
  readonly command: 'ALL' | 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}

export interface OperatorAttributes {
  readonly left: string | null;
  readonly right: string | null;
  readonly function: string;
  readonly commutator: string | null;
  readonly negator: string | null;
  readonly restrict: string | null;
  readonly join: string | null;
  readonly hashes: boolean;
  readonly merges: boolean;
}

/** Whether it is enabled is not part of it: that is what it does at the moment. */
export interface SubscriptionAttributes {
  /** As libpq reads it. May hold a password. */
  readonly connection: string;
  readonly publications: readonly string[];
  /** `slot_name=shop`, `binary=false`: those of the server's version, in the order of its documentation. */
  readonly options: readonly string[];
}

/** An operator or function that is in a family and in none of its classes, as ALTER OPERATOR FAMILY adds and drops it. */
export interface FamilyMember {
  readonly add: string;
  readonly drop: string;
}

export interface OperatorClassAttributes {
  readonly method: string;
  readonly type: string;
  readonly family: string;
  readonly isDefault: boolean;
  readonly items: readonly string[];
}

export interface TextSearchMapping {
  readonly token: string;
  readonly dictionaries: readonly string[];
}

export interface PublicationAttributes {
  readonly allTables: boolean;
  readonly operations: readonly string[];
  readonly viaRoot: boolean;
}
