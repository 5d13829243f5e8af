// The operations of a resource: what each takes, and every way in which it answers.
import type { HttpMethod, Operation, Parameter, RequestBody, Response, Schema } from '../model/api-model.js';
import { schemaId } from './column-schema.js';
import { failures } from './failures.js';
import { IF_MATCH, keyParameters, listParameters, selectionParameters } from './parameters.js';
import type { Action, Design, Link, Resource } from './resource.js';
import { changeableColumns } from './resource-schemas.js';
import { withArticle } from './words.js';

/** The actions that a resource has, in the order of the document. */
export function actionsOf(resource: Resource): readonly Action[] {
  if (resource.key.length === 0) return ['list'];
  if (!resource.writable) return ['list', 'get'];
  const changes: readonly Action[] = changeableColumns(resource).length > 0 ? ['replace', 'update'] : [];
  return ['list', 'create', 'get', ...changes, 'delete'];
}

export function resourceOperations(design: Design, resource: Resource): readonly Operation[] {
  return [
    ...actionsOf(resource).map((action) => operationOf(design, resource, action)),
    ...resource.links.flatMap((link) => linkOperations(design, resource, link)),
  ];
}

const JSON_TYPE = 'application/json';

function operationOf(design: Design, resource: Resource, action: Action): Operation {
  switch (action) {
    case 'list':
    case 'create':
      return operationOnAll(design, resource, action);
    case 'get':
    case 'replace':
    case 'update':
    case 'delete':
      return operationOnOne(design, resource, action);
    default:
      return action satisfies never;
  }
}

/** On `/users`. */
function operationOnAll(design: Design, resource: Resource, action: 'list' | 'create'): Operation {
  const { names, noun, relation, slug } = resource;
  const operation = base(design, resource, names.operations[action]);
  if (action === 'list') {
    return operation('get', `/${slug}`, `List ${manyOf(resource)}`, {
      parameters: listParameters(design, resource),
      responses: [page(names.selection), ...failures(design, '400', '503')],
    });
  }
  const created = row('201', `The ${noun} as it was created`, names.row, relation.versioned);
  return operation('post', `/${slug}`, `Create ${withArticle(noun)}`, {
    requestBody: jsonBody(names.create),
    responses: [
      { ...created, headers: [LOCATION, ...etag(relation.versioned)] },
      ...failures(design, '400', '409', '422', '503'),
    ],
  });
}

/** On `/users/{id}`. */
function operationOnOne(design: Design, resource: Resource, action: Exclude<Action, 'list' | 'create'>): Operation {
  const { names, noun, relation } = resource;
  const a = withArticle(noun);
  const operation = base(design, resource, names.operations[action]);
  const key = keyParameters(design, resource.key);
  const path = `/${resource.slug}${keyPath(resource)}`;
  if (action === 'get') {
    return operation('get', path, `Get ${a}`, {
      parameters: [...key, ...selectionParameters(resource)],
      responses: [
        row('200', `The ${noun}`, names.selection, relation.versioned),
        ...failures(design, '400', '404', '503'),
      ],
    });
  }
  const parameters = relation.versioned ? [...key, IF_MATCH] : key;
  const conflicts = ['400', '404', '409', ...stale(design, relation.versioned)] as const;
  if (action === 'delete') {
    return operation('delete', path, `Delete ${a}`, {
      parameters,
      responses: [EMPTY, ...failures(design, ...conflicts, '503')],
    });
  }
  const isWhole = action === 'replace';
  const summary = isWhole ? `Replace all fields of ${a}` : `Change some fields of ${a}`;
  return operation(isWhole ? 'put' : 'patch', path, summary, {
    parameters,
    requestBody: jsonBody(isWhole ? (names.replacement ?? names.create) : names.update),
    responses: [
      row('200', `The ${noun} as it is now`, names.row, relation.versioned),
      ...inOrder(failures(design, ...conflicts, '422', '503')),
    ],
  });
}

