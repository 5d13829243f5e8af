// src/middleware/validators.ts: a validator for each schema, and a table of what each operation accepts.
import type { Operation, Parameter, RequestBody, Response } from '../../model/api-model.js';
import { statusPhrase } from '../../model/status-phrase.js';
import type { ApiPlan, PlannedOperation, PlannedOutgoing, PlannedSchema } from '../../plan/api-plan.js';
import { bool, type Code, code, comment, ident, joinCode, key, str } from '../code.js';
import { prose } from '../doc-text.js';
import type { Guards } from '../guards/emit-guards.js';
import { parameterGuard } from '../guards/parameter-guard.js';
import { append, type Doc, type Entry, entry, group, print } from '../layout.js';
import { hasDefault } from '../types/emit-types.js';
import { bodyImports, bodySpec, headerTable, mediaSchema } from './bodies.js';
import { jsonLiteral, list, listOf, withNote } from './call.js';
import type { Helper, ZodContext } from './context.js';
import { operationNote, parameterNote, responseNote, saysDefault, schemaNote } from './notes.js';
import { shapeOfParameter } from './shape-of.js';
import { zodOf } from './zod-of.js';

export interface Validators {
  readonly schemas: Code;
  readonly operations: Code;
  /** What the file imports from `json-schema.ts`. */
  readonly helpers: ReadonlySet<Helper>;
  /** What it imports from `parameters.ts`. */
  readonly places: ReadonlySet<string>;
  /** What it imports from `requests.ts`. */
  readonly bodies: ReadonlySet<string>;
  /** What it imports from `request-streams.ts` and `answer-streams.ts`. */
  readonly streams: ReadonlySet<string>;
  /** What it imports from `guards.ts`. */
  readonly guards: ReadonlySet<Code>;
}

export function emitValidators(plan: ApiPlan, guards?: Guards): Validators {
  const uses = new Set<Helper>();
  const schemas = plan.schemas.map((schema) =>
    validator({ plan, direction: schema.direction, uploads: schema.uploads, uses }, schema),
  );
  const members = plan.operations.map((planned) =>
    operationEntry({ plan, direction: 'request', uses, ...(guards && { guards }) }, planned),
  );
  const operations = print(
    group(
      code`export const operations: Readonly<Record<keyof Operations, () => OperationSpec>> = {`,
      members,
      code`};`,
    ),
  );
  const sending: ZodContext = { plan, direction: 'response', uses };
  const outgoing = [...outgoingTable(sending, 'webhooks'), ...outgoingTable(sending, 'callbacks')];
  const everything = [...plan.operations, ...plan.webhooks, ...plan.callbacks];
  const places = new Set(everything.flatMap(({ operation }) => operation.parameters.map((parameter) => parameter.in)));
  const media = plan.operations.flatMap(({ operation }) => operation.requestBody?.content ?? []);
  const guarded = new Set(media.flatMap((one) => guards?.guardOfBody(one) ?? []));
  return {
    schemas: joinCode(schemas, '\n\n'),
    operations: joinCode([operations, ...outgoing], '\n\n'),
    helpers: uses,
    places,
    ...bodyImports(plan),
    guards: guarded,
  };
}

/** The name that the document has for a schema whose identifier is another. */
function nameNote({ plan }: ZodContext, { id, name }: PlannedSchema): readonly string[] {
  const named = plan.model.schemas.get(id)?.name ?? name;
  return named === name ? [] : [`@name ${named.replace(/\s+/g, ' ')}`];
}

function validator(context: ZodContext, planned: PlannedSchema): Code {
  const { name, schema, recursive } = planned;
  const note = comment([
    ...schemaNote(context, schema),
    ...(planned.isVariant ? [`@requestOf ${context.plan.nameOf(planned.id, 'response')}`] : nameNote(context, planned)),
  ]);
  const expression = zodOf(context, schema);
  if (!recursive) {
    const head = code`export const ${ident(name)} = `;
    return code`${note}${head}${print(expression, 0, head.length)};`;
  }
  context.uses.add('recursive');
  const head = code`export const ${ident(name)}: z.ZodType<api.${ident(name)}> = recursive(() => `;
  return code`${note}${head}${print(expression, 0, head.length)});`;
}

const OUTGOING_TYPES = { webhooks: code`Webhooks`, callbacks: code`Callbacks` } as const;

/** `export const webhooks = { newPet: () => ({ … }) }`: what is sent is data of the API, as an answer is. */
function outgoingTable(context: ZodContext, name: keyof typeof OUTGOING_TYPES): readonly Code[] {
  const requests = context.plan[name];
  if (requests.length === 0) return [];
  const members = requests.map((planned) => operationEntry(context, planned, callbackNote(planned)));
  const open = code`export const ${ident(name)}: Readonly<Record<keyof ${OUTGOING_TYPES[name]}, () => OperationSpec>> = {`;
  return [print(group(open, members, code`};`))];
}

