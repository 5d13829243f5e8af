// The model with everything decided that emitters must agree on: names, files, variants, order. Types and no code.
import type { ApiModel, Operation, Schema, SchemaId } from '../model/api-model.js';

/** Where a value travels. readOnly properties are no part of a request, writeOnly ones no part of a response. */
export type Direction = 'request' | 'response';

export interface PlannedSchema {
  readonly id: SchemaId;
  /** The identifier of the type and of the validator. */
  readonly name: string;
  readonly direction: Direction;
  /** It is the second schema of its id: what a request may hold. */
  readonly isVariant: boolean;
  readonly schema: Schema;
  /** The schema describes parts of a multipart body, where `format: binary` is a file. */
  readonly uploads: boolean;
  /** The schema refers to itself, directly or through others. */
  readonly recursive: boolean;
}

/** In the words of the framework, or a function from input to reply that knows none. */
export type HandlerStyle = 'native' | 'portable';

export interface PlannedOperation {
  readonly operation: Operation;
  /** The identifier of the handler; also the key in tables of operations. */
  readonly name: string;
  /** The route file, without folder and extension: `user-accounts`. */
  readonly file: string;
  /** How its handler is written; native where nothing is said. */
  readonly style?: HandlerStyle;
}

/** A request that the API sends. */
export interface PlannedOutgoing extends PlannedOperation {
  /** Of a callback: the handler of its operation, and its name in the document. */
  readonly callback?: { readonly of: string; readonly name: string };
}

export interface ApiPlan {
  readonly model: ApiModel;
  /** What is referred to comes first, save where schemas refer to each other in a circle. */
  readonly schemas: readonly PlannedSchema[];
  /** In the order of the document. */
  readonly operations: readonly PlannedOperation[];
  readonly webhooks: readonly PlannedOutgoing[];
  readonly callbacks: readonly PlannedOutgoing[];
  /** The name of a schema in one direction. */
  nameOf(id: SchemaId, direction: Direction): string;
}
