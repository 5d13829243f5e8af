// What a handler does with its request and its answer: it is walked through with values that stand for both.

import { packagePath } from '../frameworks/package-path.js';
import type { Machine } from '../interpret/machine.js';
import { frameOf } from '../interpret/natives/functions.js';
import type { FrameworkName } from '../routes/router.js';
import {
  type CallValue,
  type Closure,
  type Item,
  native,
  type RecordValue,
  record,
  textOf,
  UNDEFINED,
  type Value,
} from '../values.js';

export type RequestPart = 'body' | 'query' | 'path' | 'header' | 'cookie';

export interface Answer {
  /** `200`; `default` where the status is known at run time only. */
  readonly status: string;
  /** Undefined: no body. */
  readonly body: Value | undefined;
  readonly type: 'json' | 'text' | 'other';
}

export interface Observation {
  readonly answers: Answer[];
  /** Members that are read of each part of the request. */
  readonly reads: Map<RequestPart, Set<string>>;
  /** Schemas that a part is held against; `whole` for one that judges the request itself. */
  readonly judged: { readonly part: RequestPart | 'whole'; readonly schema: Value }[];
}

const STEPS_OF_A_HANDLER = 20_000;
const REQUEST: Value = { kind: 'package', name: '@request' };

export function emptyObservation(): Observation {
  return { answers: [], reads: new Map(), judged: [] };
}

/** Adds to an observation what one function does, as middleware or as the handler itself. */
export function probeHandler(machine: Machine, framework: FrameworkName, closure: Closure, into: Observation): void {
  // Express: a function of four parameters answers errors of others.
  if (framework === 'express' && closure.node.params.length === 4) return;
  const at = { file: closure.file, start: closure.node.start };
  const response = PROBES[framework](into);
  const args = response.args.map((value) => ({ value, at }));
  const observer = {
    read: (value: Value) => noteRead(into, value),
    called: (value: CallValue) => noteJudgement(into, value),
    assigned: (object: Value, name: string, item: Item) => response.assigned(object, name, item),
  };
  const returned = machine.observe(observer, STEPS_OF_A_HANDLER, () =>
    machine.call(frameOf(at, 20), closure, args, at),
  );
  response.returned(returned);
}

interface Probe {
  readonly args: readonly Value[];
  assigned(object: Value, name: string, item: Item): void;
  returned(value: Value): void;
}

const PARTS: Readonly<Record<string, RequestPart>> = {
  body: 'body',
  query: 'query',
  params: 'path',
  headers: 'header',
  header: 'header',
  cookies: 'cookie',
};

/** `req.query.page`, `ctx.request.body.name`, `ctx.params.id` */
function partOf(
  value: Value,
): { readonly part: RequestPart | 'whole'; readonly member: string | undefined } | undefined {
  const path = packagePath(value);
  if (path?.name !== '@request') return undefined;
  const [first, ...rest] = path.members[0] === 'request' ? path.members.slice(1) : path.members;
  if (first === undefined) return { part: 'whole', member: undefined };
  const part = Object.hasOwn(PARTS, first) ? PARTS[first] : undefined;
  return part && { part, member: rest[0] };
}

function noteRead({ reads }: Observation, value: Value): void {
  const found = partOf(value);
  if (!found || found.part === 'whole' || found.member === undefined) return;
  const names = reads.get(found.part) ?? new Set();
  reads.set(found.part, names);
  names.add(found.member);
}

const JUDGES: ReadonlySet<string> = new Set(
  'parse safeParse parseAsync safeParseAsync validate validateAsync validateSync assert decode attempt check'.split(
    ' ',
  ),
);

function noteJudgement(into: Observation, { callee, args }: CallValue): void {
  const [first, second] = args;
  const target = first && partOf(first.value);
  if (callee.kind === 'member' && JUDGES.has(callee.name) && target && target.member === undefined) {
    into.judged.push({ part: target.part, schema: callee.object });
    return;
  }
  // `Joi.attempt(req.body, schema)`, `Value.Check(schema, req.body)`; `ajv.compile(schema)(req.body)`.
  if (target && target.member === undefined && second && callee.kind === 'member')
    into.judged.push({ part: target.part, schema: second.value });
  else if (target && target.member === undefined && callee.kind === 'call' && callee.args[0])
    into.judged.push({ part: target.part, schema: callee.args[0].value });
  const other = second && partOf(second.value);
  if (first && other && other.member === undefined && callee.kind === 'member')
    into.judged.push({ part: other.part, schema: first.value });
  const path = packagePath(callee);
  const name = textOf(first?.value);
  if (path?.name === '@request' && /^(?:get|header)$/.test(path.members.at(-1) ?? '') && name !== undefined)
    noteRead(into, {
      kind: 'member',
      object: { kind: 'member', object: REQUEST, name: 'headers' },
      name: name.toLowerCase(),
    });
}

function statusText(value: Value | undefined, usual: string): string {
  if (value === undefined) return usual;
  return value.kind === 'constant' && typeof value.value === 'number' ? String(value.value) : 'default';
}

const nothingAssigned = (): void => undefined;

