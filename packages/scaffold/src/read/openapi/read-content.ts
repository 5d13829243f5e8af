// The content of a body: its media types, and for forms how their fields are written.
import type { Encoding, FieldStyle, MediaType, Response } from '../../model/api-model.js';
import { mediaKind } from '../../model/media-kind.js';
import { child, children, isObject, type SpecNode, textOf } from './node.js';
import { readExamples } from './read-examples.js';
import { readInlineSchema, readSchema } from './read-schema.js';
import { type Reading, resolved, warn } from './reading.js';
import { orElse } from './spec-fault.js';

export function readHeader(reading: Reading, entry: SpecNode): Response['headers'] {
  const header = resolved(reading, entry);
  if (!isObject(header.value) || entry.key.toLowerCase() === 'content-type') return [];
  const description = textOf(header, 'description');
  const schema = child(header, 'schema');
  const examples = readExamples(reading, header);
  return [
    {
      name: entry.key,
      required: child(header, 'required')?.value === true,
      ...(description && { description }),
      schema: schema
        ? readSchema(reading, schema)
        : reading.dialect === '2.0'
          ? readInlineSchema(reading, header)
          : true,
      ...(examples && { examples }),
    },
  ];
}

export function readContent(reading: Reading, node: SpecNode | undefined): readonly MediaType[] {
  const content = new Map<string, MediaType>();
  for (const entry of children(node)) {
    const type = (entry.key.split(/[;,]/)[0] ?? '').trim().toLowerCase();
    if (!/^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+$/.test(type)) {
      warn(
        reading,
        entry,
        `${JSON.stringify(entry.key)} is no media type`,
        'SCAF201',
        'write one such as application/json',
      );
      continue;
    }
    const media = content.has(type) ? undefined : orElse(reading, undefined, () => resolved(reading, entry));
    if (!media) continue;
    for (const key of ['prefixEncoding', 'itemEncoding']) {
      const member = child(media, key);
      if (member) warn(reading, member, `${key} is not read: parts by their place are not told apart`);
    }
    const schema = mediaKind(type) === 'sequence' ? itemSchema(reading, media) : child(media, 'schema');
    const examples = readExamples(reading, media);
    const encoding = mediaKind(type) === 'form' ? readEncoding(reading, child(media, 'encoding'), type) : undefined;
    content.set(type, {
      type,
      schema: schema ? readSchema(reading, schema) : true,
      ...(examples && { examples }),
      ...(encoding && { encoding }),
    });
  }
  return [...content.values()];
}

/** What each item of a sequence is: `itemSchema` of 3.2; before it, the items of a list, or what stands there as one item. */
function itemSchema(reading: Reading, media: SpecNode): SpecNode | undefined {
  const own = child(media, 'itemSchema');
  const schema = child(media, 'schema');
  if (own !== undefined || schema === undefined) return own;
  const whole = resolved(reading, schema);
  return (textOf(whole, 'type') === 'array' && child(whole, 'items')) || schema;
}

const FIELD_STYLES: readonly string[] = [
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'deepObject',
] satisfies FieldStyle[];

/** Undefined where nothing is said of any field. */
function readEncoding(reading: Reading, node: SpecNode | undefined, type: string): MediaType['encoding'] {
  const fields = children(node).flatMap((entry): readonly (readonly [string, Encoding])[] => {
    const encoding = orElse(reading, undefined, () => resolved(reading, entry));
    const field = encoding && readField(reading, encoding, type);
    return field && (field.contentTypes.length > 0 || field.style !== undefined || field.headers.length > 0)
      ? [[entry.key, field]]
      : [];
  });
  return fields.length === 0 ? undefined : new Map(fields);
}

/**
 * A style or an explode alone makes the other take its default, and the content type count for nothing (OpenAPI 3.1.1,
 * 4.8.15). In 3.0 they are said of URL-encoded forms alone.
 */
function readField(reading: Reading, node: SpecNode, type: string): Encoding {
  const said = textOf(node, 'style');
  const explode = child(node, 'explode')?.value;
  const isForStyles = reading.dialect !== '3.0' || type !== 'multipart/form-data';
  const isStyled =
    isForStyles && (said !== undefined || typeof explode === 'boolean' || child(node, 'allowReserved') !== undefined);
  if (said !== undefined && !FIELD_STYLES.includes(said))
    warn(reading, node, `style ${JSON.stringify(said)} does not exist for the fields of a form; form is used`);
  const style = said !== undefined && FIELD_STYLES.includes(said) ? (said as FieldStyle) : 'form';
  const types = (textOf(node, 'contentType') ?? '').split(',').map((type) => (type.split(';')[0] ?? '').trim());
  return {
    contentTypes: isStyled ? [] : types.filter((type) => type !== '').map((type) => type.toLowerCase()),
    ...(isStyled && {
      style,
      explode: typeof explode === 'boolean' ? explode : style === 'form' || style === 'deepObject',
    }),
    headers: children(child(node, 'headers')).flatMap((header) =>
      orElse(reading, [], () => readHeader(reading, header)),
    ),
  };
}
