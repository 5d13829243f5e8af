// @hono/zod-openapi: `app.openapi(createRoute({ method, path, request, responses }), handler)`, as options in the words of Fastify,
// which the readers of written routes know.
import { constant, type Item, memberOf, type RecordValue, record, textOf, type Value } from '../../values.js';

export interface OpenApiRoute {
  readonly method: string;
  readonly path: Value;
  readonly options: RecordValue;
}

/** Undefined where method or path are known at run time only. */
export function openApiRoute({ value, at }: Item): OpenApiRoute | undefined {
  const route = value.kind === 'call' ? value.args[0]?.value : value;
  const method = textOf(memberOf(route, 'method'))?.toUpperCase();
  const path = textOf(memberOf(route, 'path'));
  if (method === undefined || path === undefined) return undefined;
  const schema = record();
  const put = (name: string, member: Value | undefined): void => {
    if (member) schema.members.set(name, { value: member, at });
  };
  const request = memberOf(route, 'request');
  put('params', memberOf(request, 'params'));
  put('querystring', memberOf(request, 'query'));
  put('headers', memberOf(request, 'headers'));
  put('cookies', memberOf(request, 'cookies'));
  put('body', jsonSchemaOf(memberOf(request, 'body')));
  put('response', responsesOf(memberOf(route, 'responses')));
  for (const name of ['tags', 'summary', 'description', 'operationId', 'deprecated']) put(name, memberOf(route, name));
  const options = record(new Map([['schema', { value: schema, at }]]));
  return { method, path: constant(path.replace(/\{(\w+)\}/g, ':$1')), options };
}

/** `{ content: { 'application/json': { schema } } }` */
function jsonSchemaOf(body: Value | undefined): Value | undefined {
  const content = memberOf(body, 'content');
  if (content?.kind !== 'record') return undefined;
  const json = [...content.members].find(([type]) => /[/+]json$/.test(type));
  return json && memberOf(json[1].value, 'schema');
}

/** By status: the schema of a JSON answer, or that there is none. What has another type is said by the handler. */
function responsesOf(responses: Value | undefined): Value | undefined {
  if (responses?.kind !== 'record') return undefined;
  const all = [...responses.members].flatMap(([status, { value, at }]): [string, Item][] => {
    const schema = jsonSchemaOf(value);
    if (schema) return [[status, { value: schema, at }]];
    if (memberOf(value, 'content')) return [];
    return [[status, { value: record(new Map([['type', { value: constant('null'), at }]])), at }]];
  });
  return record(new Map(all));
}
