// How the operations of a database fail: the statuses, and the one shape that their answers have.
import type { Response, Schema } from '../model/api-model.js';
import { schemaId } from './column-schema.js';
import type { Design } from './resource.js';

const FAILURES = {
  '400': 'The request does not fit the document',
  '401': 'No credentials, or wrong ones',
  '403': 'The caller may not do this',
  '404': 'There is no such row',
  '409': 'Taken already, or still referred to',
  '412': 'It was changed since it was read',
  '422': 'A reference that is not there, or a rule of the database',
  '428': 'If-Match is missing',
  '503': 'The database does not answer in time',
} as const;

export function failures({ problems }: Design, ...statuses: readonly (keyof typeof FAILURES)[]): readonly Response[] {
  const content = problems
    ? { type: 'application/problem+json', schema: { ref: schemaId('Problem') } }
    : { type: 'application/json', schema: { ref: schemaId('ErrorBody') } };
  return statuses.map((status) => ({ status, description: FAILURES[status], headers: [], content: [content] }));
}

/** The schema of every failure, with its name. */
export function errorSchema({ problems }: Design): readonly [string, Schema] {
  return problems ? ['Problem', PROBLEM] : ['ErrorBody', ENVELOPE];
}

const TEXT: Schema = { types: ['string'] };

export const REQUEST_ID: Schema = { description: 'Of this request; it stands in the log too.', types: ['string'] };

const CODE: Schema = { description: 'For programs; it does not change.', types: ['string'] };

const DETAILS: Schema = {
  types: ['array'],
  items: object({ field: TEXT, in: TEXT, message: TEXT }, ['field', 'message']),
};

const ENVELOPE = object({
  error: object({ code: CODE, message: TEXT, details: DETAILS }),
  meta: { ref: schemaId('Meta') },
});

/** RFC 9457, 3.1, and the members that are ours: `code`, `requestId` and `errors`. */
const PROBLEM: Schema = {
  description: 'Problem details as in RFC 9457.',
  ...object({
    type: { description: 'The type of the problem.', types: ['string'], format: 'uri-reference' },
    title: { description: 'Of the type, and the same for every problem of it.', types: ['string'] },
    status: { description: 'The status of the answer.', types: ['integer'] },
    detail: { description: 'What is wrong this time.', types: ['string'] },
    instance: { description: 'The path that was asked for.', types: ['string'] },
    code: CODE,
    requestId: REQUEST_ID,
    errors: DETAILS,
  }),
};

function object(properties: Readonly<Record<string, Schema>>, required = Object.keys(properties)) {
  return { types: ['object'], properties: new Map(Object.entries(properties)), required } satisfies Schema;
}
