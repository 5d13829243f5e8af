// The comments of validators.ts: what a document says of a schema, a parameter or an operation and zod has no word for.
// `read/source` reads them back.
import type { Operation, Parameter, Response, Schema, SchemaObject } from '../../model/api-model.js';
import { operationName } from '../../model/names.js';
import { isToldApart } from '../../plan/alternatives.js';
import { isWord } from '../code.js';
import { type Lines, line, prose } from '../doc-text.js';
import { hasDefault } from '../types/emit-types.js';
import type { ZodContext } from './context.js';
import { isCheckedFormat } from './formats.js';

function tag(name: string, isThere: unknown, text = ''): Lines {
  return isThere === undefined || isThere === false ? [] : [`@${name} ${text}`.trim()];
}

const SILENCE: Lines = [];

/** Most schemas say nothing beside their constraints, and there are very many. */
function isAnnotated(schema: SchemaObject): boolean {
  const { title, description, format, contentEncoding, discriminator, deprecated, readOnly, writeOnly } = schema;
  const texts = title ?? description ?? format ?? contentEncoding ?? discriminator;
  return (
    texts !== undefined ||
    schema.default !== undefined ||
    deprecated === true ||
    readOnly === true ||
    writeOnly === true
  );
}

/** Annotations of a schema. `saysDefault`: its default stands in the code. */
export function schemaNote(context: ZodContext, schema: Schema, saysDefault = false): Lines {
  if (typeof schema === 'boolean' || !isAnnotated(schema)) return SILENCE;
  const { title, format, contentEncoding, discriminator } = schema;
  const isShown = format !== undefined && isFormatShown(context, schema, format);
  return [
    ...prose(schema.description),
    ...tag('title', title, line(title ?? '')),
    ...tag('format', isShown ? undefined : format, line(format ?? '')),
    ...tag('contentEncoding', contentEncoding, line(contentEncoding ?? '')),
    ...tag('default', !saysDefault && schema.default !== undefined, JSON.stringify(schema.default)),
    ...tag(
      'discriminator',
      discriminator && !isToldApart(context.plan.model, schema),
      discriminatorText(context, schema),
    ),
    ...tag('deprecated', schema.deprecated),
    ...tag('readOnly', schema.readOnly),
    ...tag('writeOnly', schema.writeOnly),
  ];
}

function discriminatorText({ plan }: ZodContext, { discriminator }: SchemaObject): string {
  if (!discriminator) return '';
  const mapping = [...discriminator.mapping].map(([value, id]) => [value, plan.nameOf(id, 'response')] as const);
  return JSON.stringify({ propertyName: discriminator.propertyName, mapping: Object.fromEntries(mapping) });
}

/** The only type of a schema besides null. */
function onlyType({ types, enum: values }: SchemaObject): string | undefined {
  const others = types?.filter((type) => type !== 'null') ?? [];
  return values === undefined && others.length === 1 ? others[0] : undefined;
}

/** A format that zod does not check, and that stands as a remark in the call: `z.int(/* int64 *\/)`. */
export function remarkedFormat(context: ZodContext, schema: SchemaObject): string | undefined {
  const { format } = schema;
  if (format === undefined || !isWord(format)) return undefined;
  const type = onlyType(schema);
  if (type === 'number' || (type === 'integer' && format !== 'int32')) return format;
  if (type !== 'string' || isCheckedFormat(format) || (context.uploads === true && format === 'binary'))
    return undefined;
  return format;
}

function isFormatShown(context: ZodContext, schema: SchemaObject, format: string): boolean {
  const type = onlyType(schema);
  if (type === 'integer' && format === 'int32') return true;
  if (type === 'string' && context.uploads === true && format === 'binary') return true;
  const holdsTexts =
    schema.types === undefined
      ? schema.enum === undefined
      : schema.types.includes('string') && schema.enum === undefined;
  return (holdsTexts && isCheckedFormat(format)) || remarkedFormat(context, schema) !== undefined;
}

/** What is said of a parameter itself, and not of its schema. */
export function parameterNote(parameter: Parameter): Lines {
  return [...prose(parameter.description), ...tag('deprecated', parameter.deprecated)];
}

/** Whether the default of a parameter stands in its schema's expression. */
export function saysDefault(context: ZodContext, parameter: Parameter): boolean {
  return !parameter.required && hasDefault(context.plan, parameter);
}

interface NamedOperation {
  readonly operation: Operation;
  readonly name: string;
  readonly file: string;
}

/** A summary in front, the description as TSDoc's remarks, and what the name and the file of the handler do not say. */
export function operationNote({ operation, name, file }: NamedOperation): Lines {
  const { method, path, summary, description, operationId, tag: group, deprecated } = operation;
  const remarks = prose(description);
  const derived = operationName(method, path);
  return [
    ...prose(summary === undefined ? undefined : line(summary)),
    ...(remarks.length > 0 ? ['@remarks', ...remarks] : []),
    ...tag(
      'operationId',
      operationId !== undefined && (operationId !== name || name === derived),
      line(operationId ?? ''),
    ),
    ...tag('unnamed', operationId === undefined && name !== derived),
    ...tag('tag', group !== undefined && (group !== file || group === 'default'), line(group ?? '')),
    ...tag('untagged', group === undefined && file !== 'default'),
    ...tag('deprecated', deprecated),
  ];
}

export function responseNote({ status, description }: Response, phrase: (status: string) => string): Lines {
  return description === undefined || description.trim() === phrase(status) ? [] : prose(description);
}
