// What an object schema looks like in one direction.
import type { Schema, SchemaObject } from '../model/api-model.js';
import type { ApiPlan, Direction } from './api-plan.js';
import { markOf } from './variants.js';

export interface ShapedProperty {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  /** Why the schema is not its own: the property does not belong in this direction. */
  readonly mark?: 'readOnly' | 'writeOnly';
}

export interface ObjectShape {
  readonly properties: readonly ShapedProperty[];
  /** Names that must be there and have no schema. */
  readonly bareRequired: readonly string[];
}

/**
 * A readOnly property is left out of requests: it may be sent, and is ignored. A writeOnly property must not be in an answer.
 * Neither is required where it does not belong (OpenAPI 3.0.3, schema object).
 */
export function shapeOf(plan: ApiPlan, schema: SchemaObject, direction: Direction): ObjectShape {
  const required = new Set(schema.required);
  const properties: ShapedProperty[] = [];
  for (const [name, property] of schema.properties ?? []) {
    const left = markOf(plan.model, property) === direction;
    const closed = schema.additionalProperties !== undefined && schema.additionalProperties !== true;
    if (!left) properties.push({ name, schema: property, required: required.has(name) });
    else if (direction === 'response') properties.push({ name, schema: false, required: false, mark: 'writeOnly' });
    else if (closed) properties.push({ name, schema: true, required: false, mark: 'readOnly' });
    required.delete(name);
  }
  return { properties, bareRequired: [...required] };
}
