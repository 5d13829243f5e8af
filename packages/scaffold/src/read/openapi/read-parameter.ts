import type { Parameter, ParameterPlace, ParameterStyle } from '../../model/api-model.js';
import { DEFAULT_STYLES } from '../../model/default-styles.js';
import { fitsDefault } from '../../model/fits-default.js';
import { child, children, isObject, type SpecNode, textOf } from './node.js';
import { readExamples } from './read-examples.js';
import { readInlineSchema, readSchema } from './read-schema.js';
import { type Reading, warn } from './reading.js';

const STYLES: Readonly<Record<ParameterPlace, readonly string[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
};

/** Whether a node is a parameter that can be read; says what is wrong where it is not. */
export function isReadable(reading: Reading, node: SpecNode): boolean {
  const place = textOf(node, 'in') ?? '';
  const isPlace = Object.hasOwn(DEFAULT_STYLES, place) || (place === 'querystring' && reading.dialect === '3.2');
  if (isObject(node.value) && textOf(node, 'name') && isPlace) return true;
  warn(reading, node, 'a parameter needs a name, and one of path, query, header, cookie as `in`; it is left out');
  return false;
}

/** Reads a parameter that {@link isReadable}. */
export function readParameter(reading: Reading, node: SpecNode): Parameter {
  if (reading.dialect === '2.0') return readSwaggerParameter(reading, node);
  if (textOf(node, 'in') === 'querystring') return readQuerystring(reading, node);
  const place = (textOf(node, 'in') ?? 'query') as ParameterPlace;
  const [media] = children(child(node, 'content'));
  const schema = media ? child(media, 'schema') : child(node, 'schema');
  const style = media ? 'content' : styleOf(reading, node, place);
  const explode = child(node, 'explode')?.value;
  const description = textOf(node, 'description');
  const examples = readExamples(reading, media ?? node);
  const parameter: Parameter = {
    name: textOf(node, 'name') ?? '',
    in: place,
    required: place === 'path' || child(node, 'required')?.value === true,
    ...(description && { description }),
    ...(child(node, 'deprecated')?.value === true && { deprecated: true }),
    style,
    // OpenAPI 3.1.1, parameter object: "When style is form, the default value is true. For all other styles, false."
    explode: typeof explode === 'boolean' ? explode : style === 'form' || style === 'deepObject',
    schema: schema ? readSchema(reading, schema) : { types: ['string'] },
    ...(examples && { examples }),
  };
  if (schema) judgeDefault(reading, parameter, schema);
  return parameter;
}

/** OpenAPI 3.2.0, 4.12.1: the whole query as one value, of the media type in `content`. */
function readQuerystring(reading: Reading, node: SpecNode): Parameter {
  const [media] = children(child(node, 'content'));
  const schema = media && child(media, 'schema');
  const description = textOf(node, 'description');
  const examples = readExamples(reading, media ?? node);
  const isForm = media === undefined || media.key.startsWith('application/x-www-form-urlencoded');
  if (!isForm && !/[/+]json\b/.test(media.key))
    warn(reading, media, `a query of ${media.key} is read as JSON, which is what else it can be`);
  return {
    name: textOf(node, 'name') ?? '',
    in: 'query',
    required: child(node, 'required')?.value === true,
    ...(description && { description }),
    ...(child(node, 'deprecated')?.value === true && { deprecated: true }),
    style: 'querystring',
    explode: isForm,
    schema: schema ? readSchema(reading, schema) : true,
    ...(examples && { examples }),
  };
}

/** Says so where a default is none; emitters leave such a default out by themselves. Waits until references can be followed. */
export function judgeDefault(reading: Reading, { name, schema }: Parameter, node: SpecNode): void {
  if (typeof schema === 'boolean' || schema.default === undefined || schema.default === null) return;
  const value = schema.default;
  reading.pending.unshift(() => {
    if (fitsDefault(reading.schemas, schema, value)) return;
    warn(
      reading,
      child(node, 'default') ?? node,
      `the default of ${name} does not fit its schema; it is left out`,
      'SCAF205',
    );
  });
}

const COLLECTIONS: Readonly<Record<string, ParameterStyle>> = { ssv: 'spaceDelimited', pipes: 'pipeDelimited' };

/** OpenAPI 2.0: the schema stands in the parameter, and collectionFormat is the style. */
function readSwaggerParameter(reading: Reading, node: SpecNode): Parameter {
  const place = (textOf(node, 'in') ?? 'query') as ParameterPlace;
  const collection = textOf(node, 'collectionFormat') ?? 'csv';
  const description = textOf(node, 'description');
  if (collection === 'tsv')
    warn(reading, node, 'collectionFormat tsv has no counterpart in later versions; values are split at commas');
  const parameter: Parameter = {
    name: textOf(node, 'name') ?? '',
    in: place,
    required: place === 'path' || child(node, 'required')?.value === true,
    ...(description && { description }),
    style: place === 'query' ? (COLLECTIONS[collection] ?? 'form') : DEFAULT_STYLES[place],
    explode: collection === 'multi',
    schema: readInlineSchema(reading, node),
  };
  judgeDefault(reading, parameter, node);
  return parameter;
}

function styleOf(reading: Reading, node: SpecNode, place: ParameterPlace): ParameterStyle {
  const style = child(node, 'style');
  if (style === undefined) return DEFAULT_STYLES[place];
  if (typeof style.value === 'string' && STYLES[place].includes(style.value)) return style.value as ParameterStyle;
  warn(
    reading,
    style,
    `style ${JSON.stringify(style.value)} does not exist for ${place} parameters; ${DEFAULT_STYLES[place]} is used`,
    'SCAF201',
    `use one of ${STYLES[place].join(', ')}`,
  );
  return DEFAULT_STYLES[place];
}
