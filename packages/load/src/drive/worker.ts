// The entry of a worker thread: opens its connections, waits for the start, runs its share, and says how it went.
import { once } from 'node:events';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Assignment, EndpointPlan, StartMessage, WorkerMessage } from './assign/assignment.js';
import { createEngine, type Engine } from './engine/engine.js';
import type { Endpoint } from './engine/transport.js';
import { ClosedLoop } from './loop/closed-loop.js';
import type { LoadLoop } from './loop/load-loop.js';
import { OpenLoop } from './loop/open-loop.js';
import { sharedClockMs } from './shared-clock.js';
import { ThreadWatch } from './watch/thread-watch.js';

const LONGEST_OPENING_MS = 3_000;

async function work(assignment: Assignment, port: MessagePort): Promise<void> {
  const report = (message: WorkerMessage): void => port.postMessage(message);
  const control = new Int32Array(assignment.control);
  const engine = await createEngine(assignment.engine);
  const loop = createLoop(assignment, engine);
  const opened = await loop.openConnections(Math.min(assignment.timeoutMs, LONGEST_OPENING_MS));
  const start = once(port, 'message');
  report({ kind: 'ready', opened, failures: loop.failures.examples });
  loop.failures.clear();
  const [message] = (await start) as [StartMessage | undefined];
  // No start: the coordinator has given the run up.
  if (!message) {
    loop.closeAll();
    engine.close();
    return;
  }
  const offsetMs = performance.now() - sharedClockMs();
  const watch = new ThreadWatch(() => engine.idleMs());
  const oldestUnfinishedMs = await loop.run(message.startsAtMs + offsetMs, () => Atomics.load(control, 0) !== 0);
  engine.close(); // before anybody hears that this is the end, and ends the thread
  report({
    kind: 'done',
    failures: loop.failures.examples,
    endedMs: sharedClockMs() - message.startsAtMs,
    oldestUnfinishedMs,
    thread: watch.end(),
    limited: loop.limited,
  });
}

function createLoop(assignment: Assignment, engine: Engine): LoadLoop {
  const endpoints = assignment.endpoints.map(toEndpoint);
  const { load } = assignment;
  switch (load.kind) {
    case 'closed':
      return new ClosedLoop(assignment, load, endpoints, engine);
    case 'open':
      return new OpenLoop(assignment, load, endpoints, engine);
    default:
      return load satisfies never;
  }
}

function toEndpoint({ place, connect, tls }: EndpointPlan): Endpoint {
  return {
    place,
    ...(connect && { tunnel: { request: connect } }),
    ...(tls && { tls: { ...tls, session: { latest: undefined } } }),
  };
}

if (parentPort) void work(workerData as Assignment, parentPort);
