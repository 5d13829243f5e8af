// One connection of HTTP/1.1 on which requests follow one another without waiting (RFC 9112, 9.3.2). Answers come in the order
// of the requests, so each belongs to the link that has waited longest.
import type { FailureKind } from '../../../model/failures.js';
import { ResponseParser } from '../../../wire/response-parser.js';
import type { Prepared } from '../../../wire/script.js';
import {
  type Endpoint,
  type Handshake,
  type Transport,
  type TransportHandler,
  type Transports,
  withOwnSession,
} from '../../engine/transport.js';
import { classifyConnectError, classifyLostConnection, describeBytes } from '../classify-error.js';

/** What the connection tells whoever sends over it. */
export interface PipelineUser {
  readonly prepared: Prepared | undefined;
  connectionOpened(nowMs: number): void;
  begun(nowMs: number): void;
  counted(bytes: number): void;
  complete(nowMs: number): void;
  failed(kind: FailureKind, detail: string, nowMs: number): void;
  idleClosed(): void;
}

export class PipelinedConnection implements TransportHandler {
  state: 'closed' | 'dialing' | 'open' = 'closed';
  handshake: Handshake | undefined;
  /** Of the answer to the oldest request. */
  readonly parser: ResponseParser;
  /** Sent since it was opened. */
  requests = 0;
  private transport: Transport | undefined;
  private readonly endpoint: Endpoint;
  private readonly users = new Set<PipelineUser>();
  /** Whose answers are due, the oldest first. */
  private readonly due: PipelineUser[] = [];
  /** Of a connection that was given up, and not told yet. */
  private readonly orphans = new Set<PipelineUser>();
  private parts: Uint8Array[] = [];
  private flushing = false;
  private reading = false;

  constructor(
    endpoint: Endpoint,
    private readonly transports: Transports,
    wantsHead: (status: number) => boolean,
  ) {
    this.endpoint = withOwnSession(endpoint);
    this.parser = new ResponseParser(wantsHead);
  }

  /** True where it had to be dialed for this user. */
  join(user: PipelineUser): boolean {
    this.users.add(user);
    if (this.state === 'open') this.transports.afterwards(() => this.state === 'open' && this.tell(user));
    if (this.state !== 'closed') return false;
    this.state = 'dialing';
    this.requests = 0;
    this.transport = this.transports.open(this.endpoint, this);
    return true;
  }

  /** Whether the answer that is being read is that of this user. */
  isReading(user: PipelineUser): boolean {
    return this.due[0] === user;
  }

  send(user: PipelineUser, prepared: Prepared): void {
    this.requests += 1;
    this.due.push(user);
    this.parts.push(prepared.bytes);
    if (this.due.length === 1) this.parser.begin(prepared.bodiless, prepared.keep);
    if (this.reading || this.flushing) return;
    this.flushing = true;
    this.transports.afterwards(() => {
      this.flushing = false;
      this.flush();
    });
  }

  /** The user hears nothing more. An answer that nobody waits for would be taken for the next one's: the others lose theirs. */
  leave(user: PipelineUser): void {
    this.orphans.delete(user);
    this.users.delete(user);
    const place = this.due.indexOf(user);
    if (place < 0 && this.users.size > 0) return;
    if (place >= 0) this.due.splice(place, 1);
    const { waiting, idle } = this.end();
    for (const other of [...waiting, ...idle]) this.orphans.add(other);
    // Not at once: where a run ends all users leave one after another, and nothing has been lost.
    this.transports.afterwards(() => {
      const left = (others: readonly PipelineUser[]) => others.filter((other) => this.orphans.delete(other));
      dismiss({ waiting: left(waiting), idle: left(idle) }, 'closed.before-response', 'the connection was given up');
    });
  }

  // --- what the transport reports ---

  opened(handshake: Handshake | undefined): void {
    this.state = 'open';
    this.handshake = handshake;
    for (const user of [...this.users]) this.tell(user);
  }

