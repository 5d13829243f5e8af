// How a finished request is entered into the statistics: the same for both load models.
import { OperationRecorder } from '../../measure/operations.js';
import { COUNTER, SERIES_INDEX, type SliceRecorder } from '../../measure/recorder.js';
import { type FailureKind, failureIndex } from '../../model/failures.js';
import { operationNames } from '../../model/traffic.js';
import type { Flaw, Prepared } from '../../wire/script.js';
import type { Assignment } from '../assign/assignment.js';
import type { Link } from '../link/link.js';
import { FailureLog } from './failure-log.js';
import { LimitLog } from './limit-log.js';

/** A request as the statistics see it. Times are of `performance.now()`. */
export interface Accounted {
  readonly slice: SliceRecorder;
  /** When work on it began. */
  readonly startedMs: number;
  /** When it was due, in an open loop; NaN in a closed one, where there is no such time. */
  readonly dueMs: number;
  /** What was sent; undefined before the first. */
  readonly prepared: Prepared | undefined;
}

/** Of `performance.now()`, but for the end of sending, which counts from the start. */
export interface AnswerTimes {
  readonly nowMs: number;
  readonly startMs: number;
  readonly endMs: number;
}

export class Tally {
  readonly failures = new FailureLog();
  /** Answers in their order, where a rate limit is looked for. */
  readonly limitLog: LimitLog | undefined;
  private readonly operations: readonly OperationRecorder[];
  /** By the number of the slice: not of the warm-up, nor of the beginnings of blocks. */
  private readonly isMeasured: readonly boolean[];
  private oldestMs = 0;

  constructor({ operations, traffic, watchesLimit, schedule }: Assignment) {
    this.operations = operations
      ? operationNames(traffic).map((_, index) => new OperationRecorder(operations, index))
      : [];
    this.isMeasured = schedule.slices.map(({ purpose }) => purpose === 'measured');
    this.limitLog = watchesLimit ? new LimitLog() : undefined;
  }

  /** Age of the oldest request that was cut. */
  get oldestUnfinishedMs(): number {
    return this.oldestMs;
  }

  /** A connection that links share counts once. */
  opened(slice: SliceRecorder, { dialedAtMs, handshake, shares }: Link, nowMs: number): void {
    if (shares) return;
    slice.count(COUNTER.connections);
    slice.record(SERIES_INDEX.connect, nowMs - dialedAtMs);
    if (!handshake) return;
    slice.record(SERIES_INDEX.tls, handshake.ms);
    if (handshake.resumed) slice.count(COUNTER.resumed);
  }

  /** Bytes that came for the request that has just ended, whatever became of it. */
  received(slice: SliceRecorder, link: Link): void {
    slice.count(COUNTER.bytesReceived, link.bytesReceived);
    link.bytesReceived = 0;
  }

  delivered(slice: SliceRecorder, { bytes, body }: Prepared): void {
    slice.count(COUNTER.delivered);
    slice.count(COUNTER.bytesSent, bytes.length + body.length);
  }

  /** `flaw`: what was wrong with an answer whose status is wanted. */
  answered(request: Accounted, connection: Link, times: AnswerTimes, flaw: Flaw | undefined): void {
    const { slice, startedMs, dueMs, prepared } = request;
    const { nowMs, endMs, startMs } = times;
    const { status } = connection.parser;
    const place = status < 300 ? 0 : status < 400 ? 1 : status < 500 ? 2 : 3;
    slice.record(SERIES_INDEX.service2xx + place, nowMs - startedMs);
    if (!Number.isNaN(dueMs)) slice.record(SERIES_INDEX.response2xx + place, nowMs - dueMs);
    slice.record(SERIES_INDEX.firstByte, connection.firstByteAtMs - startedMs);
    slice.countStatus(status);
    slice.count(COUNTER.answered);
    this.received(slice, connection);
    const wanted = prepared?.isWanted(status) === true;
    slice.count(wanted && flaw === undefined ? COUNTER.ok : COUNTER.failed);
    if (!wanted) slice.countUnwanted(status);
    else if (flaw !== undefined) this.note(slice, flaw.kind, flaw.detail, nowMs - startMs);
    if (nowMs - startMs > endMs) slice.count(COUNTER.late);
    this.limitLog?.add(nowMs - startMs, status, prepared?.operation ?? 0, connection.parser.headText);
    this.operation(request)?.ended(wanted && flaw === undefined, nowMs - (Number.isNaN(dueMs) ? startedMs : dueMs));
  }

  /** A request has begun. */
  sent(request: Accounted): void {
    request.slice.count(COUNTER.sent);
    this.operation(request)?.sent();
  }

  private operation({ prepared, slice }: Accounted): OperationRecorder | undefined {
    if (!prepared || this.isMeasured[slice.slice] !== true) return undefined;
    return this.operations[prepared.operation];
  }

  private note(slice: SliceRecorder, kind: FailureKind, detail: string, atMs: number): void {
    slice.countFailure(failureIndex(kind));
    this.failures.add(kind, detail, atMs);
  }

  /** `atMs` is from the start of the run. A timeout is a lower bound of the latency; other failures say nothing about it. */
  failed(request: Accounted, kind: FailureKind, detail: string, nowMs: number, atMs: number): void {
    request.slice.count(COUNTER.failed);
    this.note(request.slice, kind, detail, atMs);
    const timedOut = kind === 'timeout.first-byte' || kind === 'timeout.body';
    if (timedOut) this.cut(request, nowMs);
    const sinceMs = Number.isNaN(request.dueMs) ? request.startedMs : request.dueMs;
    this.operation(request)?.ended(false, timedOut ? nowMs - sinceMs : undefined);
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
