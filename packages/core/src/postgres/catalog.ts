// The model of a database's schema: facts with names, attributes and dependencies. Types and no code.
// Names and definitions are the server's own words, read with an empty search_path, so every name in them is qualified.
import type {
  AggregateAttributes,
  BaseTypeAttributes,
  CollationAttributes,
  ColumnAttributes,
  CompositeField,
  ConstraintAttributes,
  DomainAttributes,
  FamilyMember,
  FiringMode,
  FunctionAttributes,
  IndexAttributes,
  MaterializedViewAttributes,
  OperatorAttributes,
  OperatorClassAttributes,
  PolicyAttributes,
  PrivilegeSet,
  PublicationAttributes,
  RangeAttributes,
  RoleAttributes,
  RoleMembershipAttributes,
  RoleSettingAttributes,
  SequenceAttributes,
  SubscriptionAttributes,
  TableAttributes,
  TextSearchMapping,
  TriggerAttributes,
  ViewAttributes,
} from './catalog/attributes.js';

/** `table:public.users`, `column:public.users.id`: the kind, and the names as SQL quotes them. */
export type ObjectId = string;

/** One thing that a statement can create, change or drop; the smallest grain that the server offers. */
export interface Fact<K extends ObjectKind = ObjectKind> {
  readonly id: ObjectId;
  readonly kind: K;
  /** From the schema down, unquoted: `['public', 'users', 'id']`. A function's last name is its argument types. */
  readonly names: readonly string[];
  readonly attributes: AttributesOf[K];
  /** Facts that must be there before this one, in a stable order: pg_depend, and what the names imply. */
  readonly dependsOn: readonly ObjectId[];
  /** The place among siblings (a column's number in its table); not part of what is compared. */
  readonly position: number;
}

export type AnyFact = { readonly [K in ObjectKind]: Fact<K> }[ObjectKind];

export interface Catalog {
  /** `server_version_num` of the server that was read. */
  readonly serverVersion: number;
  /** The role that read it: what it creates belongs to it. */
  readonly role: string;
  /** By id, in the order of kinds and then of names. */
  readonly facts: ReadonlyMap<ObjectId, AnyFact>;
}

export type ObjectKind = keyof AttributesOf;

