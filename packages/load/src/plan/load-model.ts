// From the settings to the load model, its threads and its schedule. Pure.
import { loadError } from '../codes.js';
import type { LoadModel, RateStage, Schedule } from '../model/plan.js';
import type { LoadSettings } from '../settings.js';
import { scheduleForComparison, scheduleForCount, scheduleForTime } from './schedule.js';

/** A thread below this many users, or this rate, costs more than it gives. */
const USERS_PER_THREAD = 16;
const RATE_PER_THREAD = 15_000;

export function chooseLoad(settings: LoadSettings, seed: number): LoadModel {
  const { rate, stages, duration, warmup, concurrency } = settings;
  if (rate === undefined && stages === undefined) {
    refuseWithoutRate(settings);
    // A user without a request to send would open its connection for nothing.
    return { kind: 'closed', concurrency: Math.min(concurrency, settings.requests ?? Number.POSITIVE_INFINITY) };
  }
  if (rate !== undefined && stages !== undefined) {
    throw loadError('LOAD003', {
      message: '--rate and --stages are both given',
      help: 'a constant rate is the stage 500:30s',
    });
  }
  if (settings.requests !== undefined) {
    throw loadError('LOAD003', {
      message: '--requests does not go with --rate',
      help: 'use --duration: rate times duration is the number of requests',
    });
  }
  const chosen: readonly RateStage[] = stages ?? [{ fromRate: rate ?? 0, toRate: rate ?? 0, lengthMs: duration }];
  const firstRate = chosen[0]?.fromRate ?? 0;
  const whole = warmup > 0 ? [{ fromRate: firstRate, toRate: firstRate, lengthMs: warmup }, ...chosen] : chosen;
  return {
    kind: 'open',
    stages: whole,
    spacing: settings.arrivals,
    seed,
    connections: settings.connections ?? 1_000,
    pacing: settings.pacing,
  };
}

function refuseWithoutRate({
  connections,
  seed,
  arrivals,
  pacing,
  scenario,
  spec,
  data,
  http2,
  compare,
}: LoadSettings): void {
  const alone =
    connections !== undefined && http2 !== true
      ? '--connections'
      : seed !== undefined &&
          scenario === undefined &&
          spec === undefined &&
          data === undefined &&
          compare === undefined
        ? '--seed'
        : arrivals !== 'even'
          ? '--arrivals'
          : pacing !== 'auto'
            ? '--pacing'
            : undefined;
  if (alone === undefined) return;
  throw loadError('LOAD003', {
    message: `${alone} has no meaning without --rate or --stages`,
    help: 'with --concurrency each user has one connection and sends once answered',
  });
}

export function chooseSchedule(settings: LoadSettings, interleaved: boolean, random: () => number): Schedule {
  const { duration, warmup, stages, requests } = settings;
  if (requests === undefined) {
    if (stages && interleaved) {
      throw loadError('LOAD003', {
        message: '--stages cannot be shared by two URLs in turn',
        help: 'use --rate: both get the same constant rate',
      });
    }
    const lengthMs = stages ? stages.reduce((sum, stage) => sum + stage.lengthMs, 0) : duration;
    return interleaved ? scheduleForComparison(lengthMs, warmup, random) : scheduleForTime(lengthMs, warmup);
  }
  if (settings.save !== undefined || settings.compare !== undefined) {
    throw loadError('LOAD003', {
      message: '--requests gives no stretches of time to compare',
      help: 'use --duration with --compare and --save',
    });
  }
  if (warmup > 0) {
    throw loadError('LOAD003', {
      message: '--warmup needs a run by time',
      help: 'use --duration instead of --requests',
    });
  }
  return scheduleForCount(requests);
}

export function chooseThreads(settings: LoadSettings, load: LoadModel, cores: number): number {
  const useful =
    load.kind === 'closed' ? load.concurrency / USERS_PER_THREAD : highestRate(load.stages) / RATE_PER_THREAD;
  const wanted = settings.threads ?? Math.max(1, Math.min(cores - 1, Math.ceil(useful)));
  const most =
    load.kind === 'closed'
      ? Math.min(load.concurrency, settings.requests ?? Number.POSITIVE_INFINITY)
      : load.connections;
  return Math.min(wanted, most);
}

function highestRate(stages: readonly RateStage[]): number {
  return Math.max(...stages.map((stage) => Math.max(stage.fromRate, stage.toRate)));
}

/** How heavy the load is, for the question whether somebody meant it: users, or requests a second. */
export function weightOf(load: LoadModel): { readonly amount: number; readonly unit: string } {
  return load.kind === 'closed'
    ? { amount: load.concurrency, unit: 'users' }
    : { amount: highestRate(load.stages), unit: 'requests a second' };
}

const USERS_PER_SESSION = 10;

/** How many HTTP/2 connections the users of a closed loop, or the requests of an open one, share; 0 for HTTP/1.1. */
export function chooseSessions({ http2, connections, keepalive }: LoadSettings, load: LoadModel): number {
  if (http2 !== true) return 0;
  if (keepalive === false) {
    throw loadError('LOAD003', {
      message: '--no-keepalive does not go with --http2',
      help: 'an HTTP/2 connection is made to be shared',
    });
  }
  const sharing = load.kind === 'closed' ? load.concurrency : Math.min(load.connections, 100);
  return Math.min(sharing, connections ?? Math.ceil(sharing / USERS_PER_SESSION));
}

/** Throws LOAD003 where requests cannot follow one another without waiting. */
export function choosePipeline({ pipeline = 1, http2, keepalive }: LoadSettings, load: LoadModel): number {
  if (pipeline === 1) return 1;
  const refuse = (message: string, help: string): Error => loadError('LOAD003', { message, help });
  if (http2 === true)
    throw refuse('--pipeline is of HTTP/1.1', 'with --http2 users share --connections without waiting for each other');
  if (keepalive === false)
    throw refuse(
      '--no-keepalive does not go with --pipeline',
      'requests follow one another on a connection that stays',
    );
  if (load.kind === 'open')
    throw refuse(
      '--pipeline does not go with --rate and --stages',
      'a request that is due would wait behind others: an open loop opens another connection instead',
    );
  return pipeline;
}
