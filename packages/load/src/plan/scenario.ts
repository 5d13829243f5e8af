// A scenario file: flows of steps, as YAML or JSON.

import { locate } from '@senior-backend/core/errors/diagnostic';
import { parseDuration } from '@senior-backend/core/tool/values';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { loadError } from '../codes.js';
import type { Capture, Flow, Step } from '../model/traffic.js';
import { parseHeader } from './headers.js';

const time = z.union([z.string(), z.number()]).transform((value, context): number => {
  const ms = parseDuration(String(value));
  if (ms !== undefined) return ms;
  context.addIssue({ code: 'custom', message: 'must be a duration such as 500ms or 2s' });
  return z.NEVER;
});

const status = z.int().min(200).max(599);
const captureRule = z
  .string()
  .regex(/^(?:\/.*|header [!#$%&'*+.^_`|~0-9A-Za-z-]+)$/, 'must be a JSON pointer such as /data/id, or "header ETag"');

const stepSchema = z.strictObject({
  name: z.string().optional(),
  request: z
    .string()
    .regex(/^[A-Za-z]+ \/(?:[^\s{]|\{\{[^}]*\}\}|\{)*$/, 'must be a method and a path, such as GET /orders/{{id}}'),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  expect: z.union([status, z.array(status).min(1)]).optional(),
  capture: z.record(z.string().regex(/^[A-Za-z_]\w*$/, 'must be a name'), captureRule).optional(),
  think: time.optional(),
});

const steps = z.array(stepSchema).min(1);

const scenarioSchema = z
  .strictObject({
    data: z.string().optional(),
    cookies: z.boolean().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    steps: steps.optional(),
    flows: z
      .array(z.strictObject({ name: z.string(), weight: z.number().positive().optional(), steps }))
      .min(1)
      .optional(),
  })
  .refine(
    (scenario) => (scenario.steps === undefined) !== (scenario.flows === undefined),
    'must have either steps or flows',
  );

export interface ScenarioContext {
  /** Path of the target, which those of the steps are joined to. */
  readonly base: string;
  /** Headers of the command line, for every step. */
  readonly headers: Step['headers'];
}

export interface Scenario {
  readonly flows: readonly [Flow, ...Flow[]];
  /** A data file, relative to the scenario. */
  readonly data: string | undefined;
  /** Each user keeps the cookies that it is given. */
  readonly cookies: boolean;
}

/** Throws LOAD102 with the place in the file. */
export function parseScenario(file: string, text: string, context: ScenarioContext): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw refuse(file, text, broken.pos[0], `not valid YAML: ${broken.message}`);
  const parsed = scenarioSchema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path ?? [];
    throw refuse(
      file,
      text,
      offsetOf(document, path),
      `${path.join('.') || 'the scenario'}: ${issue?.message ?? 'unknown form'}`,
    );
  }
  const {
    data,
    cookies = false,
    headers = {},
    steps: only,
    flows = [{ name: 'flow', steps: only ?? [] }],
  } = parsed.data;
  const shared = [...context.headers, ...readHeaders(headers)];
  const [first, ...rest] = flows.map((flow): Flow => {
    const [step, ...others] = flow.steps.map((raw, index) =>
      readStep(raw, flows.length > 1 ? `${flow.name}: ` : '', index, context.base, shared),
    );
    if (!step) throw refuse(file, text, 0, 'a flow has no steps');
    return { name: flow.name, weight: flow.weight ?? 1, steps: [step, ...others] };
  });
  if (!first) throw refuse(file, text, 0, 'there are no flows');
  return { flows: [first, ...rest], data, cookies };
}

function readStep(
  raw: z.infer<typeof stepSchema>,
  prefix: string,
  index: number,
  base: string,
  shared: Step['headers'],
): Step {
  const space = raw.request.indexOf(' ');
  const [method, path] = [raw.request.slice(0, space), raw.request.slice(space + 1)];
  const isText = typeof raw.body === 'string';
  const body = raw.body === undefined ? '' : isText ? String(raw.body) : JSON.stringify(raw.body);
  const headers = [...shared, ...readHeaders(raw.headers ?? {})];
  const named = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    name: `${prefix}${raw.name ?? `${index + 1}. ${raw.request}`}`,
    method: method.toUpperCase(),
    path: joinPaths(base, path),
    headers: named || body === '' || isText ? headers : [...headers, ['Content-Type', 'application/json']],
    body,
    expectStatus: raw.expect === undefined ? [] : [raw.expect].flat(),
    captures: Object.entries(raw.capture ?? {}).map(readCaptureRule),
    schemas: [],
    thinkMs: raw.think ?? 0,
  };
}

function readHeaders(headers: Readonly<Record<string, string>>): Step['headers'] {
  return Object.entries(headers).map(([name, value]) => parseHeader(`${name}: ${value}`));
}

function readCaptureRule([variable, rule]: [string, string]): Capture {
  return rule.startsWith('/') ? { variable, pointer: rule } : { variable, header: rule.slice('header '.length) };
}

/** `/v1` and `/orders` → `/v1/orders`; the query of the base is left out. */
export function joinPaths(base: string, path: string): string {
  return `${base.replace(/[?#].*$/, '').replace(/\/$/, '')}${path}`;
}

/** The nearest node that is there: a key that is missing has no place of its own. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function refuse(file: string, text: string, offset: number, message: string): Error {
  return loadError('LOAD102', {
    message,
    at: locate(file, text, offset),
    help: 'docs/commands/api-load.md shows a scenario with every key',
  });
}