/** What only the operation of a callback knows. */
function callbackNote({ callback }: PlannedOutgoing): readonly string[] {
  return callback ? [`@callback ${callback.of} ${callback.name.replace(/\s+/g, ' ')}`] : [];
}

function operationEntry(context: ZodContext, planned: PlannedOperation, more: readonly string[] = []): Entry {
  const { operation, name } = planned;
  const members = [
    entry(str(operation.method.toUpperCase()), { head: code`method: ` }),
    entry(str(operation.path), { head: code`path: ` }),
    ...(operation.parameters.length > 0
      ? [
          entry(listOf(operation.parameters.map((parameter) => parameterEntry(context, parameter))), {
            head: code`parameters: `,
          }),
        ]
      : []),
    ...(operation.requestBody ? [bodyEntry(context, operation.requestBody)] : []),
    entry(responsesOf({ ...context, direction: 'response' }, operation.responses), { head: code`responses: ` }),
    ...headersOf({ ...context, direction: 'response' }, operation.responses),
    ...(operation.security.length > 0 ? [entry(securityOf(operation), { head: code`security: ` })] : []),
  ];
  const made = entry(group(code`() => ({`, members, code`})`, { padded: true }), { head: code`${ident(name)}: ` });
  return withNote(made, [...operationNote(planned), ...more]);
}

function bodyEntry(context: ZodContext, body: RequestBody): Entry {
  return withNote(entry(bodyOf(context, body), { head: code`body: ` }), prose(body.description));
}

/** Headers of answers, by status: `{ 201: { Location: z.string() } }`. */
function headersOf(context: ZodContext, responses: readonly Response[]): readonly Entry[] {
  const members = responses.flatMap(({ status, headers }) =>
    headers.length === 0 ? [] : [entry(headerTable(context, headers), { head: code`${key(status)}: ` })],
  );
  return members.length === 0
    ? []
    : [entry(group(code`{`, members, code`}`, { padded: true }), { head: code`headers: ` })];
}

function parameterEntry(context: ZodContext, parameter: Parameter): Entry {
  return withNote(entry(parameterCall(context, parameter)), parameterNote(parameter));
}

/** `query('ids', ['number'], z.array(z.int()).optional(), { explode: false })` */
function parameterCall(context: ZodContext, parameter: Parameter): Doc {
  const value = zodOf(context, parameter.schema);
  const fallback = typeof parameter.schema === 'object' ? parameter.schema.default : undefined;
  const schema = parameter.required
    ? value
    : hasDefault(context.plan, parameter)
      ? appendDefault(value, jsonLiteral(fallback ?? null))
      : append(value, code`.optional()`);
  const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name;
  const usual = parameter.style === (parameter.in === 'query' || parameter.in === 'cookie' ? 'form' : 'simple');
  const guard = context.guards && parameterGuard(context.plan, parameter.schema);
  const options = [
    ...(usual ? [] : [entry(str(parameter.style), { head: code`style: ` })]),
    ...(parameter.explode === (parameter.style === 'form' || parameter.style === 'deepObject')
      ? []
      : [entry(bool(parameter.explode), { head: code`explode: ` })]),
    ...(guard ? [entry(guard, { head: code`guard: ` })] : []),
  ];
  const parts = [
    entry(str(name)),
    entry(shapeOfParameter(context.plan, parameter)),
    withNote(entry(schema), schemaNote(context, parameter.schema, saysDefault(context, parameter))),
    ...(options.length > 0 ? [entry(group(code`{`, options, code`}`, { padded: true }))] : []),
  ];
  return group(code`${ident(parameter.in)}(`, parts, code`)`);
}

function appendDefault(value: Doc, fallback: Doc): Doc {
  return append(value, code`.default(${print(fallback)})`);
}

function bodyOf(context: ZodContext, body: RequestBody): Doc {
  const content = body.content.map((media) =>
    withNote(entry(bodySpec(context, media), { head: code`${key(media.type)}: ` }), schemaNote(context, media.schema)),
  );
  return group(
    code`{`,
    [
      entry(bool(body.required), { head: code`required: ` }),
      entry(group(code`{`, content, code`}`, { padded: true }), { head: code`content: ` }),
    ],
    code`}`,
    { padded: true },
  );
}

function responsesOf(context: ZodContext, responses: readonly Response[]): Doc {
  const members = responses.map((response) => {
    const content = response.content.map((media) =>
      withNote(
        entry(mediaSchema(context, media), { head: code`${key(media.type)}: ` }),
        schemaNote(context, media.schema),
      ),
    );
    const made = entry(group(code`{`, content, code`}`, { padded: true }), {
      head: code`${key(response.status)}: `,
    });
    return withNote(made, responseNote(response, statusPhrase));
  });
  return group(code`{`, members, code`}`, { padded: true });
}

function securityOf({ security }: Operation): Doc {
  return list(
    security.map((requirement) =>
      group(
        code`{`,
        requirement.map(({ scheme, scopes }) =>
          entry(list(scopes.map((scope) => str(scope))), { head: code`${key(scheme)}: ` }),
        ),
        code`}`,
        { padded: true },
      ),
    ),
  );
}
