// The schemas of a resource: the row, what a request selects of it, and what is sent to create and to change it.
import type { Schema, SchemaObject } from '../model/api-model.js';
import type { Column } from '../model/relation.js';
import { columnSchema, schemaId } from './column-schema.js';
import type { Design, Embed, Resource } from './resource.js';
import { withArticle } from './words.js';

export function resourceSchemas(
  design: Design,
  resource: Resource,
): readonly (readonly [name: string, schema: Schema])[] {
  const { names, relation, noun } = resource;
  const about = relation.description;
  const row: SchemaObject = {
    ...(about !== undefined && { description: about }),
    types: ['object'],
    properties: properties(design, relation.columns),
    required: relation.columns.map(({ name }) => name),
  };
  const selection: SchemaObject = {
    description: `What a request selects of ${withArticle(noun)}: all of its fields unless \`fields\` names some, and what \`embed\` names.`,
    types: ['object'],
    properties: new Map([
      ...properties(design, relation.columns),
      ...resource.embeds.map((embed) => [embed.name, embedSchema(design, embed)] as const),
    ]),
  };
  const read: readonly (readonly [string, Schema])[] = [
    [names.row, row],
    [names.selection, selection],
  ];
  if (!resource.writable) return read;
  const create = body(design, writableColumns(resource));
  const changeable = changeableColumns(resource);
  if (changeable.length === 0) return [...read, [names.create, create]];
  const { required: _, ...optional } = body(design, changeable);
  return [
    ...read,
    [names.create, create],
    ...(names.replacement === undefined ? [] : [[names.replacement, body(design, changeable)] as const]),
    [names.update, { ...optional, minProperties: 1 }],
  ];
}

/** What a caller gives: the database has no value of its own for it. */
export function writableColumns({ relation }: Resource): readonly Column[] {
  return relation.columns.filter(({ readOnly }) => !readOnly);
}

/** What can be changed: the key is what tells a row from others, and stays. */
export function changeableColumns(resource: Resource): readonly Column[] {
  const key = new Set(resource.key.map(({ column }) => column.name));
  return writableColumns(resource).filter(({ name }) => !key.has(name));
}

/** A field that is misspelt is an error and not silently dropped. */
function body(design: Design, columns: readonly Column[]): SchemaObject {
  const required = columns.filter(({ nullable, hasDefault }) => !nullable && !hasDefault).map(({ name }) => name);
  return {
    types: ['object'],
    properties: properties(design, columns),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function properties(design: Design, columns: readonly Column[]): ReadonlyMap<string, Schema> {
  return new Map(columns.map((column) => [column.name, columnSchema(design, column)]));
}

/** So many embedded rows are given at most; the list of their own resource has all of them. */
export const MOST_EMBEDDED = 100;

function embedSchema(design: Design, { target, many }: Embed): Schema {
  const name = design.byId.get(target)?.names.row ?? '';
  const ref = { ref: schemaId(name) };
  if (!many) return { anyOf: [ref, { types: ['null'] }] };
  return {
    types: ['array'],
    items: ref,
    maxItems: MOST_EMBEDDED,
    description: `The first ${MOST_EMBEDDED} by their key.`,
  };
}
