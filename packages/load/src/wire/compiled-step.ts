// A step of a flow with everything decided that does not depend on who sends it and when.
import { statusFilter } from '../model/status-filter.js';
import type { Step, Traffic } from '../model/traffic.js';
import { type AnswerText, contentText, fieldOf } from './answer.js';
import { type CompiledCapture, compileCapture } from './capture.js';
import { checkSchema } from './check-schema.js';
import { isRedirect } from './redirect.js';
import { resolveRef } from './resolve-ref.js';
import type { Keep } from './response-parser.js';
import { compileTemplate, type Place, type Template } from './template.js';

export interface CompiledStep {
  readonly step: Step;
  readonly operation: number;
  readonly path: Template | undefined;
  readonly headers: readonly (readonly [string, Template])[];
  readonly body: Template | Uint8Array;
  /** A value in it is filled in anew for each request. */
  readonly changes: boolean;
  /** Somebody needs to know which path was asked for. */
  readonly readsPath: boolean;
  readonly captures: readonly CompiledCapture[];
  /** What of every answer is looked at, the check of its content aside. */
  readonly keep: Keep;
  readonly check: ((answer: AnswerText) => string | undefined) | undefined;
  readonly isWanted: (status: number) => boolean;
}

export function compileStep(
  step: Step,
  operation: number,
  expectStatus: readonly number[],
  { cookies, mostRedirects, document }: Traffic,
): CompiledStep {
  const path = step.path === undefined ? undefined : compileTemplate(step.path, 'path');
  const headers = step.headers.map(([name, value]) => [name, compileTemplate(value, 'header')] as const);
  const body = typeof step.body === 'string' ? compileTemplate(step.body, bodyPlace(step)) : step.body;
  const parts = [path, body, ...headers.map(([, value]) => value)];
  const asked = statusFilter(step.expectStatus.length > 0 ? step.expectStatus : expectStatus);
  const readsContent = step.captures.some((capture) => 'pointer' in capture);
  const readsHead = cookies || mostRedirects > 0 || step.captures.length > 0;
  return {
    step,
    operation,
    path,
    headers,
    body,
    changes: parts.some((part) => part !== undefined && 'names' in part && part.names.length > 0),
    readsPath: cookies || mostRedirects > 0,
    captures: step.captures.map(compileCapture),
    keep: readsContent ? 'all' : readsHead ? 'head' : 'nothing',
    check: step.schemas.length === 0 ? undefined : contentCheck(step, document),
    // On the way to an answer a redirect is what is wanted.
    isWanted: mostRedirects > 0 ? (status) => isRedirect(status) || asked(status) : asked,
  };
}

function bodyPlace({ headers }: Step): Place {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  return /json/i.test(type) ? 'json' : 'text';
}

const LONGEST_CHECKED = 1_000_000;

/** By the schema of the status, of its class, or of `default`. Content that is not JSON is left alone. */
function contentCheck({ schemas }: Step, document: unknown): (answer: AnswerText) => string | undefined {
  const byStatus = new Map(schemas.map(({ status, schema }) => [status.toUpperCase(), schema]));
  const resolve = (value: unknown): unknown => resolveRef(document, value);
  return (answer) => {
    const { status, headText } = answer;
    const schema =
      byStatus.get(String(status)) ?? byStatus.get(`${Math.floor(status / 100)}XX`) ?? byStatus.get('DEFAULT');
    if (schema === undefined) return undefined;
    const type = fieldOf(headText, 'content-type');
    if (type !== undefined && !/[/+]json\b/i.test(type)) return `status ${status}: the content is not JSON`;
    const text = contentText(answer);
    if (text === undefined || text.length > LONGEST_CHECKED) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return `status ${status}: the content is not JSON`;
    }
    const problem = checkSchema(value, schema, resolve);
    return problem === undefined ? undefined : `status ${status}, ${problem}`;
  };
}