const PROBES: Readonly<Record<FrameworkName, (into: Observation) => Probe>> = {
  express: (into) => {
    const state: { status: Value | undefined } = { status: undefined };
    const response = record(new Map(), true);
    const answer = (body: Value | undefined, type: Answer['type'], usual = '200'): Value => {
      into.answers.push({ status: statusText(state.status, usual), body, type });
      state.status = undefined;
      return response;
    };
    addMethods(
      response,
      'set header append type contentType cookie clearCookie location links vary attachment setHeader removeHeader',
      () => response,
    );
    addMethods(response, 'status', ([status]) => {
      state.status = status?.value;
      return response;
    });
    addMethods(response, 'json jsonp', ([body]) => answer(body?.value, 'json'));
    addMethods(response, 'send', ([body]) => answer(body?.value, isText(body?.value) ? 'text' : 'json'));
    addMethods(response, 'end', ([body]) => answer(body?.value, 'text'));
    addMethods(response, 'sendFile download render write', () => answer(undefined, 'other'));
    addMethods(response, 'sendStatus', ([status]) => {
      state.status = status?.value;
      return answer(undefined, 'other');
    });
    addMethods(response, 'redirect', (args) => {
      state.status = args.length > 1 ? args[0]?.value : undefined;
      return answer(undefined, 'other', '302');
    });
    return {
      args: [REQUEST, response, native('next', () => UNDEFINED)],
      assigned: (object, name, item) => {
        if (object === response && name === 'statusCode') state.status = item.value;
      },
      returned: nothingAssigned,
    };
  },
  fastify: (into) => {
    const state: { status: Value | undefined; isSent: boolean } = { status: undefined, isSent: false };
    const reply = record(new Map(), true);
    addMethods(reply, 'header headers type removeHeader serializer setCookie clearCookie hijack', () => reply);
    addMethods(reply, 'code status', ([status]) => {
      state.status = status?.value;
      return reply;
    });
    addMethods(reply, 'send', ([body]) => {
      into.answers.push({
        status: statusText(state.status, '200'),
        body: body?.value,
        type: isText(body?.value) ? 'text' : 'json',
      });
      state.status = undefined;
      state.isSent = true;
      return reply;
    });
    addMethods(reply, 'redirect', () => {
      into.answers.push({ status: statusText(state.status, '302'), body: undefined, type: 'other' });
      state.isSent = true;
      return reply;
    });
    return {
      args: [REQUEST, reply, native('done', () => UNDEFINED)],
      assigned: nothingAssigned,
      // What an async handler returns is its answer.
      returned: (value) => {
        for (const one of value.kind === 'either' ? value.values : [value]) {
          if (one === reply || (one.kind === 'constant' && one.value === undefined)) continue;
          if (one.kind === 'unknown' && state.isSent) continue;
          into.answers.push({
            status: statusText(state.status, '200'),
            body: one,
            type: isText(one) ? 'text' : 'json',
          });
        }
      },
    };
  },
  koa: (into) => {
    const ctx = record(new Map(), true);
    const state: { status: Value | undefined; body: { readonly value: Value } | undefined } = {
      status: undefined,
      body: undefined,
    };
    const flush = (): void => {
      if (!state.body && !state.status) return;
      const body = state.body?.value;
      const isEmpty = body?.kind === 'constant' && (body.value === null || body.value === undefined);
      into.answers.push({
        status: statusText(state.status, isEmpty ? '204' : '200'),
        body: isEmpty ? undefined : body,
        type: isText(body) ? 'text' : 'json',
      });
      state.status = undefined;
      state.body = undefined;
    };
    const at = { file: NO_FILE, start: 0 };
    const member = (object: Value, name: string): Value => ({ kind: 'member', object, name });
    for (const name of ['request', 'query', 'params', 'headers', 'header', 'cookies'])
      ctx.members.set(name, { value: member(REQUEST, name), at });
    addMethods(ctx, 'set append type redirect attachment', () => ctx);
    addMethods(ctx, 'throw', ([status]) => {
      into.answers.push({ status: statusText(status?.value, 'default'), body: undefined, type: 'other' });
      return UNDEFINED;
    });
    addMethods(ctx, 'assert', ([, status]) => {
      if (status) into.answers.push({ status: statusText(status.value, 'default'), body: undefined, type: 'other' });
      return UNDEFINED;
    });
    return {
      args: [ctx, native('next', () => UNDEFINED)],
      assigned: (object, name, item) => {
        if (object !== ctx) return;
        // A second status or body is that of another branch.
        if (name === 'status') {
          if (state.status && state.body) flush();
          state.status = item.value;
        } else if (name === 'body') {
          if (state.body) flush();
          state.body = { value: item.value };
        }
      },
      returned: flush,
    };
  },
};

const NO_FILE: Item['at']['file'] = {
  path: '',
  shown: '',
  text: '',
  program: { type: 'Program', body: [], sourceType: 'module', hashbang: null, start: 0, end: 0 },
  comments: [],
  isGenerated: false,
};

function addMethods(target: RecordValue, names: string, run: (args: readonly Item[]) => Value): void {
  for (const name of names.split(' '))
    target.members.set(name, { value: native(name, run), at: { file: NO_FILE, start: 0 } });
}

function isText(value: Value | undefined): boolean {
  return value?.kind === 'constant' && typeof value.value === 'string';
}
