// Which request a user sends next, as bytes, and what is taken out of its answer. Depends on the seed and on numbers of
// order alone, so that the same seed gives the same requests.
import { seededRandom } from '@senior-backend/core/env/memory-env';
import type { FailureKind } from '../model/failures.js';
import type { Target } from '../model/plan.js';
import type { Traffic } from '../model/traffic.js';
import type { AnswerText } from './answer.js';
import type { CompiledCapture } from './capture.js';
import { type CompiledStep, compileStep } from './compiled-step.js';
import { CookieJar } from './cookies.js';
import { writeHeaderBlock } from './http2/header-block.js';
import { followRedirect, isRedirect, type Redirect } from './redirect.js';
import { http2Fields, isIdempotent, serialiseRequest } from './request.js';
import { RequestSkeleton } from './request-skeleton.js';
import type { Keep } from './response-parser.js';

/** A request that is ready to be sent. */
export interface Prepared {
  /** The whole request; in HTTP/2 its header block. */
  readonly bytes: Uint8Array;
  /** The content, where it does not stand in `bytes`: in HTTP/2. */
  readonly body: Uint8Array;
  /** The answer has no content, whatever it says: HEAD. */
  readonly bodiless: boolean;
  readonly idempotent: boolean;
  readonly method: string;
  /** Empty where neither cookies nor redirects ask for it. */
  readonly path: string;
  /** Number of the step in the statistics. */
  readonly operation: number;
  readonly captures: readonly CompiledCapture[];
  /** What of the answer will be looked at. */
  readonly keep: Keep;
  /** What is wrong with the content of an answer by its schema. */
  readonly check: ((answer: AnswerText) => string | undefined) | undefined;
  readonly thinkMs: number;
  readonly isWanted: (status: number) => boolean;
}

/** Something wrong with an answer whose status is wanted. */
export interface Flaw {
  readonly kind: FailureKind;
  readonly detail: string;
}

/** How far one user is. */
export interface Progress {
  flow: CompiledFlow | undefined;
  step: number;
  readonly variables: Map<string, string>;
  readonly cookies: CookieJar;
  /** Where the last answer sent the user, and how often in a row it has been sent on. */
  redirect: Redirect | undefined;
  hops: number;
  random: () => number;
  sequence: number;
}

interface CompiledFlow {
  readonly steps: readonly Ready[];
  /** Sum of the weights up to and with this one, as a share of all. */
  readonly upTo: number;
}

/** A step, and its requests by target where nothing in them changes: without and with a look at the content. */
interface Ready {
  readonly compiled: CompiledStep;
  readonly constant: readonly { readonly plain: Prepared; readonly checked: Prepared }[] | undefined;
  /** By target, where values are filled in between parts that never change. */
  readonly skeletons: readonly RequestSkeleton[] | undefined;
  sent: number;
}

export interface ScriptShare {
  readonly worker: number;
  readonly workers: number;
  readonly http2Sessions: number;
}

/** The content of the first answers to each step is checked, and of every tenth from then on: checking costs time. */
const CHECKED_FIRST = 100;
const CHECKED_EVERY = 10;

export class Script {
  private readonly flows: readonly CompiledFlow[];
  /** By target: the request that all users send, where there is only one and it never changes. */
  private readonly only: readonly Prepared[] | undefined;
  private readonly origins: readonly string[];
  private started = 0;

  constructor(
    private readonly traffic: Traffic,
    private readonly targets: readonly Target[],
    private readonly share: ScriptShare,
    expectStatus: readonly number[],
  ) {
    this.origins = targets.map(({ secure, hostHeader }) => `${secure ? 'https' : 'http'}://${hostHeader}`);
    const whole = traffic.flows.reduce((sum, flow) => sum + flow.weight, 0);
    let [weight, operation] = [0, 0];
    this.flows = traffic.flows.map((flow) => {
      weight += flow.weight;
      const steps = flow.steps.map((step) => this.prepare(compileStep(step, operation++, expectStatus, traffic)));
      return { steps, upTo: weight / whole };
    });
    this.only = this.onlyRequest();
  }

