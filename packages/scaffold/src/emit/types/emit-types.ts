// src/types/api.ts: an interface or alias for each schema, and one table of what each operation takes and answers.
import type { MediaType, Operation, Parameter, ParameterPlace, Response, Schema } from '../../model/api-model.js';
import { fitsDefault } from '../../model/fits-default.js';
import { mediaKind } from '../../model/media-kind.js';
import type { ApiPlan, Direction, PlannedOperation, PlannedOutgoing, PlannedSchema } from '../../plan/api-plan.js';
import { requestKind } from '../../plan/streams.js';
import { type Code, code, comment, ident, joinCode, key, NOTHING, num, str, typeKey } from '../code.js';
import { append, type Doc, entry, group, print } from '../layout.js';
import { describe } from './describe.js';
import { objectMembers, type TypeContext, typeOf, unionOf } from './type-of.js';

export function emitTypes(plan: ApiPlan): Code {
  const schemas = plan.schemas.map((schema) => declaration(plan, schema));
  const outgoing = [
    ...(plan.webhooks.length > 0 ? [outgoingTable(plan, 'Webhooks', plan.webhooks)] : []),
    ...(plan.callbacks.length > 0 ? [outgoingTable(plan, 'Callbacks', plan.callbacks)] : []),
  ];
  return joinCode([...schemas, operationsTable(plan), ...outgoing], '\n\n');
}

function declaration(plan: ApiPlan, { name, schema, direction, uploads }: PlannedSchema): Code {
  const context: TypeContext = { plan, direction, uploads };
  const note = typeof schema === 'boolean' ? NOTHING : comment(describe(schema));
  const members = isPlainObject(schema) ? objectMembers(context, schema) : [];
  if (members.length > 0)
    return code`${note}${print(group(code`export interface ${ident(name)} {`, forceBreak(members), code`}`, { separator: ';' }))}`;
  const head = code`export type ${ident(name)} =`;
  const type = print(typeOf(context, schema), 0, head.length + 1);
  return code`${note}${head}${type.startsWith('\n') ? NOTHING : code` `}${type};`;
}

/** Whether the schema says nothing but which members an object has, so that an interface can say it. */
function isPlainObject(schema: Schema): schema is Exclude<Schema, boolean> {
  if (typeof schema === 'boolean' || schema.enum || schema.ref !== undefined) return false;
  if (schema.allOf || schema.anyOf || schema.oneOf || schema.items !== undefined) return false;
  return schema.types === undefined || (schema.types.length === 1 && schema.types[0] === 'object');
}

function forceBreak(members: ReturnType<typeof objectMembers>): ReturnType<typeof objectMembers> {
  return members.map((member) => ({ ...member, note: member.note ?? (() => NOTHING) }));
}

function operationsTable(plan: ApiPlan): Code {
  const members = plan.operations.map((planned) =>
    entry(operationType(plan, planned.operation, 'request'), {
      head: code`${ident(planned.name)}: `,
      note: (indent) => comment([headline(planned), ...notes(planned.operation)], indent),
    }),
  );
  const table = print(group(code`export interface Operations {`, members, code`}`, { separator: ';' }));
  return code`${comment(['What each operation takes and what it may answer, by the name of its handler.'])}${table}`;
}

const OUTGOING = {
  Webhooks: 'What the API sends to who registered for it, and what it may be answered.',
  Callbacks: 'What the API sends because of a request, and what it may be answered.',
} as const;

/** What is sent is data of the API: it has what an answer has. */
function outgoingTable(plan: ApiPlan, name: keyof typeof OUTGOING, requests: readonly PlannedOutgoing[]): Code {
  const members = requests.map((planned) =>
    entry(operationType(plan, planned.operation, 'response'), {
      head: code`${ident(planned.name)}: `,
      note: (indent) => comment([headline(planned), ...notes(planned.operation)], indent),
    }),
  );
  return code`${comment([OUTGOING[name]])}${print(group(code`export interface ${ident(name)} {`, members, code`}`, { separator: ';' }))}`;
}

function headline({ operation }: PlannedOperation): string {
  return `${operation.method.toUpperCase()} ${operation.path}`;
}

function notes(operation: Operation): readonly string[] {
  return [...(operation.summary ? [operation.summary] : []), ...(operation.deprecated ? ['@deprecated'] : [])];
}