  received(bytes: Buffer, length: number): number {
    if (this.due.length === 0) {
      // Bytes that nobody asked for, such as the 408 of a server that tires of an idle connection.
      dismiss(this.end(), 'closed.before-response', '');
      return 0;
    }
    this.reading = true;
    const skippable = this.readAnswers(bytes, length);
    this.reading = false;
    this.flush();
    return skippable;
  }

  skipped(length: number): number {
    this.due[0]?.counted(length);
    this.parser.skip(length);
    return this.parser.skippable;
  }

  lost(error: NodeJS.ErrnoException | undefined): void {
    const { begun } = this.parser;
    const dialing = this.state === 'dialing';
    const { waiting, idle } = this.end();
    const nowMs = performance.now();
    if (dialing) {
      const { kind, detail } = classifyConnectError(error, this.endpoint.tls !== undefined);
      for (const user of idle) user.failed(kind, detail, nowMs);
      return;
    }
    const [first, ...others] = waiting;
    const detail = error?.code ?? '';
    if (error === undefined && first && this.parser.close()) first.complete(nowMs);
    else first?.failed(classifyLostConnection(error, begun), detail, nowMs);
    dismiss({ waiting: others, idle }, classifyLostConnection(error, false), detail);
  }

  /** Gives how many of the bytes that come next need not be looked at. */
  private readAnswers(bytes: Buffer, length: number): number {
    const { parser, due } = this;
    const nowMs = performance.now();
    let at = 0;
    while (at < length && this.state === 'open') {
      const [user] = due;
      if (!user) return 0;
      if (!parser.begun) user.begun(nowMs);
      const end = parser.read(bytes, at, length);
      user.counted(end - at);
      if (parser.problem !== undefined || (parser.done && end < length && !this.isMoreDue)) {
        const { waiting, idle } = this.end();
        const detail = describeBytes(bytes.subarray(at), length - at);
        user.failed(parser.problem ?? 'protocol.extra-bytes', detail, nowMs);
        dismiss({ waiting: waiting.slice(1), idle }, 'closed.before-response', 'an answer before it was broken');
        return 0;
      }
      if (!parser.done) return parser.skippable;
      at = end;
      this.answer(user, nowMs);
    }
    return 0;
  }

  /** Whether an answer behind the one that is read can come: to a request that has really been sent. */
  private get isMoreDue(): boolean {
    return this.due.length - this.parts.length > 1;
  }

  private answer(user: PipelineUser, nowMs: number): void {
    const { parser, due } = this;
    due.shift();
    if (parser.keepAlive) {
      user.complete(nowMs);
    } else {
      const { waiting, idle } = this.end(nowMs);
      user.complete(nowMs);
      dismiss({ waiting, idle: idle.filter((other) => other !== user) }, 'closed.before-response', 'Connection: close');
    }
    const next = due[0]?.prepared;
    if (next) parser.begin(next.bodiless, next.keep);
  }

  private tell(user: PipelineUser): void {
    if (this.users.has(user)) user.connectionOpened(performance.now());
  }

  private flush(): void {
    const { parts } = this;
    if (parts.length === 0) return;
    this.parts = [];
    const [only] = parts;
    this.transport?.write(parts.length === 1 && only ? only : Buffer.concat(parts));
  }

  /** Closes: at once, or, with a time, as after `Connection: close`. Gives whom it leaves behind. */
  private end(finishedMs?: number): Left {
    const { transport } = this;
    this.transport = undefined;
    this.state = 'closed';
    this.parts = [];
    const waiting = this.due.splice(0);
    const idle = [...this.users].filter((user) => !waiting.includes(user));
    this.users.clear();
    if (finishedMs === undefined) transport?.destroy();
    else transport?.finish(finishedMs);
    return { waiting, idle };
  }
}

/** Users of a connection that has ended: those whose answers were due, the oldest first, and those that had nothing under way. */
interface Left {
  readonly waiting: readonly PipelineUser[];
  readonly idle: readonly PipelineUser[];
}

function dismiss({ waiting, idle }: Left, kind: FailureKind, detail: string): void {
  const nowMs = performance.now();
  for (const user of idle) user.idleClosed();
  for (const user of waiting) user.failed(kind, detail, nowMs);
}
