// What a handler does with its request and its answer: it is walked through with values that stand for both.

import type { FrameworkName } from '../../../model/framework-name.js';
import { packagePath } from '../frameworks/package-path.js';
import type { Machine } from '../interpret/machine.js';
import { frameOf } from '../interpret/natives/functions.js';
import { type CallValue, type Closure, constant, type Item, textOf, type Value } from '../values.js';
import { PROBES } from './answer-probes.js';
import { REQUEST } from './probe-words.js';

export type RequestPart = 'body' | 'query' | 'path' | 'header' | 'cookie';

export interface Answer {
  /** `200`; `default` where the status is known at run time only. */
  readonly status: string;
  /** Undefined: no body. */
  readonly body: Value | undefined;
  readonly type: 'json' | 'text' | 'other';
  /** As the handler says it: `application/problem+json`. */
  readonly mediaType?: string | undefined;
}

export interface Observation {
  readonly answers: Answer[];
  /** Members that are read of each part of the request. */
  readonly reads: Map<RequestPart, Set<string>>;
  /** Schemas that a part is held against; `whole` for one that judges the request itself. */
  readonly judged: { readonly part: RequestPart | 'whole'; readonly schema: Value }[];
  /** It gave the request on to what stands behind it. */
  isPassed: boolean;
}

const STEPS_OF_A_HANDLER = 20_000;

export function emptyObservation(): Observation {
  return { answers: [], reads: new Map(), judged: [], isPassed: false };
}

export interface Probed {
  readonly framework: FrameworkName;
  /** `GET`, where the function is asked about one method. */
  readonly method?: string;
}

/** Adds to an observation what one function does, as middleware or as the handler itself. */
export function probeHandler(
  machine: Machine,
  { framework, method }: Probed,
  closure: Closure,
  into: Observation,
): void {
  // Express: a function of four parameters answers errors of others.
  if (framework === 'express' && closure.node.params.length === 4) return;
  const at = { file: closure.file, start: closure.node.start };
  const response = PROBES[framework](into);
  const args = response.args.map((value) => ({ value, at }));
  const observer = {
    read: (value: Value) => noteRead(into, value),
    called: (value: CallValue) => noteJudgement(into, value),
    assigned: (object: Value, name: string, item: Item) => response.assigned(object, name, item),
    member: (object: Value, name: string) =>
      object === REQUEST && name === 'method' && method !== undefined ? constant(method) : undefined,
  };
  const returned = machine.observe(observer, STEPS_OF_A_HANDLER, () =>
    machine.call(frameOf(at, 20), closure, args, at),
  );
  response.returned(returned);
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