  begin(): Progress {
    return {
      flow: undefined,
      step: 0,
      variables: new Map(),
      cookies: new CookieJar(),
      redirect: undefined,
      hops: 0,
      random: Math.random,
      sequence: 0,
    };
  }

  next(progress: Progress, target: number): Prepared {
    const only = this.only?.[target];
    if (only) return only;
    const flow = progress.flow ?? this.chooseFlow(progress);
    const ready = flow.steps[progress.step];
    if (!ready) throw new RangeError('a flow has at least one step');
    ready.sent += 1;
    const checked = ready.sent <= CHECKED_FIRST || ready.sent % CHECKED_EVERY === 0;
    if (progress.redirect || !progress.cookies.isEmpty) return this.render(ready.compiled, progress, target, checked);
    const constant = ready.constant?.[target];
    if (constant) return checked ? constant.checked : constant.plain;
    const skeleton = ready.skeletons?.[target];
    return skeleton
      ? this.fill(ready.compiled, skeleton, progress, checked)
      : this.render(ready.compiled, progress, target, checked);
  }

  /** After a complete answer: what it gives to later steps, and the step that comes next. A flaw begins a new flow. */
  take(progress: Progress, prepared: Prepared, answer: AnswerText, target: number): Flaw | undefined {
    if (this.only) return undefined;
    if (this.traffic.cookies) progress.cookies.take(answer, prepared.path, Date.now());
    const sentOn = this.traffic.mostRedirects > 0 && isRedirect(answer.status);
    const flaw = sentOn ? this.redirect(progress, prepared, answer, target) : readAnswer(progress, prepared, answer);
    if (flaw) this.abandon(progress);
    if (flaw || progress.redirect) return flaw;
    progress.step += 1;
    if (progress.step >= (progress.flow?.steps.length ?? 0)) this.abandon(progress);
    return undefined;
  }

  /** After a failure: the user begins anew. */
  abandon(progress: Progress): void {
    progress.flow = undefined;
    progress.redirect = undefined;
    progress.hops = 0;
  }

  /** Without a Location the answer is taken as it is: the next step follows. */
  private redirect(progress: Progress, prepared: Prepared, answer: AnswerText, target: number): Flaw | undefined {
    const place = { origin: this.origins[target] ?? '', path: prepared.path, method: prepared.method };
    const next = followRedirect(answer, place);
    progress.redirect = undefined;
    if (next === undefined) return undefined;
    if (next === 'elsewhere') return { kind: 'redirect.elsewhere', detail: `status ${answer.status}` };
    progress.hops += 1;
    if (progress.hops > this.traffic.mostRedirects) return { kind: 'redirect.loop', detail: prepared.path };
    progress.redirect = next;
    return undefined;
  }

  private onlyRequest(): readonly Prepared[] | undefined {
    const [first, ...others] = this.flows.flatMap((flow) => flow.steps);
    const { cookies, mostRedirects } = this.traffic;
    if (!first || others.length > 0 || cookies || mostRedirects > 0) return undefined;
    const { step, check } = first.compiled;
    if (step.captures.length > 0 || step.thinkMs > 0 || check) return undefined;
    return first.constant?.map(({ plain }) => plain);
  }

  private chooseFlow(progress: Progress): CompiledFlow {
    const sequence = this.share.worker + this.started * this.share.workers;
    this.started += 1;
    // Multiplying by an odd constant spreads neighbouring numbers over all seeds (Knuth's multiplicative hash).
    progress.random = seededRandom((this.traffic.seed + Math.imul(sequence, 0x9e3779b1)) >>> 0);
    progress.sequence = sequence;
    progress.step = 0;
    // Emptying a map makes a new table for it, even where it was empty.
    if (progress.variables.size > 0) progress.variables.clear();
    if (!progress.cookies.isEmpty) progress.cookies.clear();
    const { rows } = this.traffic;
    const row = rows.length > 0 ? rows[sequence % rows.length] : undefined;
    if (row) for (const [name, value] of Object.entries(row)) progress.variables.set(name, value);
    const drawn = progress.random();
    const [first] = this.flows;
    const flow =
      first && drawn < first.upTo ? first : (this.flows.find(({ upTo }) => drawn < upTo) ?? this.flows.at(-1));
    if (!flow) throw new RangeError('traffic has at least one flow');
    progress.flow = flow;
    return flow;
  }

