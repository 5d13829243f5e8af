// Divides a plan among the workers. Pure.
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { allocateOperations } from '../../measure/operations.js';
import { allocateStatistics } from '../../measure/recorder.js';
import type { EngineName } from '../../measure/result.js';
import type { OpenLoad, Pacing, Plan, Target } from '../../model/plan.js';
import { operationNames } from '../../model/traffic.js';
import { serialiseConnect } from '../../wire/request.js';
import type { Place } from '../engine/transport.js';
import type { Assignment, ClosedShare, EndpointPlan, OpenShare } from './assignment.js';

export interface Shared {
  readonly places: readonly Place[];
  readonly control: SharedArrayBuffer;
  readonly expectStatus: readonly number[];
  readonly engine: EngineName;
}

export function assign(plan: Plan, { places, control, expectStatus, engine }: Shared): readonly Assignment[] {
  const { traffic, targets, schedule, threads } = plan;
  const operations = operationNames(traffic).length;
  const endpoints = plan.targets.map((target, index) =>
    toEndpointPlan(plan, target, places[index] ?? { host: target.host, port: target.port }),
  );
  return Array.from({ length: threads }, (_, worker) => ({
    worker,
    engine,
    endpoints,
    workers: threads,
    targets,
    traffic,
    http2Sessions: plan.http2Sessions === 0 ? 0 : Math.max(1, Math.ceil(plan.http2Sessions / threads)),
    pipelined: pipelinedConnections(plan, worker),
    schedule,
    load: shareLoad(plan, worker, engine),
    timeoutMs: plan.timeoutMs,
    graceMs: plan.graceMs,
    expectStatus,
    watchesLimit: plan.watchesLimit,
    statistics: allocateStatistics(schedule.slices.length),
    operations: operations > 1 ? allocateOperations(operations) : undefined,
    control,
  }));
}

/** Connections ahead of the start, in seconds of the highest rate: what a server that answers in 20 ms keeps busy. */
const OPEN_AHEAD_SECONDS = 0.02;

function shareLoad({ load, schedule, threads }: Plan, worker: number, engine: EngineName): ClosedShare | OpenShare {
  if (load.kind === 'closed') {
    const quota =
      schedule.requests === undefined ? Number.POSITIVE_INFINITY : share(schedule.requests, threads)[worker];
    return { kind: 'closed', users: share(load.concurrency, threads)[worker] ?? 0, quota: quota ?? 0 };
  }
  const { stages, spacing, seed } = load;
  const pacing = choosePacing(load, engine);
  const connections = Math.max(1, share(load.connections, threads)[worker] ?? 0);
  const highestRate = Math.max(...stages.map((stage) => Math.max(stage.fromRate, stage.toRate)));
  const openAhead = Math.max(1, Math.min(connections, Math.ceil((highestRate * OPEN_AHEAD_SECONDS) / threads)));
  return { kind: 'open', worker, workers: threads, stages, spacing, seed, connections, openAhead, pacing };
}

/** As few as hold the users of this worker at so many requests on each. */
function pipelinedConnections({ load, pipeline, threads }: Plan, worker: number): number {
  if (pipeline < 2 || load.kind !== 'closed') return 0;
  return Math.ceil((share(load.concurrency, threads)[worker] ?? 0) / pipeline);
}

/** From here on a machine has cores to spare for a thread that spins. */
const SPINNING_CORES = 4;
/** Below this rate a worker spins only for a small part of its time. */
const SLOW_RATE = 150;

/** The fast engine waits in the kernel, exactly; of the others, spinning is the most exact, and takes a core. */
export function choosePacing({ pacing, stages }: OpenLoad, engine: EngineName): Pacing {
  if (pacing !== 'auto') return pacing;
  if (engine === 'fast') return 'poll';
  const slow = stages.every(({ fromRate, toRate }) => Math.max(fromRate, toRate) < SLOW_RATE);
  return availableParallelism() >= SPINNING_CORES || slow ? 'spin' : 'ticker';
}

/** Parts of a whole that differ by one at most: `share(10, 3)` → `[4, 3, 3]`. */
export function share(whole: number, parts: number): readonly number[] {
  return Array.from({ length: parts }, (_, index) => Math.floor(whole / parts) + (index < whole % parts ? 1 : 0));
}

function toEndpointPlan({ tls, http2Sessions }: Plan, target: Target, place: Place): EndpointPlan {
  const { secure, host, proxy } = target;
  const tunnel = proxy?.tunnels ? { connect: serialiseConnect(target, proxy) } : {};
  if (!secure) return { place, ...tunnel };
  const speaks = http2Sessions > 0 ? 'h2' : 'http/1.1';
  return {
    place,
    ...tunnel,
    tls: {
      // SNI holds names only (RFC 6066, 3); without one the certificate is checked against the address.
      servername: tls.servername ?? (isIP(host) === 0 ? host : ''),
      verify: tls.verify,
      protocols: tls.protocols ?? [speaks],
      speaks,
      resumes: tls.resumes,
      files: tls.files,
    },
  };
}
