// A closed loop: a number of users, each of whom sends, waits for the answer, and sends again. Walks through the blocks of
// the schedule; between blocks it waits until the answers that are still due have come.
import { COUNTER, SliceRecorder } from '../../measure/recorder.js';
import type { LimitedAnswer } from '../../measure/result.js';
import { type FailureKind, isConnectFailure } from '../../model/failures.js';
import { type Prepared, type Progress, Script } from '../../wire/script.js';
import type { FailureLog } from '../account/failure-log.js';
import { type Accounted, Tally } from '../account/tally.js';
import type { Assignment, ClosedShare } from '../assign/assignment.js';
import type { Engine } from '../engine/engine.js';
import type { Endpoint } from '../engine/transport.js';
import { linksTo } from '../link/create-link.js';
import type { Link, LinkOwner } from '../link/link.js';
import { BlockCursor } from './block-cursor.js';
import { type LoadLoop, STOPPED_GRACE_MS, TICK_MS } from './load-loop.js';
import { openAhead } from './open-ahead.js';

const LONGEST_PAUSE_MS = 250;

/** One user: at most one request under way, on the connection to the target of the current block. */
interface User extends Accounted {
  readonly connections: readonly Link[];
  underWay: boolean;
  startedMs: number;
  slice: SliceRecorder;
  prepared: Prepared | undefined;
  readonly progress: Progress;
  retried: boolean;
  failuresInARow: number;
  /** When the user may go on after failures; 0 where nothing is in the way. */
  resumeAtMs: number;
}

export class ClosedLoop implements LoadLoop, LinkOwner {
  private readonly tally: Tally;
  private readonly script: Script;
  private readonly users: readonly User[];
  private readonly connections: readonly Link[];
  private readonly makers: readonly ((user: number) => Link)[];
  private readonly cursor: BlockCursor;
  /** Of each target: under it count the connections that are opened before the start. */
  private readonly firstSlices: readonly (SliceRecorder | undefined)[];
  private openedAhead = 0;
  private issued = 0;
  private outstanding = 0;
  private startMs = 0;
  private sending = false;
  private stopped = false;
  private endsAtMs = Number.POSITIVE_INFINITY;
  private onEnd: (oldestUnfinishedMs: number) => void = () => undefined;

  constructor(
    private readonly plan: Assignment,
    private readonly share: ClosedShare,
    endpoints: readonly Endpoint[],
    private readonly engine: Engine,
  ) {
    const slices = plan.schedule.slices.map((_, index) => new SliceRecorder(plan.statistics, index));
    for (const slice of slices) slice.touch(false);
    this.script = new Script(plan.traffic, plan.targets, plan, plan.expectStatus);
    this.tally = new Tally(plan);
    this.firstSlices = plan.targets.map(
      (_, target) => slices[plan.schedule.slices.findIndex((slice) => slice.target === target)],
    );
    this.cursor = new BlockCursor(plan.schedule, slices, share.quota);
    const wantsHead = (status: number): boolean => this.tally.limitLog?.wantsHead(status) ?? false;
    this.makers = endpoints.map((endpoint) => linksTo(endpoint, plan, this, engine.transports, wantsHead));
    this.users = Array.from({ length: share.users }, (_, index) => this.createUser(index));
    this.connections = this.users.flatMap((user) => user.connections);
  }

  private createUser(index: number): User {
    const connections = this.makers.map((make) => make(index));
    return {
      connections,
      underWay: false,
      startedMs: 0,
      dueMs: Number.NaN,
      prepared: undefined,
      progress: this.script.begin(),
      retried: false,
      failuresInARow: 0,
      resumeAtMs: 0,
      slice: this.cursor.lastSlice,
    };
  }

  get limited(): readonly LimitedAnswer[] {
    return this.tally.limitLog?.answers ?? [];
  }

  get failures(): FailureLog {
    return this.tally.failures;
  }

