// An open loop: requests begin when they are due, whether or not earlier ones have been answered, on as many connections as
// that takes. Latency is counted from when a request was due, so that neither a slow server nor a slow client can hide it.
import { COUNTER, SERIES_INDEX, SliceRecorder } from '../../measure/recorder.js';
import type { LimitedAnswer } from '../../measure/result.js';
import type { FailureKind } from '../../model/failures.js';
import { Arrivals } from '../../pace/arrivals.js';
import { type Flaw, type Prepared, type Progress, Script } from '../../wire/script.js';
import type { FailureLog } from '../account/failure-log.js';
import { type Accounted, Tally } from '../account/tally.js';
import type { Assignment, OpenShare } from '../assign/assignment.js';
import type { Engine } from '../engine/engine.js';
import type { Endpoint } from '../engine/transport.js';
import { linksTo } from '../link/create-link.js';
import type { Link, LinkOwner } from '../link/link.js';
import { type LoadLoop, STOPPED_GRACE_MS, TICK_MS } from './load-loop.js';
import { openAhead } from './open-ahead.js';
import { createPool, cutDialing, type Pool, shelve, takeClosed, takeIdle } from './pool.js';
import { Timeline } from './timeline.js';

interface Request extends Accounted {
  readonly pool: RequestPool;
  readonly prepared: Prepared;
  /** Set while it is on a connection; undefined while it waits for one to open. */
  connection: Link | undefined;
  retried: boolean;
}

type RequestPool = Pool<Request>;

export class OpenLoop implements LoadLoop, LinkOwner {
  private readonly tally: Tally;
  private readonly timeline: Timeline;
  private readonly script: Script;
  private readonly progress: Progress;
  private readonly pools: readonly RequestPool[];
  private readonly arrivals: Arrivals;
  private readonly inFlight = new Set<Request>();
  /** What is under way on each connection, by the connection's number. */
  private readonly current: (Request | undefined)[] = [];
  private readonly poolOf: RequestPool[] = [];
  private openedAhead = 0;
  private startMs = 0;
  private nextDueMs: number;
  private stopped = false;
  private endsAtMs = Number.POSITIVE_INFINITY;
  private onEnd: (oldestUnfinishedMs: number) => void = () => undefined;

  constructor(
    private readonly plan: Assignment,
    private readonly share: OpenShare,
    endpoints: readonly Endpoint[],
    private readonly engine: Engine,
  ) {
    const slices = plan.schedule.slices.map((_, index) => new SliceRecorder(plan.statistics, index));
    for (const slice of slices) slice.touch(true);
    this.tally = new Tally(plan);
    this.timeline = new Timeline(plan.schedule, slices);
    this.script = new Script(plan.traffic, plan.targets, plan, plan.expectStatus);
    this.progress = this.script.begin();
    const wantsHead = (status: number): boolean => this.tally.limitLog?.wantsHead(status) ?? false;
    this.pools = endpoints.map((endpoint, target) =>
      createPool<Request>(target, linksTo(endpoint, plan, this, engine.transports, wantsHead)),
    );
    this.arrivals = new Arrivals(share.stages, share);
    this.nextDueMs = this.arrivals.next();
  }

  get limited(): readonly LimitedAnswer[] {
    return this.tally.limitLog?.answers ?? [];
  }

  get failures(): FailureLog {
    return this.tally.failures;
  }

  async openConnections(limitMs: number): Promise<number> {
    const count = this.plan.traffic.keepAlive ? this.share.openAhead : 1;
    for (const pool of this.pools) for (let index = 0; index < count; index += 1) this.addConnection(pool);
    const all = this.pools.flatMap((pool) => pool.links);
    await openAhead(all, limitMs, this.failures);
    for (const connection of all) {
      if (!this.plan.traffic.keepAlive) connection.abandon();
      const pool = this.poolOf[connection.user];
      if (pool) shelve(pool, connection);
    }
    return this.openedAhead;
  }

