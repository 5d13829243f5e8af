// The coordinator: starts the workers, gives the start, stops them, and turns what they recorded into a result.
import { isIP } from 'node:net';
import { Worker } from 'node:worker_threads';
import { loadError } from '../codes.js';
import { collectSlices, readProgress } from '../measure/collect.js';
import { allocateStatistics } from '../measure/recorder.js';
import type { Plan, Target } from '../model/plan.js';
import type { FailureRecord, RunResult } from '../model/result.js';
import { isIdempotent, serialiseRequest } from '../wire/request.js';
import {
  type Assignment,
  CONTROL_BYTES,
  type EndpointPlan,
  type FailureExample,
  type StartMessage,
  sharedClockMs,
  type WorkerMessage,
} from './assignment.js';
import { resolveAddress } from './resolve-address.js';

/** From "all are ready" to the start, so that every worker has heard of it. */
const START_DELAY_MS = 20;
const PROGRESS_MS = 250;
/** How much longer than its plan a worker may take before it is ended by force. */
const OVERRUN_MS = 2_000;
const LONGEST_DNS_PROBE_MS = 1_000;

export interface RunProgress {
  readonly elapsedMs: number;
  readonly answered: number;
  readonly failed: number;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly onProgress: (progress: RunProgress) => void;
  readonly expectStatus: readonly number[];
}

/** Runs a plan to its end, to its deadline plus grace at the latest. Throws LOAD201 for a name without address, LOAD901 for a crashed thread. */
export async function runPlan(plan: Plan, options: RunOptions): Promise<RunResult> {
  const addresses = await Promise.all(
    plan.targets.map((target) => resolveAddress(target, Math.min(plan.timeoutMs, LONGEST_DNS_PROBE_MS))),
  );
  const control = new SharedArrayBuffer(CONTROL_BYTES);
  const assignments = assign(plan, addresses, control, options.expectStatus);
  const crew = assignments.map(startWorker);
  const word = new Int32Array(control);
  const stop = (): number => Atomics.store(word, 0, 1);
  options.signal.addEventListener('abort', stop);
  if (options.signal.aborted) stop();
  try {
    return await conduct(plan, options, crew, assignments, addresses);
  } finally {
    options.signal.removeEventListener('abort', stop);
    await Promise.all(crew.map((member) => member.thread.terminate()));
  }
}

interface Member {
  readonly thread: Worker;
  readonly ready: Promise<Extract<WorkerMessage, { kind: 'ready' }>>;
  readonly done: Promise<Extract<WorkerMessage, { kind: 'done' }>>;
}

async function conduct(
  plan: Plan,
  options: RunOptions,
  crew: readonly Member[],
  assignments: readonly Assignment[],
  addresses: readonly string[],
): Promise<RunResult> {
  const buffers = assignments.map((assignment) => assignment.statistics);
  const ready = await Promise.all(crew.map((member) => member.ready));
  const opened = ready.reduce((sum, message) => sum + message.opened, 0);
  const startedAt = options.now().toISOString();
  const cpuBefore = process.cpuUsage();
  const before = crew.map((member) => member.thread.performance.eventLoopUtilization());
  const startsAtMs = sharedClockMs() + START_DELAY_MS;
  const given = opened > 0 && !options.signal.aborted;
  let ended: readonly Extract<WorkerMessage, { kind: 'done' }>[] = [];
  if (given) {
    for (const member of crew) member.thread.postMessage({ startsAtMs } satisfies StartMessage);
    const progress = setInterval(() => {
      options.onProgress({
        elapsedMs: sharedClockMs() - startsAtMs,
        ...readProgress(plan.schedule.slices.length, buffers),
      });
    }, PROGRESS_MS);
    try {
      ended = await withinPlan(plan, Promise.all(crew.map((member) => member.done)));
    } finally {
      clearInterval(progress);
    }
  }
  const elapsedMs = Math.max(0, ...ended.map((message) => message.endedMs));
  const cpu = process.cpuUsage(cpuBefore);
  return {
    startedAt,
    engine: 'portable',
    threads: crew.length,
    sendingMs: sendingTime(plan, elapsedMs),
    elapsedMs,
    interrupted: options.signal.aborted,
    reachable: opened > 0,
    addresses,
    slices: collectSlices(plan.schedule.slices, buffers),
    failures: mergeFailures([
      ...(given ? [] : ready.flatMap((message) => message.failures)),
      ...ended.flatMap((message) => message.failures),
    ]),
    oldestUnfinishedMs: Math.max(0, ...ended.map((message) => message.oldestUnfinishedMs)),
    client: {
      cpuMs: (cpu.user + cpu.system) / 1_000,
      utilisation: crew.map(
        (member, index) => member.thread.performance.eventLoopUtilization(before[index]).utilization,
      ),
    },
  };
}

