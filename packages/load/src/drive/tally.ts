// How a finished request is entered into the statistics: the same for both load models.
import { COUNTER, SERIES_INDEX, type SliceRecorder } from '../measure/recorder.js';
import { type FailureKind, failureIndex } from '../model/failures.js';
import { statusFilter } from '../model/status-filter.js';
import type { Assignment } from './assignment.js';
import type { Connection } from './connection.js';
import { FailureLog } from './failure-log.js';
import { LimitLog } from './limit-log.js';

/** A request as the statistics see it. Times are of `performance.now()`. */
export interface Accounted {
  readonly slice: SliceRecorder;
  /** When work on it began. */
  readonly startedMs: number;
  /** When it was due, in an open loop; NaN in a closed one, where there is no such time. */
  readonly dueMs: number;
}

export class Tally {
  readonly failures = new FailureLog();
  /** Answers in their order, where a rate limit is looked for. */
  readonly limitLog: LimitLog | undefined;
  private readonly wanted: (status: number) => boolean;
  private oldestMs = 0;

  constructor({ expectStatus, watchesLimit }: Assignment) {
    this.wanted = statusFilter(expectStatus);
    this.limitLog = watchesLimit ? new LimitLog() : undefined;
  }

  /** Age of the oldest request that was cut. */
  get oldestUnfinishedMs(): number {
    return this.oldestMs;
  }

  opened(slice: SliceRecorder, dialMs: number): void {
    slice.count(COUNTER.connections);
    slice.record(SERIES_INDEX.connect, dialMs);
  }

  delivered(slice: SliceRecorder, bytes: number): void {
    slice.count(COUNTER.delivered);
    slice.count(COUNTER.bytesSent, bytes);
  }

  answered(
    { slice, startedMs, dueMs }: Accounted,
    connection: Connection,
    nowMs: number,
    endMs: number,
    startMs: number,
  ): void {
    const { status } = connection.parser;
    const place = status < 300 ? 0 : status < 400 ? 1 : status < 500 ? 2 : 3;
    slice.record(SERIES_INDEX.service2xx + place, nowMs - startedMs);
    if (!Number.isNaN(dueMs)) slice.record(SERIES_INDEX.response2xx + place, nowMs - dueMs);
    slice.countStatus(status);
    slice.count(COUNTER.answered);
    slice.count(COUNTER.bytesReceived, connection.bytesReceived);
    connection.bytesReceived = 0;
    slice.count(this.wanted(status) ? COUNTER.ok : COUNTER.failed);
    if (nowMs - startMs > endMs) slice.count(COUNTER.late);
    this.limitLog?.add(nowMs - startMs, status, connection.parser.headText);
  }

  /** `atMs` is from the start of the run. A timeout is a lower bound of the latency; other failures say nothing about it. */
  failed(request: Accounted, kind: FailureKind, detail: string, nowMs: number, atMs: number): void {
    request.slice.count(COUNTER.failed);
    request.slice.countFailure(failureIndex(kind));
    this.failures.add(kind, detail, atMs);
    if (kind === 'timeout.first-byte' || kind === 'timeout.body') this.cut(request, nowMs);
  }

  unfinished(request: Accounted, nowMs: number): void {
    request.slice.count(COUNTER.unfinished);
    this.cut(request, nowMs);
    this.oldestMs = Math.max(this.oldestMs, nowMs - request.startedMs);
  }

  private cut({ slice, startedMs, dueMs }: Accounted, nowMs: number): void {
    slice.record(SERIES_INDEX.serviceCut, nowMs - startedMs);
    if (!Number.isNaN(dueMs)) slice.record(SERIES_INDEX.responseCut, nowMs - dueMs);
  }
}
