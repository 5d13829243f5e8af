// The parameters of the operations of a resource.
import type { Parameter, SchemaObject } from '../model/api-model.js';
import { valueSchema } from './column-schema.js';
import type { Design, Filter, KeyPart, Operator, Resource } from './resource.js';

type Place = Pick<Parameter, 'in' | 'style' | 'explode' | 'required'>;

const QUERY: Place = { in: 'query', style: 'form', explode: true, required: false };
/** Several values in one parameter, separated by commas. */
const QUERY_LIST: Place = { ...QUERY, explode: false };

export function keyParameters(design: Design, key: readonly KeyPart[]): readonly Parameter[] {
  return key.map(({ parameter, column }) => ({
    name: parameter,
    in: 'path',
    required: true,
    style: 'simple',
    explode: false,
    ...(column.description && { description: column.description }),
    schema: valueSchema(design, column),
  }));
}

export const IF_MATCH: Parameter = {
  name: 'If-Match',
  in: 'header',
  required: false,
  style: 'simple',
  explode: false,
  description: 'The ETag that was read last: the request is refused (412) where the row was changed since.',
  schema: { types: ['string'] },
};

const LIMIT: Parameter = {
  ...QUERY,
  name: 'limit',
  description: 'How many rows a page has at most.',
  schema: { types: ['integer'], minimum: 1, maximum: 100, default: 20 },
};

const CURSOR: Parameter = {
  ...QUERY,
  name: 'cursor',
  description: '`meta.nextCursor` of the page before. It belongs to the order that it was given in.',
  schema: { types: ['string'], minLength: 1, maxLength: 4096 },
};

/** What selects and embeds in every answer that has rows. */
export function selectionParameters({ relation, embeds, noun }: Resource): readonly Parameter[] {
  const fields: Parameter = {
    ...QUERY_LIST,
    name: 'fields',
    description: `The fields of the ${noun} to give; all where it is left out.`,
    schema: namesSchema(relation.columns.map(({ name }) => name)),
  };
  if (embeds.length === 0) return [fields];
  const embed: Parameter = {
    ...QUERY_LIST,
    name: 'embed',
    description: 'What to give inside each row.',
    schema: namesSchema(embeds.map(({ name }) => name)),
  };
  return [fields, embed];
}

function namesSchema(names: readonly string[]): SchemaObject {
  return { types: ['array'], items: { types: ['string'], enum: names }, minItems: 1 };
}

export function listParameters(design: Design, resource: Resource): readonly Parameter[] {
  const { sorts, filters } = resource;
  const sort: Parameter = {
    ...QUERY,
    name: 'sort',
    description: 'The field to sort by, with a minus in front for descending order.',
    schema: { types: ['string'], enum: sorts.flatMap(({ name }) => [name, `-${name}`]) },
  };
  return [
    LIMIT,
    CURSOR,
    ...(sorts.length > 0 ? [sort] : []),
    ...selectionParameters(resource),
    ...filters.map((filter) => filterParameter(design, filter)),
  ];
}

const MEANINGS: Readonly<Record<Operator, string>> = {
  eq: 'is this',
  gt: 'is more than this',
  gte: 'is this or more',
  lt: 'is less than this',
  lte: 'is this or less',
  in: 'is one of these',
  like: 'fits this pattern: % stands for any text, _ for any character',
};

/** So many values a list of alternatives has at most. */
const MOST_ALTERNATIVES = 100;

function filterParameter(design: Design, { parameter, column, operator }: Filter): Parameter {
  const description = `Rows whose ${column.name} ${MEANINGS[operator]}.`;
  if (operator === 'like')
    return { ...QUERY, name: parameter, description, schema: { types: ['string'], minLength: 1, maxLength: 200 } };
  const value = isListed(operator, column)
    ? valueSchema(design, column)
    : valueSchema(design, { ...column, limits: {} });
  if (operator !== 'in') return { ...QUERY, name: parameter, description, schema: value };
  const schema: SchemaObject = { types: ['array'], items: value, minItems: 1, maxItems: MOST_ALTERNATIVES };
  return { ...QUERY_LIST, name: parameter, description, schema };
}

/** A bound may lie where no value can; of a list of allowed values only these make sense. */
function isListed(operator: Operator, { limits }: Filter['column']): boolean {
  return limits.values !== undefined && (operator === 'eq' || operator === 'in');
}
