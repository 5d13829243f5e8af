// HTTP/1.1 responses from bytes (RFC 9112), incremental and without a copy of the body. The bytes come from a server that
// nobody vouches for: every length is bounded, and what could be read in two ways is a problem rather than a guess.
import type { FailureKind } from '../model/failures.js';
import { Chunks } from './chunks.js';
import { Head, looksLikeHttp } from './head.js';
import { KnownHead } from './known-head.js';

const LF = 10;
const CR = 13;
const TAB = 9;
const DELETE = 127;

const LONGEST_HEAD = 64 * 1024;
const MOST_INTERIM = 50;
const MOST_KEPT = 1024 * 1024;
const EMPTY = new Uint8Array(0);

/** What of a response is wanted behind its end: `all` is head and content. */
export type Keep = 'nothing' | 'head' | 'all';

type State = 'head' | 'length' | 'until-close' | 'chunked' | 'done';

/**
 * Reads one response after another: `begin()`, then `read()` until `done` or `problem` is set. The head is scanned once,
 * also where it arrives byte by byte; a head that is split over reads is held, at most 64 KiB of it.
 */
export class ResponseParser {
  /** Bytes of content, without chunk lines. */
  bodyBytes = 0;
  done = false;
  /** Whether a byte of this response has arrived. */
  begun = false;
  problem: FailureKind | undefined;
  /** The head of the last response whose status `wantsHead` named, or that was begun with `head` or `all`, as Latin-1 text. */
  headText = '';

  private readonly head = new Head();
  private readonly chunks = new Chunks();
  /** Content of a response that was begun with `all`, about a mebibyte of it at most. */
  private readonly kept: Uint8Array[] = [];
  private keeps = false;
  private keepsHead = false;
  private state: State = 'head';
  private bodiless = false;
  private lineIsEmpty = false;
  private afterCr = false;
  private readonly known = new KnownHead();
  private held: Uint8Array = EMPTY;
  private heldLength = 0;
  private remaining = 0;
  private interim = 0;

  constructor(private readonly wantsHead: (status: number) => boolean = () => false) {}

  get status(): number {
    return this.head.status;
  }

  /** Whether the connection may carry another request after this response. */
  get keepAlive(): boolean {
    return this.head.keepAlive;
  }

  /** Gets ready for the response to the next request. `bodiless` for HEAD. */
  begin(bodiless: boolean, keep: Keep = 'nothing'): void {
    this.keeps = keep === 'all';
    this.keepsHead = keep !== 'nothing';
    this.headText = '';
    this.kept.length = 0;
    this.bodiless = bodiless;
    this.done = false;
    this.begun = false;
    this.problem = undefined;
    this.bodyBytes = 0;
    this.interim = 0;
    this.beginHead();
  }

  /** Reads `bytes[from, to)` and returns where it stopped: `to`, or behind the end of the response, or at the problem. */
  read(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    if (at < to) this.begun = true;
    while (at < to && !this.done && this.problem === undefined) {
      switch (this.state) {
        case 'head':
          at = this.readHead(bytes, at, to);
          break;
        case 'length':
          at = this.readLength(bytes, at, to);
          break;
        case 'chunked':
          at = this.readChunked(bytes, at, to);
          break;
        case 'until-close':
          at = this.take(bytes, at, to);
          break;
        case 'done':
          return at;
        default:
          this.state satisfies never;
      }
    }
    return at;
  }

  /** The server has closed its side. True where that completes the response. */
  close(): boolean {
    if (this.state === 'until-close') this.finish();
    return this.done;
  }

  /** Bytes of content that follow and that nobody wants to see. */
  get skippable(): number {
    return this.state === 'length' && !this.keeps ? this.remaining : 0;
  }

  /** `length` of the `skippable` bytes have been received, and were not looked at. */
  skip(length: number): void {
    this.bodyBytes += length;
    this.remaining -= length;
    if (this.remaining === 0) this.finish();
  }

  /** The content, where it was kept. */
  content(): Uint8Array {
    return Buffer.concat(this.kept);
  }

  private beginHead(): void {
    this.state = 'head';
    this.lineIsEmpty = false;
    this.afterCr = false;
    this.heldLength = 0;
  }

