// Hono: one context with functions for the parts of the request, and answers that are made by calls and returned.
import { memberOf, NOWHERE, native, record, UNDEFINED, type Value } from '../values.js';
import type { Answer, Observation, RequestPart } from './probe-handler.js';
import { addMethods, headerType, isText, type Probe, REQUEST, type State, statusText } from './probe-words.js';

export function honoProbe(into: Observation): Probe {
  const context = record(new Map(), true);
  const state: State = { status: undefined, mediaType: undefined };
  const answer = (type: Answer['type'], mediaType?: string, usual = '200') =>
    addAnswer({ into, state, type, mediaType, usual });
  addMethods(context, 'json', answer('json'));
  addMethods(context, 'text', answer('text'));
  addMethods(context, 'html', answer('text', 'text/html'));
  addMethods(context, 'body newResponse', answer('text'));
  addMethods(context, 'redirect', (args) =>
    answer('other', undefined, '302')([{ value: UNDEFINED, at: NOWHERE }, ...args.slice(1)]),
  );
  addMethods(context, 'notFound', () => answer('other', undefined, '404')([]));
  addMethods(context, 'status', ([status]) => {
    state.status = status?.value;
    return UNDEFINED;
  });
  addMethods(context, 'header', (args) => {
    state.mediaType = headerType(args) ?? state.mediaType;
    return UNDEFINED;
  });
  context.members.set('req', { value: requestOf(into), at: NOWHERE });
  return {
    args: [
      context,
      native('next', () => {
        into.isPassed = true;
        return UNDEFINED;
      }),
    ],
    assigned: () => undefined,
    returned: () => undefined,
  };
}

interface Made {
  readonly into: Observation;
  readonly state: State;
  readonly type: Answer['type'];
  readonly mediaType: string | undefined;
  readonly usual: string;
}

/** `c.json(user, 201, { 'Content-Type': … })`, `c.json(user, { status: 201, headers })` */
function addAnswer({ into, state, type, mediaType, usual }: Made): Parameters<typeof addMethods>[2] {
  return ([body, init, headers]) => {
    const status = memberOf(init?.value, 'status') ?? (init?.value.kind === 'record' ? undefined : init?.value);
    const given = memberOf(init?.value, 'headers') ?? headers?.value;
    const isEmpty =
      body === undefined || (body.value.kind === 'constant' && (body.value.value === null || body.value === UNDEFINED));
    into.answers.push({
      status: statusText(status ?? state.status, usual),
      body: isEmpty ? undefined : body.value,
      type: type === 'text' && !isEmpty && !isText(body.value) && mediaType === undefined ? 'other' : type,
      mediaType: (given && headerType([{ value: given, at: NOWHERE }])) ?? state.mediaType ?? mediaType,
    });
    state.status = undefined;
    state.mediaType = undefined;
    return { kind: 'member', object: { kind: 'package', name: 'hono' }, name: 'Response' };
  };
}

/** The parts by the names that `valid()` has for them, and what the probes of all frameworks call them. */
const TARGETS: Readonly<Record<string, readonly [name: string, part: RequestPart]>> = {
  json: ['body', 'body'],
  form: ['body', 'body'],
  query: ['query', 'query'],
  param: ['params', 'path'],
  header: ['headers', 'header'],
  cookie: ['cookies', 'cookie'],
};

function requestOf(into: Observation): Value {
  const request = record(new Map(), true);
  const partOf = (target: string): Value => ({ kind: 'member', object: REQUEST, name: TARGETS[target]?.[0] ?? 'body' });
  addMethods(request, 'json parseBody formData', () => partOf('json'));
  addMethods(request, 'valid', ([target]) => partOf(textIn(target?.value)));
  for (const [target, names] of [
    ['query', 'query queries'],
    ['param', 'param'],
    ['header', 'header'],
  ] as const) {
    addMethods(request, names, ([first]) => {
      const name = textIn(first?.value);
      if (name === '') return partOf(target);
      const part = TARGETS[target]?.[1] ?? 'query';
      const read = into.reads.get(part) ?? new Set();
      into.reads.set(part, read.add(target === 'header' ? name.toLowerCase() : name));
      return { kind: 'member', object: partOf(target), name };
    });
  }
  return request;
}

function textIn(value: Value | undefined): string {
  return value?.kind === 'constant' && typeof value.value === 'string' ? value.value : '';
}
