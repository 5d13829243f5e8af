// A column as a JSON schema: what a value of it looks like in the API.
import type { Json, Schema, SchemaObject } from '../model/api-model.js';
import type { Column, ColumnType, Limits } from '../model/relation.js';
import type { Design } from './resource.js';

type Types = Pick<Design, 'types'>;

/** A value of a column as it stands in a row. */
export function columnSchema(design: Types, column: Column): Schema {
  const { description, readOnly, limits } = column;
  const notes = { ...(description && { description }), ...(readOnly && { readOnly }) };
  const value = limited(typeSchema(design, column.type), column.type, limits);
  if (!column.nullable) return withNotes(value, notes);
  if (value.ref !== undefined) return { ...notes, anyOf: [value, { types: ['null'] }] };
  const values = value.enum && !value.enum.includes(null) ? [...value.enum, null] : value.enum;
  return withNotes(
    { ...value, ...(value.types && { types: [...value.types, 'null'] }), ...(values && { enum: values }) },
    notes,
  );
}

/** What is said of the column comes after what is said of its type. */
function withNotes(value: SchemaObject, notes: SchemaObject): SchemaObject {
  const { description } = value;
  const both = [notes.description, description].filter((text) => text !== undefined).join('\n\n');
  return { ...value, ...notes, ...(both !== '' && { description: both }) };
}

/** A value of a column as a parameter: never null, and without what is said of the row. */
export function valueSchema(design: Types, { type, limits }: Pick<Column, 'type' | 'limits'>): SchemaObject {
  const schema = limited(typeSchema(design, type), type, limits);
  return schema.types?.[0] === 'string' &&
    schema.minLength === undefined &&
    schema.enum === undefined &&
    type.kind === 'text'
    ? { ...schema, minLength: 1 }
    : schema;
}

/** A value of a type that is not named: the base of a domain, or the type of a column. */
export function typeSchema(design: Types, type: ColumnType): SchemaObject {
  switch (type.kind) {
    case 'enum':
    case 'domain':
      return { ref: schemaId(design.types.get(JSON.stringify([type.schema, type.name])) ?? '') };
    case 'array':
      return { types: ['array'], items: typeSchema(design, type.item) };
    case 'integer':
      return { types: ['integer'], format: 'int32', ...(type.bits === 16 && { minimum: -32768, maximum: 32767 }) };
    case 'decimal':
      return { types: ['string'], format: 'decimal', pattern: decimalPattern(type) };
    case 'text':
      return { types: ['string'], ...(type.maxLength !== undefined && { maxLength: type.maxLength }) };
    default:
      return PLAIN[type.kind];
  }
}

/** Digits before and behind the point as `numeric(10,2)` has them. */
function decimalPattern({ precision, scale = 0 }: { readonly precision?: number; readonly scale?: number }): string {
  if (precision === undefined || scale < 0) return '^-?\\d+(\\.\\d+)?$';
  const whole = precision > scale ? `\\d{1,${precision - scale}}` : '0';
  return scale === 0 ? `^-?${whole}$` : `^-?${whole}(\\.\\d{1,${scale}})?$`;
}

const TIME = '\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?';

const PLAIN = {
  bigint: { types: ['string'], format: 'int64', pattern: '^-?\\d{1,19}$' },
  float: { types: ['number'], format: 'double' },
  boolean: { types: ['boolean'] },
  uuid: { types: ['string'], format: 'uuid' },
  date: { types: ['string'], format: 'date' },
  time: { types: ['string'], pattern: `^${TIME}$` },
  timestamp: {
    types: ['string'],
    description: 'A date and time without a time zone.',
    pattern: `^\\d{4,6}-\\d{2}-\\d{2}T${TIME}$`,
  },
  timestamptz: { types: ['string'], format: 'date-time' },
  interval: { types: ['string'], description: 'A duration in the form of ISO 8601: P1DT2H.' },
  bytes: { types: ['string'], format: 'byte', contentEncoding: 'base64' },
  json: {},
  range: { types: ['string'], description: 'A range in the notation of PostgreSQL: [1,10).' },
  composite: { types: ['object'] },
  other: { types: ['string'] },
} as const satisfies Readonly<Record<string, SchemaObject>>;

/** The schema with what constraints say, as far as the value in JSON is of a kind to say it of. */
export function limited(schema: SchemaObject, type: ColumnType, limits: Limits): SchemaObject {
  const { values, pattern, minLength, maxLength, ...bounds } = limits;
  const { kind } = bottom(type);
  if (kind === 'integer' || kind === 'float') {
    const numbers = values?.every((value) => typeof value === 'number') ? values : undefined;
    return { ...schema, ...narrowed(schema, bounds), ...(numbers && { enum: numbers }) };
  }
  if (kind !== 'text') return schema;
  const texts: readonly Json[] | undefined = values?.every((value) => typeof value === 'string') ? values : undefined;
  const longest = Math.min(maxLength ?? Number.POSITIVE_INFINITY, schema.maxLength ?? Number.POSITIVE_INFINITY);
  return {
    ...schema,
    ...(pattern !== undefined && { pattern }),
    ...(minLength !== undefined && { minLength }),
    ...(Number.isFinite(longest) && { maxLength: longest }),
    ...(texts && { enum: texts }),
  };
}

function bottom(type: ColumnType): ColumnType {
  return type.kind === 'domain' ? bottom(type.base) : type;
}

/** The bounds of the type give way to narrower ones. */
function narrowed(schema: SchemaObject, bounds: SchemaObject): SchemaObject {
  const { minimum, maximum } = schema;
  return {
    ...bounds,
    ...(minimum !== undefined && { minimum: Math.max(minimum, bounds.minimum ?? minimum) }),
    ...(maximum !== undefined && { maximum: Math.min(maximum, bounds.maximum ?? maximum) }),
  };
}

/** Ids of schemas that were not read from a document are their names. */
export function schemaId(name: string): string {
  return `#/components/schemas/${name}`;
}
