// The resources as one API: the document that is written, and that everything else is generated from.
import type { ApiModel, NamedSchema, Schema, SchemaId, SecurityScheme } from '../model/api-model.js';
import type { ColumnType } from '../model/relation.js';
import { limited, schemaId, typeSchema } from './column-schema.js';
import { errorSchema, REQUEST_ID } from './failures.js';
import { CALLER, healthOperations, resourceOperations } from './operations.js';
import type { Design } from './resource.js';
import { resourceSchemas } from './resource-schemas.js';

export function designApi(design: Design, database: string): ApiModel {
  const named = new Map<SchemaId, NamedSchema>();
  const add = (name: string, schema: Schema): void => {
    named.set(schemaId(name), { id: schemaId(name), name, schema });
  };
  for (const resource of design.resources)
    for (const [name, schema] of resourceSchemas(design, resource)) add(name, schema);
  for (const [name, schema] of typeSchemas(design)) add(name, schema);
  for (const [name, schema] of [...SHARED, errorSchema(design)]) add(name, schema);
  const schemes: [string, SecurityScheme][] = design.rowSecurity
    ? [
        [
          CALLER,
          { name: CALLER, kind: 'bearer', description: 'Says as which role of the database the request is run.' },
        ],
      ]
    : [];
  return {
    title: database,
    version: '1.0.0',
    description: `The tables and views of the database ${database}.`,
    basePath: '',
    operations: [
      ...design.resources.flatMap((resource) => resourceOperations(design, resource)),
      ...(design.probes ? healthOperations(design) : []),
    ],
    schemas: named,
    securitySchemes: new Map(schemes),
  };
}

/** Enumerations and domains that columns have. */
function typeSchemas(design: Design): readonly (readonly [string, Schema])[] {
  const found = new Map<string, Schema>();
  const visit = (type: ColumnType): void => {
    if (type.kind === 'array') visit(type.item);
    if (type.kind === 'domain') visit(type.base);
    if (type.kind !== 'enum' && type.kind !== 'domain') return;
    const name = design.types.get(JSON.stringify([type.schema, type.name]));
    if (name !== undefined && !found.has(name)) found.set(name, namedType(design, type));
  };
  const relations = design.resources.map(({ relation }) => relation);
  for (const { type } of relations.flatMap(({ columns }) => columns)) visit(type);
  return [...found];
}

function namedType(design: Design, type: Extract<ColumnType, { readonly kind: 'enum' | 'domain' }>): Schema {
  // A type without labels has no values at all.
  if (type.kind === 'enum') return type.labels.length === 0 ? false : { types: ['string'], enum: type.labels };
  const base = limited(typeSchema(design, type.base), type.base, type.limits);
  return type.description === undefined ? base : { ...base, description: type.description };
}

/** What the answers of all resources are made of. */
const SHARED: readonly (readonly [string, Schema])[] = [
  ['Meta', { types: ['object'], properties: new Map([['requestId', REQUEST_ID]]), required: ['requestId'] }],
  [
    'PageMeta',
    {
      types: ['object'],
      properties: new Map<string, Schema>([
        ['requestId', REQUEST_ID],
        [
          'nextCursor',
          { description: 'For `cursor` of the next page; null on the last one.', types: ['string', 'null'] },
        ],
      ]),
      required: ['requestId', 'nextCursor'],
    },
  ],
  [
    'Health',
    {
      types: ['object'],
      properties: new Map<string, Schema>([
        [
          'data',
          {
            types: ['object'],
            properties: new Map<string, Schema>([['status', { types: ['string'], enum: ['ok'] }]]),
            required: ['status'],
          },
        ],
        ['meta', { ref: schemaId('Meta') }],
      ]),
      required: ['data', 'meta'],
    },
  ],
];
