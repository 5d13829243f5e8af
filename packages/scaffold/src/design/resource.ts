// What the API has for each table, before it is written as a document and as code. Types and no code.
import type { Column, Relation } from '../model/relation.js';

/** `["public","orders"]`: tells a relation of the database from every other. */
export type RelationId = string;

export interface Resource {
  readonly id: RelationId;
  readonly relation: Relation;
  /** The first part of the path, and the tag: `order-items`. */
  readonly slug: string;
  /** For people: `order item`. */
  readonly noun: string;
  /** Whether rows can be created, changed and deleted. */
  readonly writable: boolean;
  readonly key: readonly KeyPart[];
  readonly filters: readonly Filter[];
  /** Columns that a list can be sorted by. */
  readonly sorts: readonly Column[];
  /** The order of a list that nobody sorts: by its key, or by all that can be ordered. */
  readonly order: readonly Column[];
  readonly embeds: readonly Embed[];
  readonly links: readonly Link[];
  readonly names: ResourceNames;
}

/** A column of the key and the name that it has in paths. */
export interface KeyPart {
  readonly parameter: string;
  readonly column: Column;
}

/** Names of schemas and of operations, each given once in the whole document. */
export interface ResourceNames {
  readonly row: string;
  readonly selection: string;
  readonly create: string;
  readonly update: string;
  /** Undefined where it takes the same body as creating does. */
  readonly replacement: string | undefined;
  readonly operations: Readonly<Record<Action, string>>;
}

export type Action = 'list' | 'create' | 'get' | 'replace' | 'update' | 'delete';

export type Operator = 'eq' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'like';

export interface Filter {
  /** `filter[total][gte]` */
  readonly parameter: string;
  readonly column: Column;
  readonly operator: Operator;
}

/** Equality of a column there and a column here. */
export interface Pair {
  readonly theirs: string;
  readonly ours: string;
}

export interface Embed {
  readonly name: string;
  readonly target: RelationId;
  readonly many: boolean;
  /** Of the target's columns and ours; of the join table's columns and ours where there is one. */
  readonly on: readonly Pair[];
  readonly through?: Through;
}

export interface Through {
  readonly schema: string;
  readonly table: string;
  /** Of the target's columns and the join table's. */
  readonly on: readonly Pair[];
}

/** A join table as seen from one of its two sides. */
export interface Link {
  readonly embed: Embed & { readonly through: Through };
  /** The last part of the path: `/orders/{id}/tags`. */
  readonly segment: string;
  /** The key of the target in the path, by the columns of the join table. */
  readonly key: readonly (KeyPart & { readonly joinColumn: string })[];
  readonly operations: { readonly list: string; readonly link: string; readonly unlink: string };
}

export interface Design {
  readonly resources: readonly Resource[];
  readonly byId: ReadonlyMap<RelationId, Resource>;
  /** `["shop","order_status"]` → the name of its schema. */
  readonly types: ReadonlyMap<string, string>;
  readonly rowSecurity: boolean;
  /** Changes without If-Match are refused. */
  readonly ifMatchRequired: boolean;
  /** Errors are problem details of RFC 9457. */
  readonly problems: boolean;
  /** Health and readiness are operations of the API; otherwise the server around it has them. */
  readonly probes: boolean;
}
