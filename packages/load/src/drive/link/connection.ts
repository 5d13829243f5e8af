// One connection of a worker and the request that is under way on it. Knows the parser; bytes are carried by a transport,
// and what to send next and what to count is decided by whoever owns it.
import type { FailureKind } from '../../model/failures.js';
import { ResponseParser } from '../../wire/response-parser.js';
import type { Prepared } from '../../wire/script.js';
import {
  type Endpoint,
  type Handshake,
  type Transport,
  type TransportHandler,
  type Transports,
  withOwnSession,
} from '../engine/transport.js';
import { classifyConnectError, classifyLostConnection, describeBytes } from './classify-error.js';
import type { Link, LinkOwner, LinkState } from './link.js';

export class Connection implements Link, TransportHandler {
  state: LinkState = 'closed';
  readonly parser: ResponseParser;
  /** Requests sent on the transport that is open now. */
  requestsOnSocket = 0;
  dialedAtMs = 0;
  handshake: Handshake | undefined;
  readonly shares = false;
  firstByteAtMs = 0;
  bytesReceived = 0;
  private transport: Transport | undefined;
  private readonly endpoint: Endpoint;

  /** `user` is the owner's number for whoever uses the connection. */
  constructor(
    readonly user: number,
    endpoint: Endpoint,
    private readonly owner: LinkOwner,
    private readonly transports: Transports,
    private readonly keepAlive: boolean,
    wantsHead: (status: number) => boolean,
  ) {
    this.endpoint = withOwnSession(endpoint);
    this.parser = new ResponseParser(wantsHead);
  }

  dial(nowMs: number): void {
    this.state = 'dialing';
    this.dialedAtMs = nowMs;
    this.requestsOnSocket = 0;
    this.transport = this.transports.open(this.endpoint, this);
  }

  /** Sends a request; the connection must be idle. */
  send({ bytes, bodiless, keep }: Prepared): void {
    this.state = 'busy';
    this.requestsOnSocket += 1;
    this.parser.begin(bodiless, keep);
    this.transport?.write(bytes);
  }

  /** Closes at once, without telling the owner. */
  abandon(): void {
    const { transport } = this;
    this.transport = undefined;
    this.state = 'closed';
    transport?.destroy();
  }

  // --- what the transport reports ---

  opened(handshake: Handshake | undefined): void {
    this.state = 'idle';
    this.handshake = handshake;
    this.owner.opened(this, performance.now());
  }

  received(bytes: Buffer, length: number): number {
    const nowMs = performance.now();
    this.bytesReceived += length;
    if (this.state !== 'busy') {
      // Bytes that nobody asked for, such as the 408 of a server that tires of an idle connection.
      this.abandon();
      this.owner.idleClosed(this);
      return 0;
    }
    const { parser } = this;
    if (!parser.begun) this.firstByteAtMs = nowMs;
    const end = parser.read(bytes, 0, length);
    if (parser.problem !== undefined) this.fail(parser.problem, describeBytes(bytes, length), nowMs);
    else if (!parser.done) return parser.skippable;
    else if (end < length) this.fail('protocol.extra-bytes', describeBytes(bytes.subarray(end), length - end), nowMs);
    else this.complete(parser.keepAlive, nowMs);
    return 0;
  }

  skipped(length: number): number {
    this.bytesReceived += length;
    this.parser.skip(length);
    return this.parser.skippable;
  }

  lost(error: NodeJS.ErrnoException | undefined): void {
    const nowMs = performance.now();
    switch (this.state) {
      case 'dialing': {
        const { kind, detail } = classifyConnectError(error, this.endpoint.tls !== undefined);
        this.fail(kind, detail, nowMs);
        return;
      }
      case 'busy':
        if (error === undefined && this.parser.close()) {
          this.abandon();
          this.owner.answered(this, nowMs);
        } else {
          this.fail(classifyLostConnection(error, this.parser.begun), error?.code ?? '', nowMs);
        }
        return;
      case 'idle':
        this.abandon();
        this.owner.idleClosed(this);
        return;
      case 'closed':
        return;
      default:
        this.state satisfies never;
    }
  }

  private complete(reusable: boolean, nowMs: number): void {
    if (reusable && this.keepAlive) {
      this.state = 'idle';
    } else {
      this.state = 'closed';
      this.transport?.finish(nowMs); // as after `Connection: close`
      this.transport = undefined;
    }
    this.owner.answered(this, nowMs);
  }

  private fail(kind: FailureKind, detail: string, nowMs: number): void {
    this.abandon();
    this.owner.failed(this, kind, detail, nowMs);
  }
}