  /** Looks for the empty line, and for bytes that no head may hold. */
  private readHead(bytes: Uint8Array, from: number, to: number): number {
    const repeated = this.heldLength === 0 ? this.known.repeatedAt(bytes, from, to) : 0;
    if (repeated > 0) {
      this.acceptHead(bytes, from, from + repeated); // what a head says depends on its bytes alone
      return from + repeated;
    }
    const limit = Math.min(to, from + LONGEST_HEAD - this.heldLength);
    let at = from;
    for (; at < limit; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte > 31 && byte !== DELETE) {
        this.lineIsEmpty = false;
        if (this.afterCr) return this.fail('protocol.header', at);
      } else if (byte === LF) {
        if (this.lineIsEmpty) return this.endHead(bytes, from, at + 1);
        this.lineIsEmpty = true;
        this.afterCr = false;
      } else if (byte === CR && !this.afterCr) {
        this.afterCr = true;
      } else if (byte !== TAB || this.afterCr) {
        return this.fail(this.heldLength + at - from < 9 ? 'protocol.not-http' : 'protocol.header', at);
      }
    }
    this.hold(bytes, from, at);
    if (!looksLikeHttp(this.held, 0, this.heldLength)) return this.fail('protocol.not-http', at);
    return at < to ? this.fail('limit.header', at) : at;
  }

  private hold(bytes: Uint8Array, from: number, to: number): void {
    const length = this.heldLength + to - from;
    if (length > this.held.length) {
      const larger = new Uint8Array(Math.max(1024, 2 ** Math.ceil(Math.log2(length))));
      larger.set(this.held.subarray(0, this.heldLength));
      this.held = larger;
    }
    this.held.set(bytes.subarray(from, to), this.heldLength);
    this.heldLength = length;
  }

  private endHead(bytes: Uint8Array, from: number, to: number): number {
    if (this.heldLength === 0) {
      this.parseHead(bytes, from, to);
    } else {
      this.hold(bytes, from, to);
      this.parseHead(this.held, 0, this.heldLength);
      if (this.held.length > 4096) this.held = EMPTY;
    }
    return to;
  }

  private parseHead(bytes: Uint8Array, from: number, to: number): void {
    this.known.forget();
    this.problem = this.head.parse(bytes, from, to);
    if (this.problem !== undefined) return;
    this.known.keep(bytes, from, to);
    this.acceptHead(bytes, from, to);
  }

  private acceptHead(bytes: Uint8Array, from: number, to: number): void {
    if (this.keepsHead || this.wantsHead(this.head.status)) {
      this.headText = this.known.text ?? latin1(bytes, from, to);
    }
    this.chooseBody();
  }

  /** RFC 9112, 6.3: how long the message is. */
  private chooseBody(): void {
    const { status, chunked, codedOtherwise, contentLength } = this.head;
    if (status < 200) {
      this.skipInterim(status);
    } else if (this.bodiless || status === 204 || status === 304) {
      this.finish();
    } else if ((chunked || codedOtherwise) && contentLength >= 0) {
      this.problem = 'protocol.framing';
    } else if (chunked) {
      this.state = 'chunked';
      this.chunks.begin();
    } else if (codedOtherwise || contentLength < 0) {
      this.state = 'until-close';
      this.head.keepAlive = false;
    } else if (contentLength === 0) {
      this.finish();
    } else {
      this.state = 'length';
      this.remaining = contentLength;
    }
  }

  private skipInterim(status: number): void {
    if (status === 101) this.problem = 'protocol.upgrade';
    else if (this.interim >= MOST_INTERIM) this.problem = 'limit.interim';
    else this.beginHead();
    this.interim += 1;
  }

  private readLength(bytes: Uint8Array, from: number, to: number): number {
    const end = this.take(bytes, from, Math.min(to, from + this.remaining));
    this.remaining -= end - from;
    if (this.remaining === 0) this.finish();
    return end;
  }

  private readChunked(bytes: Uint8Array, from: number, to: number): number {
    const { chunks } = this;
    if (chunks.state === 'data') {
      const end = this.take(bytes, from, Math.min(to, from + chunks.remaining));
      chunks.skipped(end - from);
      return end;
    }
    chunks.read(bytes[from] ?? 0);
    this.problem = chunks.problem;
    if (chunks.state === 'done') this.finish();
    return from + 1;
  }

  /** Counts content, and keeps it where it is wanted. */
  private take(bytes: Uint8Array, from: number, to: number): number {
    if (this.keeps && this.bodyBytes < MOST_KEPT) this.kept.push(copyOf(bytes, from, to));
    this.bodyBytes += to - from;
    return to;
  }

  private finish(): void {
    this.state = 'done';
    this.done = true;
  }

  private fail(problem: FailureKind, at: number): number {
    this.problem = problem;
    return at;
  }
}

/** `slice` of a Buffer is none: it shows the same memory, which the next read overwrites. */
function copyOf(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return new Uint8Array(bytes.subarray(from, to));
}

/** Without a copy of the bytes. */
function latin1(bytes: Uint8Array, from: number, to: number): string {
  const view = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.toString('latin1', from, to);
}
