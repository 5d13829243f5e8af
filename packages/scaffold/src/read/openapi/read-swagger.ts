// Bodies as OpenAPI 2.0 writes them: a parameter in `body` or several in `formData`, media types in `consumes` and `produces`.
import type { MediaType, RequestBody, Schema } from '../../model/api-model.js';
import { child, children, isObject, type SpecNode, textOf } from './node.js';
import { readSwaggerExample } from './read-examples.js';
import { readInlineSchema, readSchema } from './read-schema.js';
import { type Reading, resolved } from './reading.js';

export function isSwaggerBody(reading: Reading, parameter: SpecNode): boolean {
  if (reading.dialect !== '2.0' || !isObject(parameter.value)) return false;
  return textOf(parameter, 'in') === 'body' || textOf(parameter, 'in') === 'formData';
}

export function readSwaggerBody(
  reading: Reading,
  root: SpecNode,
  item: SpecNode,
  operation: SpecNode,
): RequestBody | undefined {
  const parameters = [item, operation]
    .flatMap((holder) => children(child(holder, 'parameters')))
    .map((entry) => resolved(reading, entry));
  const body = parameters.findLast((parameter) => isObject(parameter.value) && textOf(parameter, 'in') === 'body');
  const consumes = mediaTypes(root, operation, 'consumes');
  if (body) {
    const schema = child(body, 'schema');
    const description = textOf(body, 'description');
    const value = schema ? readSchema(reading, schema) : true;
    const types = consumes.length > 0 ? consumes : ['application/json'];
    return {
      required: child(body, 'required')?.value === true,
      ...(description && { description }),
      content: types.map((type) => ({ type, schema: value })),
    };
  }
  const fields = parameters.filter((parameter) => isObject(parameter.value) && textOf(parameter, 'in') === 'formData');
  return fields.length === 0 ? undefined : readForm(reading, fields, consumes);
}

function readForm(reading: Reading, fields: readonly SpecNode[], consumes: readonly string[]): RequestBody {
  const hasFile = fields.some((field) => textOf(field, 'type') === 'file');
  const forms = consumes.filter(
    (type) => type === 'multipart/form-data' || (!hasFile && type === 'application/x-www-form-urlencoded'),
  );
  const types = forms.length > 0 ? forms : [hasFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded'];
  const required = fields
    .filter((field) => child(field, 'required')?.value === true)
    .map((field) => textOf(field, 'name') ?? '');
  const schema: Schema = {
    types: ['object'],
    properties: new Map(fields.map((field) => [textOf(field, 'name') ?? '', fieldSchema(reading, field)])),
    ...(required.length > 0 && { required }),
  };
  return { required: required.length > 0, content: types.map((type) => ({ type, schema })) };
}

function fieldSchema(reading: Reading, field: SpecNode): Schema {
  const description = textOf(field, 'description');
  return { ...readInlineSchema(reading, field), ...(description && { description }) };
}

/** The body of an answer: one schema for every media type that the operation produces. */
export function readSwaggerContent(
  reading: Reading,
  root: SpecNode,
  operation: SpecNode,
  response: SpecNode,
): readonly MediaType[] {
  const schema = child(response, 'schema');
  if (!schema) return [];
  const value = readSchema(reading, schema);
  const produces = mediaTypes(root, operation, 'produces');
  return (produces.length > 0 ? produces : ['application/json']).map((type) => {
    const examples = readSwaggerExample(response, type);
    return { type, schema: value, ...(examples && { examples }) };
  });
}

function mediaTypes(root: SpecNode, operation: SpecNode, key: 'consumes' | 'produces'): readonly string[] {
  const entries = children(child(operation, key) ?? child(root, key));
  const types = entries.map((entry) => (String(entry.value).split(';')[0] ?? '').trim().toLowerCase());
  return [...new Set(types.filter((type) => /^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+$/.test(type)))];
}
