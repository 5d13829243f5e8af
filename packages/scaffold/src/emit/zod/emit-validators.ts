// src/middleware/validators.ts: a validator for each schema, and a table of what each operation accepts.
import type { MediaType, Operation, Parameter, RequestBody, Response } from '../../model/api-model.js';
import { isEventObject } from '../../model/event-object.js';
import { type MediaKind, mediaKind } from '../../model/media-kind.js';
import { statusPhrase } from '../../model/status-phrase.js';
import type { ApiPlan, PlannedOperation, PlannedOutgoing, PlannedSchema } from '../../plan/api-plan.js';
import { requestKind } from '../../plan/streams.js';
import { bool, type Code, code, comment, ident, joinCode, key, NOTHING, num, remark, str } from '../code.js';
import { prose } from '../doc-text.js';
import type { Guards } from '../guards/emit-guards.js';
import { parameterGuard } from '../guards/parameter-guard.js';
import { append, type Doc, type Entry, entry, group, print } from '../layout.js';
import { hasDefault } from '../types/emit-types.js';
import { jsonLiteral, list, listOf, withNote } from './call.js';
import type { Helper, ZodContext } from './context.js';
import { operationNote, parameterNote, responseNote, saysDefault, schemaNote } from './notes.js';
import { shapeOfParameter, shapeOfSchema } from './shape-of.js';
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
  /** What it imports from `streams.ts`. */
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
  const sent = [...plan.webhooks, ...plan.callbacks];
  const everything = [...plan.operations, ...sent];
  const places = new Set(everything.flatMap(({ operation }) => operation.parameters.map((parameter) => parameter.in)));
  const media = plan.operations.flatMap(({ operation }) => operation.requestBody?.content ?? []);
  const sentMedia = sent.flatMap(({ operation }) => operation.requestBody?.content ?? []);
  const makers = [
    ...media.map(({ type }) => BODY_MAKERS[requestKind(type)]),
    ...sentMedia.map(({ type }) => (requestKind(type) === 'form' ? 'form' : 'body')),
  ];
  const bodies = new Set(makers.filter((name) => name === 'form' || name === 'body'));
  const answers = everything.flatMap(({ operation }) => operation.responses.flatMap(({ content }) => content));
  const sequences = answers.filter(({ type }) => mediaKind(type) === 'sequence').map((one) => sequenceMaker(plan, one));
  const streams = new Set([...sequences, ...makers.filter((name) => name === 'bytes' || name === 'sequence')]);
  const guarded = new Set(media.flatMap((one) => guards?.guardOfBody(one) ?? []));
  return {
    schemas: joinCode(schemas, '\n\n'),
    operations: joinCode([operations, ...outgoing], '\n\n'),
    helpers: uses,
    places,
    bodies,
    streams,
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
    headers.length === 0 ? [] : [entry(headerTable(context, headers), { head: code`${statusKey(status)}: ` })],
  );
  return members.length === 0
    ? []
    : [entry(group(code`{`, members, code`}`, { padded: true }), { head: code`headers: ` })];
}

function headerTable(context: ZodContext, headers: Response['headers']): Doc {
  const members = headers.map(({ name, required, description, schema }) => {
    const value = zodOf(context, schema);
    const made = entry(required ? value : append(value, code`.optional()`), { head: code`${key(name)}: ` });
    const own =
      typeof schema === 'object'
        ? schemaNote(context, { ...schema, ...(description !== undefined && { description }) })
        : prose(description);
    return withNote(made, own);
  });
  return group(code`{`, members, code`}`, { padded: true });
}

function statusKey(status: string): Code {
  return /^\d+$/.test(status) ? num(Number(status)) : key(status);
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

/** What a body is said with: `body(NewUser)`, `form({ name: 'string' }, NewUser)`, `bytes`, `sequence(LogLine)`. */
const BODY_MAKERS = {
  json: 'body',
  text: 'body',
  form: 'form',
  bytes: 'bytes',
  sequence: 'sequence',
} as const satisfies Record<MediaKind, string>;

function bodySpec(context: ZodContext, media: MediaType): Doc {
  const maker = BODY_MAKERS[requestKind(media.type)];
  // What the API sends itself is held whole.
  if (context.direction === 'response' && (maker === 'bytes' || maker === 'sequence')) return code`body(z.unknown())`;
  switch (maker) {
    case 'bytes':
      return code`bytes`;
    case 'sequence':
      return group(code`sequence(`, [entry(zodOf(context, media.schema))], code`)`);
    case 'form': {
      const schema = zodOf({ ...context, uploads: media.type === 'multipart/form-data' }, media.schema);
      return group(
        code`form(`,
        [entry(shapeOfSchema(context.plan, media.schema)), entry(schema), ...fieldsOf(context, media)],
        code`)`,
      );
    }
    case 'body': {
      const guard = context.guards?.guardOfBody(media);
      return group(code`body(`, [entry(mediaSchema(context, media)), ...(guard ? [entry(guard)] : [])], code`)`);
    }
    default:
      return maker satisfies never;
  }
}

/** `{ avatar: { types: ['image/png'] }, ids: { style: 'pipeDelimited' } }`, where the document says how fields are written. */
function fieldsOf(context: ZodContext, { encoding }: MediaType): readonly Entry[] {
  if (!encoding) return [];
  const fields = [...encoding].map(([name, { contentTypes, style, explode, headers }]) => {
    const usual = style === 'form' || style === 'deepObject';
    const members = [
      ...(contentTypes.length > 0 ? [entry(list(contentTypes.map(str)), { head: code`types: ` })] : []),
      ...(style === undefined ? [] : [entry(str(style), { head: code`style: ` })]),
      ...(explode === undefined || explode === usual ? [] : [entry(bool(explode), { head: code`explode: ` })]),
      ...(headers.length > 0 ? [entry(headerTable(context, headers), { head: code`headers: ` })] : []),
    ];
    return entry(group(code`{`, members, code`}`, { padded: true }), { head: code`${key(name)}: ` });
  });
  return [entry(group(code`{`, fields, code`}`, { padded: true }))];
}

/** `items(Chunk)`, or `events(ChunkEvent)` where the schema is that of server-sent events themselves. */
function sequenceMaker({ model }: ApiPlan, { type, schema }: MediaType): 'items' | 'events' {
  return type === 'text/event-stream' && isEventObject(model, schema) ? 'events' : 'items';
}

function mediaSchema(context: ZodContext, media: MediaType): Doc {
  const { type, schema } = media;
  const kind = mediaKind(type);
  switch (kind) {
    case 'json':
    case 'form':
      return zodOf(context, schema);
    case 'text':
      // What an XML or YAML text holds is its reader's to judge; a plain text is the value itself.
      return type === 'text/plain' && typeof schema === 'object' && schema.types?.join() === 'string'
        ? zodOf(context, schema)
        : code`z.string(${standsFor(context, schema)})`;
    case 'sequence': {
      const open = sequenceMaker(context.plan, media) === 'events' ? code`events(` : code`items(`;
      return group(open, [entry(zodOf(context, schema))], code`)`);
    }
    case 'bytes':
      return code`z.unknown()`;
    default:
      return kind satisfies never;
  }
}

/** The schema that a text in XML or YAML is written after, by its name: `z.string(/* Pet *\/)`. */
function standsFor({ plan, direction }: ZodContext, schema: MediaType['schema']): Code {
  return typeof schema === 'object' && schema.ref !== undefined ? remark(plan.nameOf(schema.ref, direction)) : NOTHING;
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
      head: code`${statusKey(response.status)}: `,
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
