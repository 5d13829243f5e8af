// Divides a plan among the workers. Pure.
import { isIP } from 'node:net';
import { allocateStatistics } from '../measure/recorder.js';
import type { Plan, Target } from '../model/plan.js';
import { isIdempotent, serialiseRequest } from '../wire/request.js';
import type { Assignment, EndpointPlan } from './assignment.js';

export interface Shared {
  readonly addresses: readonly string[];
  readonly control: SharedArrayBuffer;
  readonly expectStatus: readonly number[];
}

export function assign(plan: Plan, { addresses, control, expectStatus }: Shared): readonly Assignment[] {
  const { request, schedule, threads } = plan;
  const bytes = plan.targets.map((target) => serialiseRequest(target, request));
  const endpoints = plan.targets.map((target, index) => toEndpointPlan(plan, target, addresses[index] ?? target.host));
  const quotas = share(schedule.requests ?? 0, threads);
  const users = share(plan.concurrency, threads);
  return Array.from({ length: threads }, (_, worker) => ({
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
  }));
}

/** Parts of a whole that differ by one at most: `share(10, 3)` → `[4, 3, 3]`. */
export function share(whole: number, parts: number): readonly number[] {
  return Array.from({ length: parts }, (_, index) => Math.floor(whole / parts) + (index < whole % parts ? 1 : 0));
}

function toEndpointPlan({ tls }: Plan, target: Target, address: string): EndpointPlan {
  const { port, secure, host } = target;
  if (!secure) return { address, port, verify: false };
  return {
    address,
    port,
    // SNI holds names only (RFC 6066, 3); without one the certificate is checked against the address.
    servername: isIP(host) === 0 ? host : '',
    verify: tls.verify,
    ...(tls.ca !== undefined && { ca: tls.ca }),
    ...(tls.cert !== undefined && { cert: tls.cert }),
    ...(tls.key !== undefined && { key: tls.key }),
  };
}
