// Everything that the functions of a route do with the request and the answer, put together.
import { packageName } from '../frameworks/package-path.js';
import type { FoundRoute } from '../routes/collect-routes.js';
import { languageOf } from '../schemas/read-any-schema.js';
import type { SchemaReading } from '../schemas/schema-reading.js';
import { type CallValue, memberOf, textOf, type Value } from '../values.js';
import { emptyObservation, type Observation, probeHandler, type RequestPart } from './probe-handler.js';

export function observeRoute(reading: SchemaReading, { framework, handlers, options }: FoundRoute): Observation {
  const into = emptyObservation();
  for (const { value } of handlers.flatMap((item) => (item.value.kind === 'list' ? item.value.items : [item])))
    observe(reading, framework, value, into);
  noteRouteSchema(into, memberOf(options, 'schema'));
  noteParts(into, memberOf(options, 'validate'));
  return into;
}

function observe(reading: SchemaReading, framework: FoundRoute['framework'], value: Value, into: Observation): void {
  if (value.kind === 'closure') probeHandler(reading.machine, { framework }, value, into);
  else if (value.kind === 'either') for (const one of value.values) observe(reading, framework, one, into);
  else if (value.kind === 'call') observeCall(reading, framework, value, into);
}

/** `asyncHandler(async (req, res) => …)`, `celebrate({ body: … })`, `zValidator('query', schema)`. */
function observeCall(
  reading: SchemaReading,
  framework: FoundRoute['framework'],
  call: CallValue,
  into: Observation,
): void {
  const [first, second] = call.args;
  const part = partNamed(textOf(first?.value) ?? '');
  if (part && second && languageOf(second.value)) into.judged.push({ part, schema: second.value });
  for (const { value } of call.args) {
    if (value.kind === 'closure') probeHandler(reading.machine, { framework }, value, into);
    else if (value.kind === 'record') noteParts(into, value);
    else if (value.kind === 'call' && !languageOf(value)) observeCall(reading, framework, value, into);
  }
  // A validator that is given one schema, by the name of its package, judges the body.
  if (call.args.length === 1 && first && languageOf(first.value) && /valid/i.test(packageName(call.callee)))
    into.judged.push({ part: 'body', schema: first.value });
}

function partNamed(name: string): RequestPart | undefined {
  switch (name) {
    case 'body':
    case 'json':
    case 'form':
      return 'body';
    case 'query':
    case 'querystring':
      return 'query';
    case 'params':
    case 'param':
      return 'path';
    case 'headers':
    case 'header':
      return 'header';
    case 'cookies':
    case 'cookie':
      return 'cookie';
    default:
      return undefined;
  }
}

/** `{ body: schema, query: schema }` */
function noteParts(into: Observation, value: Value | undefined): void {
  if (value?.kind !== 'record') return;
  for (const [name, item] of value.members) {
    const part = partNamed(name);
    const isSchema = languageOf(item.value) !== undefined || memberOf(item.value, 'type') !== undefined;
    if (part && isSchema) into.judged.push({ part, schema: item.value });
  }
}

/** Fastify's `schema`: the parts are schemas in whatever language, also as bare properties. */
function noteRouteSchema(into: Observation, value: Value | undefined): void {
  if (value?.kind !== 'record') return;
  for (const [name, item] of value.members) {
    const part = partNamed(name);
    if (part) into.judged.push({ part, schema: item.value });
  }
}