  run(startMs: number, stopRequested: () => boolean): Promise<number> {
    this.startMs = startMs;
    return new Promise((resolve) => {
      const pacer = this.engine.createPacer(this.share.pacing);
      const timer = setInterval(() => this.tick(performance.now(), stopRequested()), TICK_MS);
      this.onEnd = (oldestUnfinishedMs) => {
        clearInterval(timer);
        pacer.stop();
        this.closeAll();
        resolve(oldestUnfinishedMs);
      };
      pacer.start((nowMs) => this.fire(nowMs));
    });
  }

  closeAll(): void {
    for (const pool of this.pools) for (const connection of pool.links) connection.abandon();
    this.engine.transports.cutFinished(performance.now(), 0);
  }

  // --- time ---

  /** Begins all requests that are due. */
  private fire(nowMs: number): number {
    while (!this.stopped && this.startMs + this.nextDueMs <= nowMs) {
      this.begin(this.nextDueMs, nowMs);
      this.nextDueMs = this.arrivals.next();
    }
    if (this.stopped || this.nextDueMs === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    return this.startMs + this.nextDueMs;
  }

  private tick(nowMs: number, stopRequested: boolean): void {
    this.engine.transports.cutFinished(nowMs);
    this.cutOverdue(nowMs);
    const over = nowMs - this.startMs >= this.timeline.endMs;
    if (!this.stopped && (stopRequested || over)) {
      // What was due before the end is begun, however late: an arrival is sent or dropped, and never forgotten.
      if (!stopRequested) this.fire(nowMs);
      this.stopped = true;
      this.endsAtMs = nowMs + (over ? this.plan.graceMs : Math.min(this.plan.graceMs, STOPPED_GRACE_MS));
    }
    if (this.stopped && (this.inFlight.size === 0 || nowMs >= this.endsAtMs)) this.end(nowMs);
  }

  private end(nowMs: number): void {
    for (const request of this.inFlight) this.tally.unfinished(request, nowMs);
    this.inFlight.clear();
    this.onEnd(this.tally.oldestUnfinishedMs);
    this.onEnd = () => undefined;
  }

  /** Requests are in the order in which they began, so the first that is in time ends the search. */
  private cutOverdue(nowMs: number): void {
    for (const request of this.inFlight) {
      if (nowMs - request.startedMs < this.plan.timeoutMs) break;
      const { connection, pool } = request;
      const kind = !connection ? 'connect.timeout' : connection.parser.begun ? 'timeout.body' : 'timeout.first-byte';
      if (connection) {
        this.current[connection.user] = undefined;
        connection.abandon();
        pool.closed.push(connection);
      } else {
        pool.waiting.splice(pool.waiting.indexOf(request), 1);
      }
      this.fail(request, kind, '', nowMs);
    }
    for (const pool of this.pools) cutDialing(pool, nowMs, this.plan.timeoutMs);
  }

  // --- requests ---

  private begin(dueMs: number, nowMs: number): void {
    const { slice, target } = this.timeline.at(dueMs);
    const pool = this.pools[target];
    if (!pool) throw new RangeError('a block names a target that is not there');
    const connection = takeIdle(pool);
    if (!connection && pool.dialing <= pool.waiting.length && !this.dialAnother(pool, nowMs)) {
      slice.count(COUNTER.dropped);
      return;
    }
    // A flow has one step here, so that each request begins a flow of its own.
    this.script.abandon(this.progress);
    const request: Request = {
      pool,
      prepared: this.script.next(this.progress, target),
      slice,
      startedMs: nowMs,
      dueMs: this.startMs + dueMs,
      connection: undefined,
      retried: false,
    };
    this.tally.sent(request);
    slice.record(SERIES_INDEX.sendLag, nowMs - request.dueMs);
    this.inFlight.add(request);
    if (connection) this.transmit(request, connection);
    else pool.waiting.push(request);
  }

  /** False where there are as many connections as there may be. */
  private dialAnother(pool: RequestPool, nowMs: number): boolean {
    const connection =
      takeClosed(pool) ?? (pool.links.length < this.share.connections ? this.addConnection(pool) : undefined);
    if (!connection) return false;
    pool.dialing += 1;
    connection.dial(nowMs);
    return true;
  }

  private addConnection(pool: RequestPool): Link {
    const connection = pool.make(this.current.length);
    this.current.push(undefined);
    this.poolOf.push(pool);
    pool.links.push(connection);
    return connection;
  }

  private transmit(request: Request, connection: Link): void {
    request.connection = connection;
    this.current[connection.user] = request;
    this.tally.delivered(request.slice, request.prepared);
    connection.send(request.prepared);
  }

  private fail(request: Request, kind: FailureKind, detail: string, nowMs: number): void {
    this.inFlight.delete(request);
    if (request.connection) this.tally.received(request.slice, request.connection);
    this.tally.failed(request, kind, detail, nowMs, nowMs - this.startMs);
  }

  // --- what connections report ---

  opened(connection: Link, nowMs: number): void {
    const pool = this.poolOf[connection.user];
    const request = pool?.waiting.shift();
    if (pool && pool.dialing > 0) pool.dialing -= 1;
    const slice = request?.slice ?? (pool && this.timeline.firstOf(pool.target));
    if (slice) this.tally.opened(slice, connection, nowMs);
    if (request) this.transmit(request, connection);
    else if (pool && this.startMs > 0) shelve(pool, connection);
    else this.openedAhead += 1;
  }

  answered(connection: Link, nowMs: number): void {
    const request = this.current[connection.user];
    this.current[connection.user] = undefined;
    if (request) {
      this.inFlight.delete(request);
      const times = { nowMs, endMs: this.timeline.endMs, startMs: this.startMs };
      const problem = request.prepared.check?.(connection.parser);
      const flaw: Flaw | undefined = problem === undefined ? undefined : { kind: 'assert.schema', detail: problem };
      this.tally.answered(request, connection, times, flaw);
    }
    const pool = this.poolOf[connection.user];
    const next = connection.state === 'idle' ? pool?.waiting.shift() : undefined;
    if (next) this.transmit(next, connection);
    else if (pool) shelve(pool, connection);
  }

  failed(connection: Link, kind: FailureKind, detail: string, nowMs: number): void {
    const pool = this.poolOf[connection.user];
    const request = this.current[connection.user];
    this.current[connection.user] = undefined;
    if (!pool || this.startMs === 0) {
      this.failures.add(kind, detail, 0); // while connections are opened ahead of the start
      return;
    }
    pool.closed.push(connection);
    if (!request) {
      // A connection that could not be opened: whoever has waited longest hears of it.
      if (pool.dialing > 0) pool.dialing -= 1;
      const waiting = pool.waiting.shift();
      if (waiting) this.fail(waiting, kind, detail, nowMs);
      return;
    }
    if (!this.sendAgain(request, connection, kind, nowMs)) this.fail(request, kind, detail, nowMs);
  }

  /** The server closed a kept connection just when the request was on its way (RFC 9112, 9.3.1): once more, on another. */
  private sendAgain(request: Request, connection: Link, kind: FailureKind, nowMs: number): boolean {
    const lostWhileKept = kind === 'reset.before-response' || kind === 'closed.before-response';
    if (!lostWhileKept || connection.requestsOnSocket < 2 || !request.prepared.idempotent || request.retried)
      return false;
    request.retried = true;
    request.slice.count(COUNTER.retried);
    const { pool } = request;
    const idle = takeIdle(pool);
    if (idle) {
      this.transmit(request, idle);
    } else {
      request.connection = undefined;
      pool.waiting.push(request);
      this.dialAnother(pool, nowMs); // there is one: the connection that was just lost
    }
    return true;
  }

  /** A connection that closed while idle stays in the list until `takeIdle` comes by it. */
  idleClosed(connection: Link): void {
    this.poolOf[connection.user]?.closed.push(connection);
  }
}