  async openConnections(limitMs: number): Promise<number> {
    // Without keep-alive, one connection to each target tells whether there is anybody.
    const { keepAlive } = this.plan.traffic;
    const ahead = keepAlive ? this.connections : (this.users[0]?.connections ?? []);
    await openAhead(ahead, limitMs, this.failures);
    if (!keepAlive) for (const connection of ahead) connection.abandon();
    return this.openedAhead;
  }

  run(startMs: number, stopRequested: () => boolean): Promise<number> {
    this.startMs = startMs;
    return new Promise((resolve) => {
      const timer = setInterval(() => this.tick(performance.now(), stopRequested()), TICK_MS);
      this.onEnd = (oldestUnfinishedMs) => {
        clearInterval(timer);
        this.closeAll();
        resolve(oldestUnfinishedMs);
      };
      setTimeout(() => this.tick(performance.now(), stopRequested()), Math.max(0, startMs - performance.now()));
    });
  }

  // --- the schedule ---

  private tick(nowMs: number, stopRequested: boolean): void {
    this.engine.transports.cutFinished(nowMs);
    this.cutOverdue(nowMs);
    if (stopRequested && !this.stopped) this.stop(nowMs);
    if (this.stopped) {
      if (this.outstanding === 0 || nowMs >= this.endsAtMs) this.end(nowMs);
      return;
    }
    const elapsedMs = nowMs - this.startMs;
    if (!this.sending) {
      if (elapsedMs >= this.cursor.block.fromMs && this.outstanding === 0) this.beginBlock(elapsedMs, nowMs);
      return;
    }
    if (this.isOver(elapsedMs)) this.endBlock(nowMs);
    else this.resumeUsers(nowMs);
  }

  private isOver(elapsedMs: number): boolean {
    return elapsedMs >= this.cursor.block.toMs || this.issued >= this.share.quota;
  }

  private beginBlock(elapsedMs: number, nowMs: number): void {
    if (elapsedMs >= this.cursor.block.toMs) {
      this.endBlock(nowMs); // the block before took all of its time
      return;
    }
    this.sending = true;
    this.cursor.begin();
    for (const user of this.users) this.next(user, nowMs);
  }

  private endBlock(nowMs: number): void {
    this.sending = false;
    if (this.issued >= this.share.quota || !this.cursor.advance()) this.stop(nowMs);
  }

  private stop(nowMs: number): void {
    this.sending = false;
    const natural = this.isOver(nowMs - this.startMs) && this.cursor.isLast;
    this.stopped = true;
    this.endsAtMs = nowMs + (natural ? this.plan.graceMs : Math.min(this.plan.graceMs, STOPPED_GRACE_MS));
    if (this.outstanding === 0) this.end(nowMs);
  }

  private end(nowMs: number): void {
    for (const user of this.users) {
      if (user.underWay) this.tally.unfinished(user, nowMs);
      user.underWay = false;
    }
    this.onEnd(this.tally.oldestUnfinishedMs);
    this.onEnd = () => undefined;
  }

  closeAll(): void {
    for (const connection of this.connections) connection.abandon();
    this.engine.transports.cutFinished(performance.now(), 0);
  }

  // --- the users ---

  private next(user: User, nowMs: number): void {
    if (!this.sending || this.isOver(nowMs - this.startMs)) return;
    if (user.resumeAtMs > nowMs) return;
    user.slice = this.cursor.slice(nowMs - this.startMs, this.issued);
    user.underWay = true;
    user.startedMs = nowMs;
    user.retried = false;
    this.issued += 1;
    this.outstanding += 1;
    user.prepared = this.script.next(user.progress, this.cursor.block.target);
    this.tally.sent(user);
    this.send(user, nowMs);
  }

  private send(user: User, nowMs: number): void {
    const connection = user.connections[this.cursor.block.target];
    if (!connection) throw new RangeError('a block names a target that is not there');
    if (connection.state === 'idle') this.transmit(user, connection);
    else if (connection.state === 'closed') connection.dial(nowMs);
  }