function operationType(plan: ApiPlan, operation: Operation, direction: Direction): Doc {
  const request: TypeContext = { plan, direction };
  const places = (['path', 'query', 'header', 'cookie'] as const).flatMap((place) =>
    parametersType(request, operation.parameters, place),
  );
  const { requestBody } = operation;
  const body = requestBody
    ? [
        entry(contentType(request, requestBody.content, requestBody.required), {
          head: code`${requestBody.required ? code`body` : code`body?`}: `,
        }),
      ]
    : [];
  const responses = operation.responses.map((response) => responseType(plan, response));
  return group(
    code`{`,
    [
      ...places,
      ...body,
      entry(group(code`{`, responses, code`}`, { padded: true, separator: ';' }), { head: code`responses: ` }),
    ],
    code`}`,
    { padded: true, separator: ';' },
  );
}

function parametersType(
  context: TypeContext,
  parameters: readonly Parameter[],
  place: ParameterPlace,
): ReturnType<typeof entry>[] {
  const own = parameters.filter((parameter) => parameter.in === place);
  if (own.length === 0) return [];
  const members = own.map((parameter) => {
    const type = typeOf(context, parameter.schema);
    const sure = parameter.required || hasDefault(context.plan, parameter);
    const name = typeKey(place === 'header' ? parameter.name.toLowerCase() : parameter.name);
    const note = comment([parameter.description, parameter.deprecated ? '@deprecated' : undefined]);
    return entry(sure || type === 'unknown' ? type : append(grouped(type), code` | undefined`), {
      head: sure ? code`${name}: ` : code`${name}?: `,
      ...(note !== '' && {
        note: (indent: number) =>
          comment([parameter.description, parameter.deprecated ? '@deprecated' : undefined], indent),
      }),
    });
  });
  return [entry(group(code`{`, members, code`}`, { padded: true, separator: ';' }), { head: code`${ident(place)}: ` })];
}

/** A union that can take a further member behind it on one line. */
function grouped(type: Doc): Doc {
  return typeof type !== 'string' && type.open === '' && type.width === undefined
    ? { ...type, open: code`(`, close: code`)` }
    : type;
}

/** Whether a parameter has a value where the caller gives none: a default that its schema lets through. */
export function hasDefault(plan: ApiPlan, parameter: Parameter): boolean {
  const { schema } = parameter;
  if (parameter.required || typeof schema === 'boolean' || schema.default === undefined || schema.default === null)
    return false;
  return fitsDefault(plan.model.schemas, schema, schema.default);
}

function contentType(context: TypeContext, content: readonly MediaType[], required: boolean): Doc {
  const all = unionOf(content.map((media) => mediaValue(context, media)));
  return required ? all : append(grouped(all), code` | undefined`);
}

/** JSON and forms are values; text is a string; a sequence comes item by item, everything else as bytes. */
function mediaValue(context: TypeContext, media: MediaType): Doc {
  const kind = requestKind(media.type);
  // What the API sends itself is held whole.
  if (context.direction === 'response' && (kind === 'sequence' || kind === 'bytes')) return code`Uint8Array | string`;
  switch (kind) {
    case 'json':
    case 'form':
      return typeOf({ ...context, uploads: media.type === 'multipart/form-data' }, media.schema);
    case 'text':
      return code`string`;
    case 'sequence':
      return iterable(code`AsyncIterable<`, context, media);
    case 'bytes':
      return code`Readable`;
    default:
      return kind satisfies never;
  }
}

function iterable(open: Code, context: TypeContext, media: MediaType): Doc {
  return group(open, [entry(typeOf(context, media.schema))], code`>`, { separator: '' });
}

function responseType(plan: ApiPlan, response: Response): ReturnType<typeof entry> {
  const context: TypeContext = { plan, direction: 'response' };
  const content = response.content.map((media) =>
    entry(responseValue(context, media), { head: code`${str(media.type)}: ` }),
  );
  const status = /^\d+$/.test(response.status)
    ? num(Number(response.status))
    : key(/^\d/.test(response.status) ? response.status : 'default');
  return entry(group(code`{`, content, code`}`, { padded: true, separator: ';' }), { head: code`${status}: ` });
}

function responseValue(context: TypeContext, media: MediaType): Doc {
  const kind = mediaKind(media.type);
  switch (kind) {
    case 'json':
      return typeOf(context, media.schema);
    case 'text':
      return code`string`;
    case 'sequence':
      return unionOf([iterable(code`AsyncIterable<`, context, media), iterable(code`Iterable<`, context, media)]);
    case 'form':
    case 'bytes':
      return code`Uint8Array | string | AsyncIterable<Uint8Array>`;
    default:
      return kind satisfies never;
  }
}
