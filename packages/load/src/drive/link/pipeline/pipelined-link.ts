// A link that sends over a connection on which others send, too, without waiting for each other's answers.
import type { FailureKind } from '../../../model/failures.js';
import type { Prepared } from '../../../wire/script.js';
import type { Endpoint, Handshake, Transports } from '../../engine/transport.js';
import type { Answer, Link, LinkOwner, LinkState } from '../link.js';
import { PipelinedConnection, type PipelineUser } from './pipelined-connection.js';

/** The connections to one target; a link keeps to the one of its number. */
export class PipelineGroup {
  private readonly connections: readonly PipelinedConnection[];

  constructor(endpoint: Endpoint, count: number, transports: Transports, wantsHead: (status: number) => boolean) {
    this.connections = Array.from({ length: count }, () => new PipelinedConnection(endpoint, transports, wantsHead));
  }

  connection(user: number): PipelinedConnection {
    const connection = this.connections[user % this.connections.length];
    if (!connection) throw new RangeError('a group has at least one connection');
    return connection;
  }
}

export class PipelinedLink implements Link, PipelineUser {
  state: LinkState = 'closed';
  shares = false;
  /** Up to and with the last one of this link: later ones are of others. */
  requestsOnSocket = 0;
  dialedAtMs = 0;
  firstByteAtMs = 0;
  bytesReceived = 0;
  prepared: Prepared | undefined;
  readonly parser: Answer;
  private readonly connection: PipelinedConnection;

  constructor(
    readonly user: number,
    group: PipelineGroup,
    private readonly owner: LinkOwner,
  ) {
    const connection = group.connection(user);
    this.connection = connection;
    const link = this;
    // Read by the owner while the answer is complete and the parser has not gone on.
    this.parser = {
      get status() {
        return connection.parser.status;
      },
      get begun() {
        return connection.isReading(link) && connection.parser.begun;
      },
      get headText() {
        return connection.parser.headText;
      },
      content: () => connection.parser.content(),
    };
  }

  get handshake(): Handshake | undefined {
    return this.connection.handshake;
  }

  dial(nowMs: number): void {
    this.state = 'dialing';
    this.dialedAtMs = nowMs;
    this.shares = !this.connection.join(this);
  }

  send(prepared: Prepared): void {
    this.state = 'busy';
    this.prepared = prepared;
    this.connection.send(this, prepared);
    this.requestsOnSocket = this.connection.requests;
  }

  abandon(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.connection.leave(this);
  }

  // --- what the connection reports ---

  connectionOpened(nowMs: number): void {
    if (this.state !== 'dialing') return;
    this.state = 'idle';
    this.owner.opened(this, nowMs);
  }

  begun(nowMs: number): void {
    this.firstByteAtMs = nowMs;
  }

  counted(bytes: number): void {
    this.bytesReceived += bytes;
  }

  complete(nowMs: number): void {
    this.state = this.connection.state === 'open' ? 'idle' : 'closed';
    this.owner.answered(this, nowMs);
  }

  failed(kind: FailureKind, detail: string, nowMs: number): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.owner.failed(this, kind, detail, nowMs);
  }

  idleClosed(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.owner.idleClosed(this);
  }
}
