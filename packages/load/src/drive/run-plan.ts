// The coordinator: starts the workers, gives the start, stops them, and turns what they recorded into a result.
import { collectSlices, type LatencyNow, ProgressReader, readLatency } from '../measure/collect.js';
import { collectOperations } from '../measure/operations.js';
import type { FailureRecord, RunResult } from '../measure/result.js';
import type { Plan } from '../model/plan.js';
import { operationNames } from '../model/traffic.js';
import { assign, choosePacing } from './assign/assign.js';
import { type Assignment, CONTROL_BYTES, type FailureExample } from './assign/assignment.js';
import { type Crew, type DoneMessage, startCrew, threadError } from './crew.js';
import { type ChosenEngine, chooseEngine } from './engine/choose-engine.js';
import { describePlace, type FoundPlace, findPlace } from './resolve-address.js';
import { sharedClockMs } from './shared-clock.js';
import { ClientWatch } from './watch/client-watch.js';

/** From "all are ready" to the start, so that every worker has heard of it. */
const START_DELAY_MS = 20;
const PROGRESS_MS = 250;
const PROGRESS_PER_QUESTION = 4;
/** How much longer than its plan a worker may take before it is ended by force. */
const OVERRUN_MS = 2_000;
const LONGEST_PROBE_MS = 1_000;

export interface RunProgress {
  readonly elapsedMs: number;
  readonly answered: number;
  readonly failed: number;
  /** Of the second (or block) that is under way; null where nothing is known, or nobody watches. */
  readonly latency: LatencyNow | null;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly onProgress: (progress: RunProgress) => void;
  /** Somebody watches: latencies are read while the run goes on. */
  readonly watched: boolean;
  /** Statuses that make an answer a success; empty for 2xx and 3xx. */
  readonly expectStatus: readonly number[];
  /** Asked once a second with what has been measured so far; true ends the run. */
  readonly shouldStop?: ((partial: PartialResult) => boolean) | undefined;
}

/** What can be known of a run that goes on. */
export type PartialResult = Pick<
  RunResult,
  'slices' | 'operations' | 'sendingMs' | 'elapsedMs' | 'reachable' | 'failures'
>;

/**
 * Runs a plan to its end, to its deadline plus grace at the latest. Throws LOAD201 for a name without address, LOAD901 for
 * a crashed thread; whatever the target does is in the result.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<RunResult> {
  const { signal, expectStatus } = options;
  const engine = await chooseEngine(plan);
  const probeMs = Math.min(plan.timeoutMs, LONGEST_PROBE_MS);
  const found = await Promise.all(plan.targets.map((target) => findPlace(target, probeMs)));
  const control = new SharedArrayBuffer(CONTROL_BYTES);
  const places = found.map(({ place }) => place);
  const assignments = assign(plan, { places, control, expectStatus, engine: engine.name });
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    Atomics.store(new Int32Array(control), 0, 1);
  };
  signal.addEventListener('abort', stop);
  const crew = startCrew(assignments);
  try {
    const ready = await crew.ready;
    const reachable = ready.some((message) => message.opened > 0);
    const startedAt = options.now().toISOString();
    const watch = new ClientWatch();
    const startsAtMs = sharedClockMs() + START_DELAY_MS;
    const ended =
      reachable && !signal.aborted ? await conduct(plan, crew, assignments, { ...options, stop, startsAtMs }) : [];
    return {
      ...describeSetting(plan, engine, found),
      ...describeCourse(plan, ended),
      startedAt,
      startsAtMs,
      threads: assignments.length,
      interrupted: signal.aborted,
      stoppedEarly: stopped && !signal.aborted,
      reachable,
      ...collect(plan, assignments),
      failures: mergeFailures((reachable ? ended : ready).flatMap((message) => message.failures)),
      client: watch.end(ended.map((message) => message.thread)),
    };
  } finally {
    signal.removeEventListener('abort', stop);
    await crew.end();
  }
}

/** What was decided before the start. */
function describeSetting(
  plan: Plan,
  engine: ChosenEngine,
  found: readonly FoundPlace[],
): Pick<RunResult, 'engine' | 'engineReason' | 'pacing' | 'addresses' | 'lookupMs'> {
  return {
    engine: engine.name,
    engineReason: engine.reason,
    pacing: plan.load.kind === 'open' ? choosePacing(plan.load, engine.name) : null,
    addresses: found.map(({ place }) => describePlace(place)),
    lookupMs: found.map(({ lookupMs }) => lookupMs),
  };
}

