// The types that a handler gives to its request and its answer, where they are written down.
import type { TSType } from 'oxc-parser';
import type { Schema } from '../../../model/api-model.js';
import type { FoundRoute } from '../routes/collect-routes.js';
import { readType, type TypeReading } from '../schemas/read-type.js';
import type { SchemaReading } from '../schemas/schema-reading.js';
import type { SourceFile } from '../source-file.js';
import type { Closure, Value } from '../values.js';
import type { RequestPart } from './probe-handler.js';

export type RouteTypes = { readonly [Part in RequestPart | 'answer']?: Schema };

const cache = new WeakMap<FoundRoute, RouteTypes>();

export function requestTypes(reading: SchemaReading, route: FoundRoute): RouteTypes {
  const known = cache.get(route);
  if (known) return known;
  const handler = lastClosure(route.handlers.at(-1)?.value);
  const types = handler ? typesOf(reading, handler) : {};
  cache.set(route, types);
  return types;
}

/** The handler itself, also inside a wrapper such as `asyncHandler(…)`. */
function lastClosure(value: Value | undefined): Closure | undefined {
  if (value?.kind === 'closure') return value;
  return value?.kind === 'call' ? lastClosure(value.args.at(-1)?.value) : undefined;
}

type Parameter = Closure['node']['params'][number];

/** `Request<Params, Answer, Body, Query>`, `Response<Answer>`, `FastifyRequest<{ Body: …; Querystring: … }>`. */
function typesOf(reading: SchemaReading, { node, file }: Closure): RouteTypes {
  const types = typeReading(reading);
  const read = (type: TSType | undefined): Schema | undefined => known(type && readType(types, file, type));
  const [request, response] = node.params.map(annotationOf);
  const [params, answer, body, query] = argumentsOf(request, /^Request$/);
  const [sent] = argumentsOf(response, /^Response$/);
  const [route] = argumentsOf(request, /^FastifyRequest$/);
  const member = (name: string): TSType | undefined => {
    const found =
      route?.type === 'TSTypeLiteral'
        ? route.members.find(
            (one) => one.type === 'TSPropertySignature' && one.key.type === 'Identifier' && one.key.name === name,
          )
        : undefined;
    return found?.type === 'TSPropertySignature' ? found.typeAnnotation?.typeAnnotation : undefined;
  };
  const returned = node.returnType?.typeAnnotation;
  const all = {
    path: read(params) ?? read(member('Params')),
    query: read(query) ?? read(member('Querystring')),
    header: read(member('Headers')),
    body: read(body) ?? read(member('Body')),
    answer: read(sent) ?? read(answer) ?? read(member('Reply')) ?? (route ? read(returned) : undefined),
  };
  return Object.fromEntries(Object.entries(all).filter(([, schema]) => schema !== undefined));
}

/** A type that says nothing of its values is as good as none. */
function known(schema: Schema | undefined): Schema | undefined {
  if (schema === undefined || schema === true) return undefined;
  return typeof schema === 'object' && schema.types?.join() === 'object' && Object.keys(schema).length === 1
    ? undefined
    : schema;
}

function annotationOf(parameter: Parameter): TSType | undefined {
  return 'typeAnnotation' in parameter ? parameter.typeAnnotation?.typeAnnotation : undefined;
}

function argumentsOf(type: TSType | undefined, name: RegExp): readonly TSType[] {
  if (type?.type !== 'TSTypeReference') return [];
  const own =
    type.typeName.type === 'Identifier'
      ? type.typeName.name
      : type.typeName.type === 'TSQualifiedName'
        ? type.typeName.right.name
        : '';
  return name.test(own) ? (type.typeArguments?.params ?? []) : [];
}

function typeReading(reading: SchemaReading): TypeReading {
  return {
    fileOf: (from: SourceFile, specifier: string) => reading.fileOf(from, specifier),
    name(file, name, read) {
      const id = `${file.shown}#type ${name}`;
      if (reading.schemas.has(id)) return { ref: id };
      const taken = new Set([...reading.schemas.values()].map((schema) => schema.name));
      const entry: { id: string; name: string; schema: Schema } = {
        id,
        name: taken.has(name) ? `${name}Type` : name,
        schema: true,
      };
      reading.schemas.set(id, entry);
      entry.schema = read();
      // A name for something that is not known is no use to anybody.
      if (entry.schema !== true) return { ref: id };
      reading.schemas.delete(id);
      return true;
    },
  };
}