  private transmit(user: User, connection: Link): void {
    const { prepared } = user;
    if (!prepared) return;
    this.tally.delivered(user.slice, prepared);
    connection.send(prepared);
  }

  private resumeUsers(nowMs: number): void {
    for (const user of this.users) if (!user.underWay && nowMs >= user.resumeAtMs) this.next(user, nowMs);
  }

  private cutOverdue(nowMs: number): void {
    const { timeoutMs } = this.plan;
    for (const user of this.users) {
      if (!user.underWay || nowMs - user.startedMs < timeoutMs) continue;
      const connection = user.connections[this.cursor.block.target];
      if (!connection) continue;
      const kind =
        connection.state === 'dialing'
          ? 'connect.timeout'
          : connection.parser.begun
            ? 'timeout.body'
            : 'timeout.first-byte';
      connection.abandon();
      this.fail(user, kind, '', nowMs);
    }
  }

  // --- what connections report ---

  opened(connection: Link, nowMs: number): void {
    const user = this.users[connection.user];
    if (!user) return;
    if (this.startMs === 0) this.openedAhead += 1;
    const target = user.connections.indexOf(connection);
    const slice = this.startMs === 0 ? this.firstSlices[target] : this.cursor.lastSlice;
    if (slice) this.tally.opened(slice, connection, nowMs);
    if (user.underWay && user.connections[this.cursor.block.target] === connection) this.transmit(user, connection);
  }

  answered(connection: Link, nowMs: number): void {
    const user = this.users[connection.user];
    if (!user?.underWay) return;
    user.underWay = false;
    user.failuresInARow = 0;
    this.outstanding -= 1;
    this.finishStep(user, connection, nowMs);
    this.next(user, nowMs);
    if (this.stopped && this.outstanding === 0) this.end(nowMs);
  }

  private finishStep(user: User, connection: Link, nowMs: number): void {
    const { prepared, progress } = user;
    const { parser } = connection;
    if (!prepared) return;
    const wanted = prepared.isWanted(parser.status);
    const flaw = wanted ? this.script.take(progress, prepared, parser, this.cursor.block.target) : undefined;
    if (!wanted) this.script.abandon(progress);
    if (prepared.thinkMs > 0) user.resumeAtMs = nowMs + prepared.thinkMs;
    this.tally.answered(user, connection, { nowMs, endMs: this.cursor.block.toMs, startMs: this.startMs }, flaw);
  }

  failed(connection: Link, kind: FailureKind, detail: string, nowMs: number): void {
    const user = this.users[connection.user];
    if (!user?.underWay) {
      this.failures.add(kind, detail, nowMs - this.startMs); // while connections are opened ahead of the start
      return;
    }
    const lostWhileKept = kind === 'reset.before-response' || kind === 'closed.before-response';
    if (lostWhileKept && connection.requestsOnSocket > 1 && user.prepared?.idempotent && !user.retried) {
      // The server closed a kept connection just when the request was on its way (RFC 9112, 9.3.1): once more, on a new one.
      user.retried = true;
      user.slice.count(COUNTER.retried);
      connection.dial(nowMs);
      return;
    }
    this.fail(user, kind, detail, nowMs);
  }

  idleClosed(): void {}

  private fail(user: User, kind: FailureKind, detail: string, nowMs: number): void {
    user.underWay = false;
    this.outstanding -= 1;
    this.script.abandon(user.progress);
    const link = user.connections[this.cursor.block.target];
    if (link) this.tally.received(user.slice, link);
    this.tally.failed(user, kind, detail, nowMs, nowMs - this.startMs);
    user.failuresInARow += 1;
    // The first failure costs nothing; a server that is down is not hammered.
    const longestMs = isConnectFailure(kind) ? LONGEST_PAUSE_MS : TICK_MS;
    user.resumeAtMs = user.failuresInARow === 1 ? 0 : nowMs + Math.min(2 ** user.failuresInARow, longestMs);
    this.next(user, nowMs);
    if (this.stopped && this.outstanding === 0) this.end(nowMs);
  }
}