/** What the workers say at their end. */
function describeCourse(
  plan: Plan,
  ended: readonly DoneMessage[],
): Pick<RunResult, 'elapsedMs' | 'sendingMs' | 'oldestUnfinishedMs' | 'limited'> {
  const elapsedMs = Math.max(0, ...ended.map((message) => message.endedMs));
  return {
    elapsedMs,
    sendingMs: sendingTime(plan, elapsedMs),
    oldestUnfinishedMs: Math.max(0, ...ended.map((message) => message.oldestUnfinishedMs)),
    limited: ended.flatMap((message) => message.limited),
  };
}

/** What the workers have written so far; no operations where there is but one. */
function collect(plan: Plan, assignments: readonly Assignment[]): Pick<RunResult, 'slices' | 'operations'> {
  const operations = assignments.flatMap((assignment) => assignment.operations ?? []);
  return {
    slices: collectSlices(
      plan.schedule.slices,
      assignments.map(({ statistics }) => statistics),
    ),
    operations: collectOperations(operations.length > 0 ? operationNames(plan.traffic).length : 0, operations),
  };
}

/** From the start to the end of the last worker. */
async function conduct(
  plan: Plan,
  crew: Crew,
  assignments: readonly Assignment[],
  {
    onProgress,
    watched,
    shouldStop,
    stop,
    startsAtMs,
  }: RunOptions & { readonly stop: () => void; readonly startsAtMs: number },
): Promise<readonly DoneMessage[]> {
  const buffers = assignments.map(({ statistics }) => statistics);
  const counters = new ProgressReader(plan.schedule.slices.length, buffers);
  crew.start({ startsAtMs });
  let asked = 0;
  const progress = setInterval(() => {
    const elapsedMs = sharedClockMs() - startsAtMs;
    const latency = watched ? latencyAt(plan, elapsedMs, buffers) : null;
    onProgress({ elapsedMs, ...counters.read(), latency });
    asked += 1;
    if (!shouldStop || asked % PROGRESS_PER_QUESTION !== 0) return;
    const partial = { sendingMs: sendingTime(plan, elapsedMs), elapsedMs, reachable: true, failures: [] };
    if (shouldStop({ ...partial, ...collect(plan, assignments) })) stop();
  }, PROGRESS_MS);
  try {
    return await withinPlan(plan, crew.done);
  } finally {
    clearInterval(progress);
  }
}

function latencyAt(plan: Plan, elapsedMs: number, buffers: readonly SharedArrayBuffer[]): LatencyNow | null {
  const index = plan.schedule.slices.findLastIndex(({ fromMs, lengthMs }) => fromMs <= elapsedMs && lengthMs > 0);
  return index < 0 ? null : readLatency(index, plan.load.kind === 'open', buffers);
}

/** A worker that does not come to its end is ended: no run goes on for ever. */
async function withinPlan<T>(plan: Plan, done: Promise<T>): Promise<T> {
  const lastMs = endOfSending(plan);
  if (!Number.isFinite(lastMs)) return done;
  let timer: NodeJS.Timeout | undefined;
  const overrun = new Promise<never>((_, reject) => {
    const limitMs = START_DELAY_MS + lastMs + plan.graceMs + plan.timeoutMs + OVERRUN_MS;
    timer = setTimeout(() => reject(threadError('a load thread did not come to its end')), limitMs);
  });
  try {
    return await Promise.race([done, overrun]);
  } finally {
    clearTimeout(timer);
  }
}

function sendingTime(plan: Plan, elapsedMs: number): number {
  const warmups = plan.schedule.slices.filter((slice) => slice.purpose === 'warmup');
  const warmupMs = warmups.reduce((sum, slice) => sum + slice.lengthMs, 0);
  return Math.max(0, Math.min(endOfSending(plan), elapsedMs) - warmupMs);
}

/** Infinity where a number of requests ends the run. */
export function endOfSending(plan: Plan): number {
  return Math.max(...plan.schedule.blocks.map((block) => block.toMs));
}

function mergeFailures(examples: readonly FailureExample[]): readonly FailureRecord[] {
  const byKind = new Map<string, FailureRecord>();
  for (const { kind, count, firstMs, lastMs, detail } of examples) {
    const known = byKind.get(kind);
    byKind.set(kind, {
      kind,
      count: (known?.count ?? 0) + count,
      firstMs: Math.min(known?.firstMs ?? Number.POSITIVE_INFINITY, firstMs),
      lastMs: Math.max(known?.lastMs ?? 0, lastMs),
      example: known?.example || detail,
    });
  }
  return [...byKind.values()].sort((a, b) => b.count - a.count);
}
