// Parameters and body of a route: from schemas where there are some, from what its handler reads where there is none.
import type {
  MediaType,
  Parameter,
  ParameterPlace,
  RequestBody,
  Schema,
  SchemaObject,
} from '../../../model/api-model.js';
import type { FoundRoute } from '../routes/collect-routes.js';
import { readAnySchema } from '../schemas/read-any-schema.js';
import { followed, type SchemaReading } from '../schemas/schema-reading.js';
import type { Observation, RequestPart } from './probe-handler.js';
import { requestTypes } from './route-types.js';

const PLACES = { path: 'path', query: 'query', header: 'header', cookie: 'cookie' } as const satisfies Record<
  Exclude<RequestPart, 'body'>,
  ParameterPlace
>;

/** The schemas that judge a part of the request; a schema of the whole request has the part as a member. */
function schemasOf(
  reading: SchemaReading,
  route: FoundRoute,
  { judged }: Observation,
  part: RequestPart,
): readonly Schema[] {
  const found = judged.flatMap(({ part: own, schema }): Schema[] => {
    const read = own === part || own === 'whole' ? readAnySchema(reading, schema)?.schema : undefined;
    if (read === undefined || own === part) return read === undefined ? [] : [read];
    const members = followed(reading, read);
    const key = part === 'path' ? 'params' : part === 'header' ? 'headers' : part === 'cookie' ? 'cookies' : part;
    const inner = typeof members === 'object' ? members.properties?.get(key) : undefined;
    return inner === undefined ? [] : [inner];
  });
  const typed = requestTypes(reading, route)[part];
  return found.length > 0 ? found : typed === undefined ? [] : [typed];
}

export function readParameters(reading: SchemaReading, route: FoundRoute, observed: Observation): readonly Parameter[] {
  const inPath = route.template.parameters.map(({ name, pattern }) =>
    parameterOf(name, 'path', true, { types: ['string'], ...(pattern !== undefined && { pattern }) }),
  );
  const found = new Map(inPath.map((parameter) => [`path ${parameter.name}`, parameter]));
  for (const part of ['path', 'query', 'header', 'cookie'] as const) {
    for (const schema of schemasOf(reading, route, observed, part)) {
      for (const parameter of parametersOf(reading, PLACES[part], schema)) {
        const key = `${parameter.in} ${parameter.name}`;
        // A path has the parameters that its template names.
        if (part !== 'path' || found.has(key)) found.set(key, parameter);
      }
    }
    if (part === 'path') continue;
    for (const name of observed.reads.get(part) ?? []) {
      const key = `${PLACES[part]} ${name}`;
      if (!found.has(key) && !isUsual(part, name))
        found.set(key, parameterOf(name, PLACES[part], false, { types: ['string'] }));
    }
  }
  return [...found.values()];
}

/** Headers that OpenAPI says elsewhere, or that every request has; members that objects of a framework have. */
function isUsual(part: RequestPart, name: string): boolean {
  if (part === 'header')
    return (
      /^(?:accept.*|authorization|content-.*|cookie|host|user-agent|x-forwarded-.*|referer|origin|connection)$/.test(
        name,
      ) || !/^[\w-]+$/.test(name)
    );
  return part === 'cookie' && /^(?:get|set)$/.test(name);
}

function parameterOf(name: string, place: ParameterPlace, required: boolean, schema: Schema): Parameter {
  const style = place === 'query' || place === 'cookie' ? 'form' : 'simple';
  const { description, ...rest } = typeof schema === 'object' ? schema : { description: undefined };
  return {
    name,
    in: place,
    required: place === 'path' || required,
    ...(description !== undefined && { description }),
    style,
    explode: style === 'form',
    schema: typeof schema === 'object' ? rest : schema,
  };
}

function parametersOf(reading: SchemaReading, place: ParameterPlace, schema: Schema): readonly Parameter[] {
  const object = objectOf(reading, schema);
  return [...(object.properties ?? [])].map(([name, property]) =>
    parameterOf(
      place === 'header' ? name.toLowerCase() : name,
      place,
      object.required?.includes(name) ?? false,
      property,
    ),
  );
}

/** The members of an object, also where it is made of several. */
function objectOf(reading: SchemaReading, schema: Schema): SchemaObject {
  const own = followed(reading, schema);
  if (typeof own === 'boolean') return {};
  const parts = (own.allOf ?? []).map((member) => objectOf(reading, member));
  const properties = new Map([...parts.flatMap((part) => [...(part.properties ?? [])]), ...(own.properties ?? [])]);
  return { ...own, properties, required: [...parts.flatMap((part) => part.required ?? []), ...(own.required ?? [])] };
}

export function readRequestBody(
  reading: SchemaReading,
  route: FoundRoute,
  observed: Observation,
): RequestBody | undefined {
  if (route.method === 'get' || route.method === 'head') return undefined;
  const [schema] = schemasOf(reading, route, observed, 'body');
  if (schema !== undefined) return { required: true, content: [mediaOf(schema)] };
  const names = [...(observed.reads.get('body') ?? [])].filter((name) => /^[\w$-]+$/.test(name));
  if (names.length === 0) return undefined;
  // What a handler reads is there, and of which type it is nobody said.
  return {
    required: true,
    content: [mediaOf({ types: ['object'], properties: new Map(names.map((name) => [name, true])) })],
  };
}

function mediaOf(schema: Schema): MediaType {
  return { type: 'application/json', schema };
}
