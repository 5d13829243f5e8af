// src/middleware/validators.ts: a validator for each schema, and a table of what each operation accepts.
import type { MediaType, Operation, Parameter, RequestBody, Response } from '../../model/api-model.js';
import type { ApiPlan, PlannedOperation, PlannedSchema } from '../../plan/api-plan.js';
import { bool, type Code, code, comment, ident, joinCode, key, NOTHING, num, str } from '../code.js';
import { append, type Doc, entry, group, print } from '../layout.js';
import { describe } from '../types/describe.js';
import { hasDefault, mediaKind } from '../types/emit-types.js';
import { jsonLiteral, list } from './call.js';
import type { Helper, ZodContext } from './context.js';
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
}

export function emitValidators(plan: ApiPlan): Validators {
  const uses = new Set<Helper>();
  const schemas = plan.schemas.map((schema) =>
    validator({ plan, direction: schema.direction, uploads: schema.uploads, uses }, schema),
  );
  const members = plan.operations.map((planned) => operationEntry({ plan, direction: 'request', uses }, planned));
  const operations = print(
    group(
      code`export const operations: Readonly<Record<keyof Operations, () => OperationSpec>> = {`,
      members,
      code`};`,
    ),
  );
  const places = new Set(
    plan.operations.flatMap(({ operation }) => operation.parameters.map((parameter) => parameter.in)),
  );
  const media = plan.operations.flatMap(({ operation }) => operation.requestBody?.content ?? []);
  const bodies = new Set(media.map(({ type }) => (mediaKind(type) === 'form' ? 'form' : 'body')));
  return { schemas: joinCode(schemas, '\n\n'), operations, helpers: uses, places, bodies };
}

function validator(context: ZodContext, { name, schema, recursive }: PlannedSchema): Code {
  const note = typeof schema === 'boolean' ? NOTHING : comment(describe(schema));
  const expression = zodOf(context, schema);
  if (!recursive) {
    const head = code`export const ${ident(name)} = `;
    return code`${note}${head}${print(expression, 0, head.length)};`;
  }
  context.uses.add('recursive');
  const head = code`export const ${ident(name)}: z.ZodType<api.${ident(name)}> = recursive(() => `;
  return code`${note}${head}${print(expression, 0, head.length)});`;
}

function operationEntry(context: ZodContext, { operation, name }: PlannedOperation): ReturnType<typeof entry> {
  const members = [
    entry(str(operation.method.toUpperCase()), { head: code`method: ` }),
    entry(str(operation.path), { head: code`path: ` }),
    ...(operation.parameters.length > 0
      ? [
          entry(list(operation.parameters.map((parameter) => parameterCall(context, parameter))), {
            head: code`parameters: `,
          }),
        ]
      : []),
    ...(operation.requestBody ? [entry(bodyOf(context, operation.requestBody), { head: code`body: ` })] : []),
    entry(responsesOf({ ...context, direction: 'response' }, operation.responses), { head: code`responses: ` }),
    ...(operation.security.length > 0 ? [entry(securityOf(operation), { head: code`security: ` })] : []),
  ];
  return entry(group(code`() => ({`, members, code`})`, { padded: true }), { head: code`${ident(name)}: ` });
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
  const options = [
    ...(usual ? [] : [entry(str(parameter.style), { head: code`style: ` })]),
    ...(parameter.explode === (parameter.style === 'form' || parameter.style === 'deepObject')
      ? []
      : [entry(bool(parameter.explode), { head: code`explode: ` })]),
  ];
  const parts = [
    entry(str(name)),
    entry(shapeOfParameter(context.plan, parameter)),
    entry(schema),
    ...(options.length > 0 ? [entry(group(code`{`, options, code`}`, { padded: true }))] : []),
  ];
  return group(code`${ident(parameter.in)}(`, parts, code`)`);
}

function appendDefault(value: Doc, fallback: Doc): Doc {
  return append(value, code`.default(${print(fallback)})`);
}

function bodyOf(context: ZodContext, body: RequestBody): Doc {
  const content = body.content.map((media) => entry(bodySpec(context, media), { head: code`${key(media.type)}: ` }));
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

/** `body(NewUser)`, or `form({ name: 'string' }, NewUser)` for a form. */
function bodySpec(context: ZodContext, media: MediaType): Doc {
  if (mediaKind(media.type) !== 'form') return group(code`body(`, [entry(mediaSchema(context, media))], code`)`);
  const schema = zodOf({ ...context, uploads: media.type === 'multipart/form-data' }, media.schema);
  return group(code`form(`, [entry(shapeOfSchema(context.plan, media.schema)), entry(schema)], code`)`);
}

function mediaSchema(context: ZodContext, { type, schema }: MediaType): Doc {
  switch (mediaKind(type)) {
    case 'json':
    case 'form':
      return zodOf(context, schema);
    case 'text':
      // What an XML or YAML text holds is its reader's to judge; a plain text is the value itself.
      return type === 'text/plain' && typeof schema === 'object' && schema.types?.join() === 'string'
        ? zodOf(context, schema)
        : code`z.string()`;
    case 'bytes':
      return code`z.unknown()`;
  }
}

function responsesOf(context: ZodContext, responses: readonly Response[]): Doc {
  const members = responses.map((response) => {
    const content = response.content.map((media) =>
      entry(mediaSchema(context, media), { head: code`${key(media.type)}: ` }),
    );
    const status = /^\d+$/.test(response.status) ? num(Number(response.status)) : key(response.status);
    return entry(group(code`{`, content, code`}`, { padded: true }), { head: code`${status}: ` });
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
