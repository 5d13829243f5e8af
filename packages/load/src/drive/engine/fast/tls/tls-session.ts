// TLS on one socket of the fast engine: OpenSSL reads from and writes to the descriptor itself.
import { isIP } from 'node:net';
import { alpnObjection } from '../../alpn.js';
import type { Place, TlsEndpoint } from '../../transport.js';
import type { Arena } from '../arena.js';
import type { Libc } from '../libc.js';
import type { Loop } from '../loop.js';
import { systemError } from '../system-error.js';
import type { Openssl } from './openssl.js';
import type { TlsContext } from './tls-context.js';
import { nameError, takeError, unverifiedError } from './tls-error.js';

/** SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name. */
const SET_NAME = { command: 55, type: 0 } as const;
/** Of SSL_get_error. */
const REASON = { protocol: 1, wantRead: 2, wantWrite: 3, system: 5, ended: 6 } as const;

/** Where a step came to: `ended` by the other side, `failed` for the reason in `failure`. */
export type TlsStep = 'done' | 'waits' | 'ended' | 'failed';

export class TlsSession {
  /** After a call that waits: whether it waits until the socket takes bytes. */
  wantsWrite = false;
  /** After a call that failed. */
  failure: NodeJS.ErrnoException | undefined;
  private ssl: number;
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

  shakeHands(): TlsStep {
    const result = this.openssl.connect(this.ssl);
    return result === 1 ? 'done' : this.explain(result);
  }

  /** What is wrong with the other side, once hands are shaken; its certificate is judged in the order in which Node does. */
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

  /** Bytes that are now at the arena's `receive`; 0 or less where there are none, for the reason that `explain` gives. */
  read(most: number): number {
    return this.openssl.read(this.ssl, this.arena.at.receive, most);
  }

  /** Bytes taken from the arena's `send`. */
  write(length: number): number {
    return this.openssl.write(this.ssl, this.arena.at.send, length);
  }

  /** Something has come that `read` has not given yet, and that the kernel therefore does not tell of. */
  get hasPending(): boolean {
    return this.openssl.hasPending(this.ssl) === 1;
  }

  /** What the result of a call means; of the last call only. */
  explain(result: number): TlsStep {
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

  /** Says goodbye, and keeps what a later connection can take up. */
  end(): void {
    this.keep();
    if (this.openssl.shutdown(this.ssl) < 0) this.openssl.clearErrors();
  }

  /** Once; nothing may be called afterwards. The descriptor stays open. */
  free(): void {
    if (this.ssl === 0) return;
    this.openssl.free(this.ssl);
    this.ssl = 0;
  }

  /** The session as bytes, for the next connection of the same user. */
  keep(): void {
    const { openssl, arena, endpoint } = this;
    if (!endpoint.resumes) return;
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
