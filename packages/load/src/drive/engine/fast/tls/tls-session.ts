// TLS on one socket of the fast engine: OpenSSL reads from and writes to the descriptor itself.
import { isIP } from 'node:net';
import { alpnObjection } from '../../alpn.js';
import type { Place, TlsEndpoint } from '../../transport.js';
import type { Arena } from '../arena.js';
import type { Libc } from '../libc.js';
import type { Loop } from '../loop.js';
import type { Stream, StreamStep } from '../stream.js';
import { systemError } from '../system-error.js';
import type { Openssl } from './openssl.js';
import type { TlsContext } from './tls-context.js';
import { nameError, takeError, unverifiedError } from './tls-error.js';

/** SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name. */
const SET_NAME = { command: 55, type: 0 } as const;
/** Of SSL_get_error. */
const REASON = { protocol: 1, wantRead: 2, wantWrite: 3, system: 5, ended: 6 } as const;

export class TlsSession implements Stream {
  wantsWrite = false;
  failure: NodeJS.ErrnoException | undefined;
  readonly skip = undefined;
  private ssl: number;
  private hasSession = false;
  private readonly openssl: Openssl;
  private readonly libc: Libc;
  private readonly arena: Arena;
  private readonly endpoint: TlsEndpoint;
  /** What the certificate must be for. */
  private readonly name: string;

  /** Throws where memory is short. */
  constructor(
    private readonly context: TlsContext,
    { libc, arena }: Loop,
    { tls, place }: { readonly tls: TlsEndpoint; readonly place: Place },
    fd: number,
  ) {
    this.libc = libc;
    this.arena = arena;
    this.endpoint = tls;
    this.name = tls.servername !== '' ? tls.servername : 'host' in place ? place.host : 'localhost';
    this.openssl = context.openssl;
    this.ssl = context.create();
    const { openssl, ssl } = this;
    const { servername, protocols, resumes, session } = tls;
    openssl.setFd(ssl, fd);
    if (servername !== '') openssl.setName(ssl, SET_NAME.command, SET_NAME.type, servername);
    if (protocols.length > 0) this.offer(protocols);
    if (resumes && session.latest) this.resume(session.latest);
  }

  get resumed(): boolean {
    return this.openssl.isResumed(this.ssl) === 1;
  }

  shakeHands(): StreamStep {
    const result = this.openssl.connect(this.ssl);
    this.hasSession = result === 1;
    return this.hasSession ? 'done' : this.explain(result);
  }

  /** What is wrong with the other side, once hands are hasSession; its certificate is judged in the order in which Node does. */
  get objection(): NodeJS.ErrnoException | undefined {
    if (!this.endpoint.verify) return undefined;
    const result = this.openssl.verifyResult(this.ssl);
    if (result !== 0) return unverifiedError(result);
    return this.isFor(this.name) ? undefined : nameError(this.name);
  }

  get protocolObjection(): NodeJS.ErrnoException | undefined {
    return alpnObjection(this.protocol, this.endpoint.speaks);
  }

  /** Empty where the server chose none. */
  private get protocol(): string {
    const { arena, openssl, context } = this;
    openssl.chosenProtocol(this.ssl, arena.at.option, arena.at.optionLength);
    const [address, length] = [arena.readPointer(), arena.readOptionLength()];
    return length === 0 ? '' : Buffer.from(context.native.memoryAt(address, length)).toString('latin1');
  }

  read(most: number): number {
    return this.openssl.read(this.ssl, this.arena.at.receive, most);
  }

  write(length: number): number {
    this.wantsWrite = false;
    return this.openssl.write(this.ssl, this.arena.at.send, length);
  }

  /** What OpenSSL has read from the kernel and not given yet. */
  hasMore(): boolean {
    return this.openssl.hasPending(this.ssl) === 1;
  }

  explain(result: number): StreamStep {
    const { openssl, libc } = this;
    const error = libc.errno[0] ?? 0;
    const reason = openssl.reasonFor(this.ssl, result);
    this.wantsWrite = reason === REASON.wantWrite;
    switch (reason) {
      case REASON.wantRead:
      case REASON.wantWrite:
        return 'waits';
      case REASON.ended:
        return 'ended';
      case REASON.system:
        openssl.clearErrors();
        if (error === 0) return 'ended';
        this.failure = systemError(error);
        return 'failed';
      default:
        this.failure = takeError(openssl);
        return 'failed';
    }
  }

  /** Says goodbye to the other side. The user may connect again before it has answered. */
  end(): void {
    this.keep();
    if (this.openssl.shutdown(this.ssl) < 0) this.openssl.clearErrors();
  }

  free(): void {
    if (this.ssl === 0) return;
    this.keep();
    this.openssl.free(this.ssl);
    this.ssl = 0;
  }

  /** The session as bytes, for the next connection of the same user. */
  private keep(): void {
    const { openssl, arena, endpoint } = this;
    if (!endpoint.resumes || !this.hasSession) return;
    this.hasSession = false; // once
    const resumable = openssl.takeResumable(this.ssl);
    if (resumable === 0) return;
    const length = openssl.isResumable(resumable) === 1 ? openssl.writeResumable(resumable, 0) : 0;
    if (length > 0 && length <= arena.send.length) {
      arena.forgetLoaded();
      arena.writePointer(arena.at.send);
      openssl.writeResumable(resumable, arena.at.option);
      endpoint.session.latest = Buffer.from(arena.send.subarray(0, length));
    }
    openssl.freeResumable(resumable);
  }

  private resume(latest: Buffer): void {
    const { openssl, arena } = this;
    arena.load(latest);
    arena.writePointer(arena.at.send);
    const resumable = openssl.readResumable(0, arena.at.option, latest.length);
    if (resumable === 0) {
      openssl.clearErrors(); // a full handshake, then
      return;
    }
    openssl.resume(this.ssl, resumable);
    openssl.freeResumable(resumable);
  }

  /** As ALPN wants them: each behind its length (RFC 7301, 3.1). */
  private offer(protocols: readonly string[]): void {
    const bytes = Buffer.concat(protocols.map((name) => Buffer.from([name.length, ...Buffer.from(name, 'latin1')])));
    this.arena.load(bytes);
    this.openssl.setProtocols(this.ssl, this.arena.at.send, bytes.length);
  }

  private isFor(name: string): boolean {
    const { openssl } = this;
    const certificate = openssl.peerCertificate(this.ssl);
    if (certificate === 0) return false;
    const result =
      isIP(name) === 0 ? openssl.hasHost(certificate, name, 0, 0, 0) : openssl.hasAddress(certificate, name, 0);
    openssl.freeCertificate(certificate);
    return result === 1;
  }
}