function linkOperations(design: Design, resource: Resource, link: Link): readonly Operation[] {
  const target = design.byId.get(link.embed.target);
  if (!target) return [];
  const path = `/${resource.slug}${keyPath(resource)}/${link.segment}`;
  const one = `${path}${link.key.map(({ parameter }) => `/{${parameter}}`).join('')}`;
  const key = keyParameters(design, resource.key);
  const both = [...key, ...keyParameters(design, link.key)];
  const { operations } = link;
  return [
    base(design, resource, operations.list)('get', path, `List ${manyOf(target)} of ${withArticle(resource.noun)}`, {
      parameters: [...key, ...listParameters(design, target)],
      responses: [page(target.names.selection), ...failures(design, '400', '503')],
    }),
    base(design, resource, operations.link)(
      'put',
      one,
      `Add ${withArticle(target.noun)} to ${withArticle(resource.noun)}`,
      {
        parameters: both,
        responses: [EMPTY, ...failures(design, '400', '409', '422', '503')],
      },
    ),
    base(design, resource, operations.unlink)(
      'delete',
      one,
      `Take ${withArticle(target.noun)} from ${withArticle(resource.noun)}`,
      {
        parameters: both,
        responses: [EMPTY, ...failures(design, '400', '404', '409', '503')],
      },
    ),
  ];
}

function manyOf({ relation }: Resource): string {
  return relation.name.replaceAll(/[_\s]+/g, ' ');
}

function keyPath({ key }: Resource): string {
  return key.map(({ parameter }) => `/{${parameter}}`).join('');
}

type Rest = Pick<Operation, 'responses'> & Partial<Pick<Operation, 'parameters' | 'requestBody'>>;

function base(design: Design, { slug }: Resource, operationId: string) {
  return (method: HttpMethod, path: string, summary: string, rest: Rest): Operation => ({
    operationId,
    method,
    path,
    tag: slug,
    summary,
    deprecated: false,
    parameters: [] as readonly Parameter[],
    ...rest,
    responses: design.rowSecurity ? withRefusals(design, rest.responses) : rest.responses,
    security: design.rowSecurity ? [[{ scheme: CALLER, scopes: [] }]] : [],
  });
}

/** The scheme of the document whose function says as which role a request is run. */
export const CALLER = 'caller';

function withRefusals(design: Design, responses: readonly Response[]): readonly Response[] {
  const refusals = failures(design, '401', '403');
  const at = responses.findIndex(({ status }) => status > '403');
  return at === -1 ? [...responses, ...refusals] : [...responses.slice(0, at), ...refusals, ...responses.slice(at)];
}

function jsonBody(name: string): RequestBody {
  return { required: true, content: [{ type: JSON_TYPE, schema: { ref: schemaId(name) } }] };
}

function envelope(data: Schema, meta: string): Schema {
  return {
    types: ['object'],
    properties: new Map([
      ['data', data],
      ['meta', { ref: schemaId(meta) }],
    ]),
    required: ['data', 'meta'],
  };
}

function page(name: string): Response {
  const schema = envelope({ types: ['array'], items: { ref: schemaId(name) } }, 'PageMeta');
  return { status: '200', description: 'One page', headers: [], content: [{ type: JSON_TYPE, schema }] };
}

function row(status: string, description: string, name: string, versioned: boolean): Response {
  const schema = envelope({ ref: schemaId(name) }, 'Meta');
  return { status, description, headers: etag(versioned), content: [{ type: JSON_TYPE, schema }] };
}

const LOCATION = {
  name: 'Location',
  required: true,
  description: 'Where it is.',
  schema: { types: ['string'], format: 'uri-reference' },
} as const;

function etag(versioned: boolean): Response['headers'] {
  if (!versioned) return [];
  return [
    {
      name: 'ETag',
      required: true,
      description: 'The version of the row, for If-Match.',
      schema: { types: ['string'] },
    },
  ];
}

const EMPTY: Response = { status: '204', description: 'Done', headers: [], content: [] };

function stale({ ifMatchRequired }: Design, versioned: boolean): readonly ('412' | '428')[] {
  if (!versioned) return [];
  return ifMatchRequired ? ['412', '428'] : ['412'];
}

function inOrder(responses: readonly Response[]): readonly Response[] {
  return responses.toSorted((a, b) => Number(a.status) - Number(b.status));
}

/** Whether the process is alive, and whether it can serve. */
export function healthOperations(design: Design): readonly Operation[] {
  const answer: Response = {
    status: '200',
    description: 'Yes',
    headers: [],
    content: [{ type: JSON_TYPE, schema: { ref: schemaId('Health') } }],
  };
  const operation = (
    operationId: string,
    path: string,
    summary: string,
    responses: readonly Response[],
  ): Operation => ({
    operationId,
    method: 'get',
    path,
    tag: 'health',
    summary,
    deprecated: false,
    parameters: [],
    responses,
    security: [],
  });
  return [
    operation('getHealth', '/health', 'Whether the process is alive', [answer]),
    operation('getReady', '/ready', 'Whether the database answers', [answer, ...failures(design, '503')]),
  ];
}