  private prepare(compiled: CompiledStep): Ready {
    if (compiled.changes) {
      const { keepAlive } = this.traffic;
      const isText = this.share.http2Sessions === 0;
      const skeletons = isText
        ? this.targets.map((target) => new RequestSkeleton(compiled, target, keepAlive))
        : undefined;
      return { compiled, constant: undefined, skeletons, sent: 0 };
    }
    const constant = this.targets.map((_, target) => {
      const plain = this.render(compiled, this.begin(), target, false);
      return { plain, checked: compiled.check ? this.render(compiled, this.begin(), target, true) : plain };
    });
    return { compiled, constant, skeletons: undefined, sent: 0 };
  }

  private fill(compiled: CompiledStep, skeleton: RequestSkeleton, progress: Progress, checked: boolean): Prepared {
    const { bytes, path } = skeleton.render(progress);
    return finish(compiled, checked, { bytes, body: NOTHING, method: compiled.step.method, path });
  }

  private render(compiled: CompiledStep, progress: Progress, index: number, checked: boolean): Prepared {
    const { step, path, headers, body } = compiled;
    const target = this.targets[index];
    if (!target) throw new RangeError('a block names a target that is not there');
    const { redirect } = progress;
    const own = path === undefined ? target.path : (path.constant ?? path.render(progress));
    const content = 'names' in body ? Buffer.from(body.constant ?? body.render(progress)) : body;
    const fields = headers.map(([name, value]) => [name, value.constant ?? value.render(progress)] as const);
    const parts = {
      method: redirect?.method ?? step.method,
      path: redirect?.path ?? own,
      headers: withCookies(fields, progress.cookies.header(redirect?.path ?? own)),
      body: redirect && !redirect.keepsBody ? NOTHING : content,
      keepAlive: this.traffic.keepAlive,
    };
    const http2 = this.share.http2Sessions > 0;
    const bytes = http2 ? writeHeaderBlock(http2Fields(target, parts)) : serialiseRequest(target, parts);
    const { method, path: sentPath } = parts;
    return finish(compiled, checked, { bytes, body: http2 ? parts.body : NOTHING, method, path: sentPath });
  }
}

const NOTHING = new Uint8Array(0);

/** Written out, because spreading objects costs more than everything else that is done for a request. */
function finish(
  { step, operation, captures, keep, check, isWanted }: CompiledStep,
  checked: boolean,
  { bytes, body, method, path }: Pick<Prepared, 'bytes' | 'body' | 'method' | 'path'>,
): Prepared {
  return {
    bytes,
    body,
    bodiless: method === 'HEAD',
    idempotent: isIdempotent(method),
    method,
    path,
    operation,
    captures,
    keep: checked && check ? 'all' : keep,
    check: checked ? check : undefined,
    thinkMs: step.thinkMs,
    isWanted,
  };
}

function withCookies(
  fields: readonly (readonly [string, string])[],
  cookies: string | undefined,
): readonly (readonly [string, string])[] {
  if (cookies === undefined) return fields;
  const given = fields.find(([name]) => name.toLowerCase() === 'cookie')?.[1];
  const others = fields.filter(([name]) => name.toLowerCase() !== 'cookie');
  return [...others, ['Cookie', given === undefined ? cookies : `${given}; ${cookies}`]];
}

function readAnswer(progress: Progress, prepared: Prepared, answer: AnswerText): Flaw | undefined {
  progress.redirect = undefined;
  progress.hops = 0;
  const problem = prepared.check?.(answer);
  if (problem !== undefined) return { kind: 'assert.schema', detail: problem };
  // After the last step nobody reads them; that they are there is still asked.
  const isRead = progress.step + 1 < (progress.flow?.steps.length ?? 0);
  for (const { variable, read } of prepared.captures) {
    const value = read(answer);
    if (value === undefined) return { kind: 'assert.capture', detail: '' };
    if (isRead) progress.variables.set(variable, value);
  }
  return undefined;
}
