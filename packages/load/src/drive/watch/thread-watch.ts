// How a worker thread fared while it was sending: the evidence for the verdict on the client.
import { type EventLoopUtilization, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import type { ThreadRecord } from '../../measure/result.js';
import { readThreadTimes, type ThreadTimes } from './machine.js';

/** Begins where it is made; `end` gives what happened since. One a run and thread. */
export class ThreadWatch {
  private readonly beganMs = performance.now();
  private readonly utilisation: EventLoopUtilization = performance.eventLoopUtilization();
  private readonly times: ThreadTimes | null = readThreadTimes();
  private readonly collections = { totalMs: 0, longestMs: 0 };
  private readonly observer = new PerformanceObserver((list) => this.note(list.getEntries()));
  private readonly idleBeforeMs: number | undefined;

  /** `idleMs`: what an engine that waits by itself has waited; undefined for one that leaves that to the event loop. */
  constructor(private readonly idleMs: () => number | undefined) {
    this.idleBeforeMs = idleMs();
    this.observer.observe({ entryTypes: ['gc'] });
  }

  end(): ThreadRecord {
    this.note(this.observer.takeRecords());
    this.observer.disconnect();
    const now = readThreadTimes();
    const { times, collections } = this;
    const wallMs = performance.now() - this.beganMs;
    const idleMs = this.idleMs();
    return {
      wallMs,
      utilisation:
        idleMs === undefined
          ? performance.eventLoopUtilization(this.utilisation).utilization
          : Math.max(0, 1 - (idleMs - (this.idleBeforeMs ?? 0)) / wallMs),
      cpuMs: now && times && now.cpuMs - times.cpuMs,
      runQueueWaitMs: now && times && now.waitMs - times.waitMs,
      garbageCollectionMs: collections.totalMs,
      longestCollectionMs: collections.longestMs,
    };
  }

  /** Added up at once: in a run of a day there are hundreds of thousands. */
  private note(entries: readonly PerformanceEntry[]): void {
    for (const { duration } of entries) {
      this.collections.totalMs += duration;
      this.collections.longestMs = Math.max(this.collections.longestMs, duration);
    }
  }
}
