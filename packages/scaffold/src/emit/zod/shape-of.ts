// What the texts of a parameter are to become: the decoder's little grammar, `'number'`, `['string']`, `{ R: 'number' }`.
import type { Parameter, Schema } from '../../model/api-model.js';
import type { ApiPlan } from '../../plan/api-plan.js';
import { code, key } from '../code.js';
import { type Doc, entry, group } from '../layout.js';

type Shape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'any'
  | { readonly items: Shape }
  | { readonly properties: ReadonlyMap<string, Shape> };

const DEEPEST = 6;

export function shapeOfParameter(plan: ApiPlan, parameter: Parameter): Doc {
  return shapeOfSchema(plan, parameter.schema);
}

export function shapeOfSchema(plan: ApiPlan, schema: Schema): Doc {
  return printShape(shapeOf(plan, schema, DEEPEST));
}

function printShape(shape: Shape): Doc {
  if (shape === 'string') return code`'string'`;
  if (shape === 'number') return code`'number'`;
  if (shape === 'boolean') return code`'boolean'`;
  if (shape === 'any') return code`'any'`;
  if ('items' in shape) return group(code`[`, [entry(printShape(shape.items))], code`]`);
  return group(
    code`{`,
    [...shape.properties].map(([name, inner]) => entry(printShape(inner), { head: code`${key(name)}: ` })),
    code`}`,
    { padded: true },
  );
}

function shapeOf(plan: ApiPlan, schema: Schema, depth: number): Shape {
  if (typeof schema === 'boolean' || depth === 0) return 'any';
  const shapes: Shape[] = [];
  const own = ownShape(plan, schema, depth);
  if (own !== undefined) shapes.push(own);
  if (schema.ref !== undefined)
    shapes.push(shapeOf(plan, plan.model.schemas.get(schema.ref)?.schema ?? true, depth - 1));
  for (const inner of [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])])
    shapes.push(shapeOf(plan, inner, depth - 1));
  return merge(shapes);
}

/** The shapes of several schemas as one: properties together, a list over a single value, and else whatever it looks like. */
function merge(shapes: readonly Shape[]): Shape {
  const objects = shapes.filter((shape) => typeof shape === 'object' && 'properties' in shape);
  if (objects.length > 0) return { properties: new Map(objects.flatMap((shape) => [...shape.properties])) };
  const lists = shapes.filter((shape) => typeof shape === 'object' && 'items' in shape);
  if (lists.length > 0) return { items: merge(lists.map((shape) => shape.items)) };
  const leaves = new Set(shapes);
  const [only] = leaves;
  return leaves.size === 1 && only !== undefined ? only : 'any';
}

function ownShape(plan: ApiPlan, schema: Exclude<Schema, boolean>, depth: number): Shape | undefined {
  const types = (schema.types ?? []).map((type) => (type === 'integer' ? 'number' : type));
  if (schema.properties || types.includes('object')) {
    const properties = [...(schema.properties ?? [])].map(
      ([name, inner]) => [name, shapeOf(plan, inner, depth - 1)] as const,
    );
    const rest =
      schema.additionalProperties === false
        ? []
        : [
            [
              '*',
              schema.additionalProperties === undefined ? 'any' : shapeOf(plan, schema.additionalProperties, depth - 1),
            ] as const,
          ];
    return { properties: new Map([...properties, ...rest]) };
  }
  if (types.includes('array')) return { items: shapeOf(plan, schema.items ?? true, depth - 1) };
  const leaves = new Set(
    types.length > 0 ? types : (schema.enum ?? []).map((value) => (value === null ? 'null' : typeof value)),
  );
  const [only] = leaves;
  if (leaves.size === 0) return schema.pattern === undefined && schema.format === undefined ? undefined : 'string';
  return leaves.size === 1 && (only === 'string' || only === 'number' || only === 'boolean') ? only : 'any';
}
