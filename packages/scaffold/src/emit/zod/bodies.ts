// Bodies of requests and answers in the table of operations, and what each is said with.
import type { MediaType, ResponseHeader } from '../../model/api-model.js';
import { isEventObject } from '../../model/event-object.js';
import { type MediaKind, mediaKind } from '../../model/media-kind.js';
import type { ApiPlan } from '../../plan/api-plan.js';
import { requestKind } from '../../plan/streams.js';
import { bool, type Code, code, key, NOTHING, remark, str } from '../code.js';
import { prose } from '../doc-text.js';
import { append, type Doc, type Entry, entry, group } from '../layout.js';
import { list, withNote } from './call.js';
import type { ZodContext } from './context.js';
import { schemaNote } from './notes.js';
import { shapeOfSchema } from './shape-of.js';
import { zodOf } from './zod-of.js';

/** The functions of `requests.ts`, and of the files of streams, that the table calls. */
export function bodyImports(plan: ApiPlan): {
  readonly bodies: ReadonlySet<string>;
  readonly streams: ReadonlySet<string>;
} {
  const sent = [...plan.webhooks, ...plan.callbacks];
  const answers = [...plan.operations, ...sent].flatMap(({ operation }) => operation.responses);
  const sequences = answers
    .flatMap(({ content }) => content)
    .filter(({ type }) => mediaKind(type) === 'sequence')
    .map((media) => sequenceMaker(plan, media));
  const makers = [
    ...plan.operations.flatMap(({ operation }) => operation.requestBody?.content ?? []).map(bodyMaker),
    ...sent.flatMap(({ operation }) => operation.requestBody?.content ?? []).map(wholeMaker),
  ];
  return {
    bodies: new Set(makers.filter((name) => name === 'form' || name === 'body')),
    streams: new Set([...sequences, ...makers.filter((name) => name === 'bytes' || name === 'sequence')]),
  };
}

/** What a body is said with: `body(NewUser)`, `form({ name: 'string' }, NewUser)`, `bytes`, `sequence(LogLine)`. */
const BODY_MAKERS = {
  json: 'body',
  text: 'body',
  form: 'form',
  bytes: 'bytes',
  sequence: 'sequence',
} as const satisfies Record<MediaKind, string>;

type BodyMaker = (typeof BODY_MAKERS)[MediaKind];

function bodyMaker({ type }: MediaType): BodyMaker {
  return BODY_MAKERS[requestKind(type)];
}

/** What the API sends itself is held whole. */
function wholeMaker(media: MediaType): 'form' | 'body' {
  return bodyMaker(media) === 'form' ? 'form' : 'body';
}

/** `body(NewUser)`; in the direction of an answer, a body that the API sends. */
export function bodySpec(context: ZodContext, media: MediaType): Doc {
  const isSent = context.direction === 'response';
  const maker = isSent ? wholeMaker(media) : bodyMaker(media);
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
      if (isSent && bodyMaker(media) !== 'body') return code`body(z.unknown())`;
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

export function mediaSchema(context: ZodContext, media: MediaType): Doc {
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

/** `{ Location: z.string() }` */
export function headerTable(context: ZodContext, headers: readonly ResponseHeader[]): Doc {
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
