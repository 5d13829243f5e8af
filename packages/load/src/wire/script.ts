// Which request a user sends next, as bytes, and what is taken out of its answer. Depends on the seed and on numbers of
// order alone, so that the same seed gives the same requests.
import { seededRandom } from '@senior-backend/core/env/memory-env';
import type { FailureKind } from '../model/failures.js';
import type { Target } from '../model/plan.js';
import { statusFilter } from '../model/status-filter.js';
import type { Capture, Step, Traffic } from '../model/traffic.js';
import { readCapture } from './capture.js';
import { writeHeaderBlock } from './http2/header-block.js';
import { http2Fields, isIdempotent, serialiseRequest } from './request.js';
import { builtInValue, compileTemplate, type Place, type Template } from './template.js';

/** A request that is ready to be sent. */
export interface Prepared {
  /** The whole request; in HTTP/2 its header block. */
  readonly bytes: Buffer;
  /** The content, where it does not stand in `bytes`: in HTTP/2. */
  readonly body: Uint8Array;
  /** The answer has no content, whatever it says: HEAD. */
  readonly bodiless: boolean;
  readonly idempotent: boolean;
  /** Number of the step in the statistics. */
  readonly operation: number;
  readonly captures: readonly Capture[];
  readonly thinkMs: number;
  readonly isWanted: (status: number) => boolean;
}

/** How far one user is. */
export interface Progress {
  flow: CompiledFlow | undefined;
  step: number;
  readonly variables: Map<string, string>;
  random: () => number;
  sequence: number;
}

interface CompiledFlow {
  readonly steps: readonly CompiledStep[];
  /** Sum of the weights up to and with this one, as a share of all. */
  readonly upTo: number;
}

interface CompiledStep {
  readonly step: Step;
  readonly operation: number;
  readonly path: Template | undefined;
  readonly headers: readonly (readonly [string, Template])[];
  readonly body: Template | Uint8Array;
  /** By target, where nothing in it changes. */
  readonly constant: readonly Prepared[] | undefined;
  readonly isWanted: (status: number) => boolean;
}

export class Script {
  private readonly flows: readonly CompiledFlow[];
  /** By target: the request that all users send, where there is only one and it never changes. */
  private readonly only: readonly Prepared[] | undefined;
  private started = 0;

  constructor(
    private readonly traffic: Traffic,
    private readonly targets: readonly Target[],
    private readonly share: { readonly worker: number; readonly workers: number; readonly http2Sessions: number },
    expectStatus: readonly number[],
  ) {
    const whole = traffic.flows.reduce((sum, flow) => sum + flow.weight, 0);
    let [weight, operation] = [0, 0];
    this.flows = traffic.flows.map((flow) => {
      weight += flow.weight;
      const steps = flow.steps.map((step) => this.compile(step, operation++, expectStatus));
      return { steps, upTo: weight / whole };
    });
    const [first, ...others] = this.flows.flatMap((flow) => flow.steps);
    this.only =
      others.length === 0 && first?.step.captures.length === 0 && first.step.thinkMs === 0 ? first.constant : undefined;
  }

  begin(): Progress {
    return { flow: undefined, step: 0, variables: new Map(), random: Math.random, sequence: 0 };
  }

  next(progress: Progress, target: number): Prepared {
    const only = this.only?.[target];
    if (only) return only;
    const flow = progress.flow ?? this.chooseFlow(progress);
    const step = flow.steps[progress.step];
    if (!step) throw new RangeError('a flow has at least one step');
    return step.constant?.[target] ?? this.render(step, progress, target);
  }

  /** After a complete answer: what it gives to later steps, and the step that comes next. A failure begins a new flow. */
  take(
    progress: Progress,
    prepared: Prepared,
    answer: { readonly headText: string; readonly content: () => string },
  ): FailureKind | undefined {
    if (this.only) return undefined;
    for (const capture of prepared.captures) {
      const value = readCapture(capture, answer);
      if (value === undefined) {
        progress.flow = undefined;
        return 'assert.capture';
      }
      progress.variables.set(capture.variable, value);
    }
    progress.step += 1;
    if (progress.step >= (progress.flow?.steps.length ?? 0)) progress.flow = undefined;
    return undefined;
  }

  /** After a failure: the user begins anew. */
  abandon(progress: Progress): void {
    progress.flow = undefined;
  }

  private chooseFlow(progress: Progress): CompiledFlow {
    const sequence = this.share.worker + this.started * this.share.workers;
    this.started += 1;
    // Multiplying by an odd constant spreads neighbouring numbers over all seeds (Knuth's multiplicative hash).
    progress.random = seededRandom((this.traffic.seed + Math.imul(sequence, 0x9e3779b1)) >>> 0);
    progress.sequence = sequence;
    progress.step = 0;
    progress.variables.clear();
    const row = this.traffic.rows[sequence % Math.max(1, this.traffic.rows.length)];
    for (const [name, value] of Object.entries(row ?? {})) progress.variables.set(name, value);
    const drawn = progress.random();
    const flow = this.flows.find(({ upTo }) => drawn < upTo) ?? this.flows.at(-1);
    if (!flow) throw new RangeError('traffic has at least one flow');
    progress.flow = flow;
    return flow;
  }

  private compile(step: Step, operation: number, expectStatus: readonly number[]): CompiledStep {
    const place = bodyPlace(step);
    const compiled = {
      step,
      operation,
      path: step.path === undefined ? undefined : compileTemplate(step.path, 'path'),
      headers: step.headers.map(([name, value]) => [name, compileTemplate(value, 'header')] as const),
      body: typeof step.body === 'string' ? compileTemplate(step.body, place) : step.body,
      constant: undefined,
      isWanted: statusFilter(step.expectStatus.length > 0 ? step.expectStatus : expectStatus),
    };
    const changes = [compiled.path, compiled.body, ...compiled.headers.map(([, value]) => value)].some(
      (part) => part !== undefined && 'names' in part && part.names.length > 0,
    );
    if (changes) return compiled;
    return { ...compiled, constant: this.targets.map((_, target) => this.render(compiled, this.begin(), target)) };
  }

  private render(
    { step, operation, path, headers, body, isWanted }: CompiledStep,
    progress: Progress,
    index: number,
  ): Prepared {
    const target = this.targets[index];
    if (!target) throw new RangeError('a block names a target that is not there');
    const lookUp = (name: string): string =>
      builtInValue(name, progress.sequence, progress.random) ?? progress.variables.get(name) ?? '';
    const parts = {
      method: step.method,
      path: path === undefined ? target.path : (path.constant ?? path.render(lookUp)),
      headers: headers.map(([name, value]) => [name, value.constant ?? value.render(lookUp)] as const),
      body: 'names' in body ? Buffer.from(body.constant ?? body.render(lookUp)) : body,
      keepAlive: this.traffic.keepAlive,
    };
    const http2 = this.share.http2Sessions > 0;
    const bytes = http2 ? writeHeaderBlock(http2Fields(target, parts)) : serialiseRequest(target, parts);
    const { method, captures, thinkMs } = step;
    return {
      bytes,
      body: http2 ? parts.body : NOTHING,
      bodiless: method === 'HEAD',
      idempotent: isIdempotent(method),
      operation,
      captures,
      thinkMs,
      isWanted,
    };
  }
}

const NOTHING = new Uint8Array(0);

function bodyPlace({ headers }: Step): Place {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  return /json/i.test(type) ? 'json' : 'text';
}
