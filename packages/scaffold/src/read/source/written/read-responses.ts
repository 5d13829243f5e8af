// What a route answers: statuses and bodies that its functions send, schemas of Fastify, types of TypeScript.
import type { MediaType, Response, Schema } from '../../../model/api-model.js';
import { statusPhrase } from '../../../model/status-phrase.js';
import type { FoundRoute } from '../routes/collect-routes.js';
import { readAnySchema } from '../schemas/read-any-schema.js';
import type { SchemaReading } from '../schemas/schema-reading.js';
import { memberOf, textOf, type Value } from '../values.js';
import type { Observation } from './probe-handler.js';
import { requestTypes } from './route-types.js';
import { textOfSchema, valueSchema } from './value-schema.js';

export function readResponses(reading: SchemaReading, route: FoundRoute, observed: Observation): readonly Response[] {
  const declared = declaredResponses(reading, memberOf(memberOf(route.options, 'schema'), 'response'));
  const sent = sentResponses(reading, route, observed);
  const all = new Map([...sent, ...declared]);
  if (all.size === 0) return [{ status: 'default', description: statusPhrase('default'), headers: [], content: [] }];
  return [...all.values()].sort((a, b) => (a.status < b.status ? -1 : 1));
}

function sentResponses(
  reading: SchemaReading,
  route: FoundRoute,
  { answers }: Observation,
): ReadonlyMap<string, Response> {
  const byStatus = new Map<string, MediaType[]>();
  for (const { status, body, type, mediaType } of answers) {
    if (!/^(?:default|[1-5]\d\d)$/.test(status)) continue;
    const media = byStatus.get(status) ?? [];
    byStatus.set(status, media);
    if (body !== undefined && type !== 'other' && !/^(?:204|304)$/.test(status))
      media.push({
        type: mediaType ?? (type === 'text' ? 'text/plain' : 'application/json'),
        schema: valueSchema(reading, body),
      });
  }
  const typed = requestTypes(reading, route).answer;
  return new Map(
    [...byStatus].map(([status, media]) => [
      status,
      responseOf(status, joined(media, /^2/.test(status) ? typed : undefined)),
    ]),
  );
}

/** One schema a media type: where several are sent, any of them. What is not known is said by the type, if there is one. */
function joined(media: readonly MediaType[], typed: Schema | undefined): readonly MediaType[] {
  const byType = new Map<string, Map<string, Schema>>();
  for (const { type, schema } of media) {
    const schemas = byType.get(type) ?? new Map<string, Schema>();
    byType.set(type, schemas);
    schemas.set(textOfSchema(schema), schema);
  }
  return [...byType].map(([type, schemas]) => {
    const known = [...schemas.values()];
    const [only = true] = known;
    const schema = known.includes(true) ? true : known.length === 1 ? only : { anyOf: known };
    return { type, schema: schema === true && typed !== undefined && type === 'application/json' ? typed : schema };
  });
}

/** Fastify: `response: { 200: schema, '4xx': schema }`. */
function declaredResponses(reading: SchemaReading, value: Value | undefined): ReadonlyMap<string, Response> {
  if (value?.kind !== 'record') return new Map();
  return new Map(
    [...value.members].flatMap(([key, item]) => {
      const status = key.toUpperCase() === 'DEFAULT' ? 'default' : key.toUpperCase();
      if (!/^(?:default|[1-5](?:\d\d|XX))$/.test(status)) return [];
      const isEmpty = textOf(memberOf(item.value, 'type')) === 'null';
      const schema = readAnySchema(reading, item.value)?.schema ?? true;
      const description = textOf(memberOf(item.value, 'description'));
      const content = isEmpty ? [] : [{ type: 'application/json', schema }];
      return [[status, { ...responseOf(status, content), ...(description !== undefined && { description }) }] as const];
    }),
  );
}

function responseOf(status: string, content: readonly MediaType[]): Response {
  return { status, description: statusPhrase(status), headers: [], content };
}