/** A worker that does not come to its end is ended: no run goes on past its deadline and grace. */
async function withinPlan<T>(plan: Plan, done: Promise<T>): Promise<T> {
  const lastMs = Math.max(...plan.schedule.blocks.map((block) => block.toMs));
  if (!Number.isFinite(lastMs)) return done;
  let timer: NodeJS.Timeout | undefined;
  const overrun = new Promise<never>((_, reject) => {
    const limitMs = START_DELAY_MS + lastMs + plan.graceMs + plan.timeoutMs + OVERRUN_MS;
    timer = setTimeout(
      () =>
        reject(
          loadError('LOAD901', {
            message: 'a load thread did not come to its end',
            help: 'run again with --debug and report what it prints',
          }),
        ),
      limitMs,
    );
  });
  try {
    return await Promise.race([done, overrun]);
  } finally {
    clearTimeout(timer);
  }
}

function sendingTime(plan: Plan, elapsedMs: number): number {
  const warmupMs = plan.schedule.slices
    .filter((slice) => slice.purpose === 'warmup')
    .reduce((sum, slice) => sum + slice.lengthMs, 0);
  const lastMs = Math.max(...plan.schedule.blocks.map((block) => block.toMs));
  return Math.max(0, Math.min(lastMs, elapsedMs) - warmupMs);
}

function startWorker(assignment: Assignment): Member {
  const thread = new Worker(new URL('./worker.js', import.meta.url), { workerData: assignment });
  const message = <Kind extends WorkerMessage['kind']>(kind: Kind): Promise<Extract<WorkerMessage, { kind: Kind }>> =>
    new Promise((resolve, reject) => {
      thread.on('message', (received: WorkerMessage) => {
        if (received.kind === kind) resolve(received as Extract<WorkerMessage, { kind: Kind }>);
      });
      thread.once('error', (cause) =>
        reject(
          loadError('LOAD901', {
            message: `a load thread crashed: ${cause.message}`,
            help: 'run again with --debug and report what it prints',
            cause,
          }),
        ),
      );
      thread.once('exit', () =>
        reject(
          loadError('LOAD901', {
            message: 'a load thread ended before its time',
            help: 'run again with --debug and report what it prints',
          }),
        ),
      );
    });
  const [ready, done] = [message('ready'), message('done')];
  // Whoever waits sees the rejection; a promise that nobody waits for any more must not end the process.
  done.catch(() => undefined);
  return { thread, ready, done };
}

function assign(
  plan: Plan,
  addresses: readonly string[],
  control: SharedArrayBuffer,
  expectStatus: readonly number[],
): readonly Assignment[] {
  const { request, schedule, threads } = plan;
  const bytes = plan.targets.map((target) => serialiseRequest(target, request));
  const endpoints = plan.targets.map((target, index) => toEndpointPlan(plan, target, addresses[index] ?? target.host));
  const quotas = share(schedule.requests ?? 0, threads);
  const users = share(plan.concurrency, threads);
  return Array.from(
    { length: threads },
    (_, worker): Assignment => ({
      worker,
      endpoints,
      request: {
        bytes,
        bodiless: request.method === 'HEAD',
        idempotent: isIdempotent(request.method),
        keepAlive: request.keepAlive,
      },
      schedule,
      users: users[worker] ?? 0,
      quota: schedule.requests === undefined ? Number.POSITIVE_INFINITY : (quotas[worker] ?? 0),
      timeoutMs: plan.timeoutMs,
      graceMs: plan.graceMs,
      expectStatus,
      statistics: allocateStatistics(schedule.slices.length),
      control,
    }),
  );
}

/** Parts of a whole that differ by one at most: `share(10, 3)` → `[4, 3, 3]`. */
function share(whole: number, parts: number): readonly number[] {
  return Array.from({ length: parts }, (_, index) => Math.floor(whole / parts) + (index < whole % parts ? 1 : 0));
}

function toEndpointPlan({ tls }: Plan, target: Target, address: string): EndpointPlan {
  const { port, secure, host } = target;
  if (!secure) return { address, port, verify: false };
  return {
    address,
    port,
    servername: isIP(host) === 0 ? host : '', // SNI holds names only (RFC 6066); the certificate is then checked against the address
    verify: tls.verify,
    ...(tls.ca !== undefined && { ca: tls.ca }),
    ...(tls.cert !== undefined && { cert: tls.cert }),
    ...(tls.key !== undefined && { key: tls.key }),
  };
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