export interface AttributesOf {
  /** The three kinds of roles belong to the whole server, and are read apart: read-roles.ts. */
  readonly role: RoleAttributes;
  readonly roleMembership: RoleMembershipAttributes;
  readonly roleSetting: RoleSettingAttributes;
  readonly schema: Record<string, never>;
  readonly extension: { readonly schema: string; readonly version: string };
  readonly language: {
    readonly trusted: boolean;
    readonly handler: string;
    readonly inline: string | null;
    readonly validator: string | null;
  };
  readonly collation: CollationAttributes;
  readonly enum: { readonly labels: readonly string[] };
  readonly domain: DomainAttributes;
  readonly domainConstraint: { readonly definition: string; readonly validated: boolean };
  readonly composite: { readonly fields: readonly CompositeField[] };
  readonly range: RangeAttributes;
  /** A name that functions may speak of before there is a type: of each base type too, which its functions come before. */
  readonly shellType: Record<string, never>;
  readonly baseType: BaseTypeAttributes;
  readonly function: FunctionAttributes;
  readonly aggregate: AggregateAttributes;
  readonly operator: OperatorAttributes;
  readonly operatorFamily: { readonly method: string; readonly members: readonly FamilyMember[] };
  readonly operatorClass: OperatorClassAttributes;
  readonly cast: {
    readonly source: string;
    readonly target: string;
    readonly function: string | null;
    readonly method: 'function' | 'inout' | 'binary';
    readonly context: 'implicit' | 'assignment' | 'explicit';
  };
  readonly conversion: {
    readonly from: string;
    readonly to: string;
    readonly function: string;
    readonly isDefault: boolean;
  };
  readonly accessMethod: { readonly type: 'INDEX' | 'TABLE'; readonly handler: string };
  readonly transform: {
    readonly type: string;
    readonly language: string;
    readonly fromSql: string | null;
    readonly toSql: string | null;
  };
  readonly textSearchDictionary: { readonly template: string; readonly options: string | null };
  readonly textSearchConfiguration: { readonly parser: string; readonly mappings: readonly TextSearchMapping[] };
  readonly textSearchParser: {
    readonly start: string;
    readonly token: string;
    readonly end: string;
    readonly headline: string | null;
    readonly types: string;
  };
  readonly textSearchTemplate: { readonly init: string | null; readonly lexize: string };
  readonly sequence: SequenceAttributes;
  readonly sequenceOwner: { readonly sequence: string; readonly table: string; readonly column: string };
  readonly table: TableAttributes;
  readonly column: ColumnAttributes;
  readonly default: { readonly expression: string };
  readonly inheritance: { readonly child: string; readonly parent: string; readonly order: number };
  readonly partition: { readonly child: string; readonly parent: string; readonly bound: string };
  readonly constraint: ConstraintAttributes;
  readonly index: IndexAttributes;
  readonly indexAttachment: { readonly child: string; readonly parent: string };
  readonly view: ViewAttributes;
  readonly materializedView: MaterializedViewAttributes;
  readonly viewColumn: {
    readonly statistics: number | null;
    readonly storage: string | null;
    readonly compression: string | null;
  };
  readonly rule: { readonly definition: string; readonly enabled: FiringMode };
  readonly trigger: TriggerAttributes;
  readonly eventTrigger: {
    readonly event: string;
    readonly function: string;
    readonly tags: readonly string[];
    readonly enabled: FiringMode;
  };
  readonly policy: PolicyAttributes;
  readonly statistics: { readonly definition: string; readonly target: number | null };
  readonly publication: PublicationAttributes;
  readonly publicationTable: {
    readonly publication: string;
    readonly table: string;
    readonly columns: readonly string[] | null;
    readonly where: string | null;
  };
  readonly publicationSchema: { readonly publication: string; readonly schema: string };
  readonly subscription: SubscriptionAttributes;
  readonly foreignDataWrapper: {
    readonly handler: string | null;
    readonly validator: string | null;
    readonly options: readonly string[];
  };
  readonly server: {
    readonly wrapper: string;
    readonly type: string | null;
    readonly version: string | null;
    readonly options: readonly string[];
  };
  readonly userMapping: { readonly server: string; readonly user: string; readonly options: readonly string[] };
  readonly defaultPrivilege: PrivilegeSet & {
    readonly role: string;
    readonly schema: string | null;
    readonly objects: 'TABLES' | 'SEQUENCES' | 'FUNCTIONS' | 'TYPES' | 'SCHEMAS';
  };
  readonly owner: { readonly target: ObjectId; readonly role: string };
  readonly grant: PrivilegeSet & {
    /** Where `object` is given: the extension that it is a member of, empty for what the server brought. */
    readonly target: ObjectId;
    /** `FUNCTION public.akeys(public.hstore)`, of what is no fact of its own. */
    readonly object?: string;
    readonly column: string | null;
    /** The target is a column, and what is granted is its identity's sequence. */
    readonly ofSequence: boolean;
    readonly isOwner: boolean;
  };
  readonly comment: { readonly target: ObjectId; readonly part: CommentPart; readonly text: string };
  readonly securityLabel: {
    readonly target: ObjectId;
    readonly part: CommentPart;
    readonly provider: string;
    readonly text: string;
  };
}

/** What of the target is meant: itself, a column of a view, the index behind a constraint, the sequence of an identity, the NOT NULL of a column or domain. */
export type CommentPart =
  | { readonly kind: 'whole' }
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'index' }
  | { readonly kind: 'sequence' }
  | { readonly kind: 'notNull' };
