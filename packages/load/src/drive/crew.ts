// The worker threads of one run, as promises of what they have to say.
import { Worker } from 'node:worker_threads';
import { loadError } from '../codes.js';
import type { Assignment, StartMessage, WorkerMessage } from './assign/assignment.js';

type Said<Kind extends WorkerMessage['kind']> = Extract<WorkerMessage, { readonly kind: Kind }>;
export type ReadyMessage = Said<'ready'>;
export type DoneMessage = Said<'done'>;

export interface Crew {
  /** All have opened their connections. Rejects with LOAD901 where a thread crashes. */
  readonly ready: Promise<readonly ReadyMessage[]>;
  /** All have ended. */
  readonly done: Promise<readonly DoneMessage[]>;
  start(message: StartMessage): void;
  /** Ends the threads, whatever they are doing. */
  end(): Promise<void>;
}

export function startCrew(assignments: readonly Assignment[]): Crew {
  const threads = assignments.map(
    (assignment) => new Worker(new URL('./worker.js', import.meta.url), { workerData: assignment }),
  );
  const ready = Promise.all(threads.map((thread) => heard(thread, 'ready')));
  const done = Promise.all(threads.map((thread) => heard(thread, 'done')));
  // Whoever waits sees a rejection; a promise that nobody waits for any more must not end the process.
  for (const promise of [ready, done]) promise.catch(() => undefined);
  return {
    ready,
    done,
    start: (message) => {
      for (const thread of threads) thread.postMessage(message);
    },
    end: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

function heard<Kind extends WorkerMessage['kind']>(thread: Worker, kind: Kind): Promise<Said<Kind>> {
  return new Promise((resolve, reject) => {
    thread.on('message', (message: WorkerMessage) => {
      if (message.kind === kind) resolve(message as Said<Kind>);
    });
    thread.once('error', (cause: NodeJS.ErrnoException) => {
      // Its modules, or what it runs on, could not be opened: the limit of the machine, which core has words for.
      if (cause.code === 'EMFILE') reject(cause);
      else if (cause.code === 'ERR_WORKER_INIT_FAILED' && cause.message.endsWith('EMFILE'))
        reject(Object.assign(new Error(cause.message, { cause }), { code: 'EMFILE' }));
      else reject(threadError(`a load thread crashed: ${cause.message}`, cause));
    });
    thread.once('exit', () => reject(threadError('a load thread ended before its time')));
  });
}

export function threadError(message: string, cause?: unknown): Error {
  return loadError('LOAD901', { message, help: 'run again with --debug and report what it prints', cause });
}
