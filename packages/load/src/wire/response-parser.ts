// HTTP/1.1 responses from bytes (RFC 9112), incremental and without a copy of the body. The bytes come from a server that
// nobody vouches for: every length is bounded, and what could be read in two ways is a problem rather than a guess.
import type { FailureKind } from '../model/failures.js';

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const COLON = 58;
const DELETE = 127;

const LONGEST_HEAD = 64 * 1024;
const LONGEST_CHUNK_LINE = 4 * 1024;
const MOST_INTERIM = 50;
const MOST_KEPT = 1024 * 1024;
const MOST_CHUNK_DIGITS = 13; // 52 bits: the largest that a number holds exactly
const MOST_LENGTH_DIGITS = 15;

type State =
  | 'head'
  | 'length'
  | 'until-close'
  | 'chunk-size'
  | 'chunk-extension'
  | 'chunk-size-end'
  | 'chunk-data'
  | 'chunk-data-end'
  | 'trailer'
  | 'done';

/**
 * Reads one response after another: `begin()`, then `read()` until `done` or `problem` is set. The head is scanned once,
 * also where it arrives byte by byte; a head that is split over reads is held, at most 64 KiB of it.
 */
export class ResponseParser {
  status = 0;
  /** Whether the connection may carry another request after this response. */
  keepAlive = false;
  /** Bytes of content, without chunk lines. */
  bodyBytes = 0;
  done = false;
  /** Whether a byte of this response has arrived. */
  begun = false;
  problem: FailureKind | undefined;
  /** The head of the last response whose status `wantsHead` named, as Latin-1 text. */
  headText = '';

  /** Content of a response that was begun with `keepContent`, at most a mebibyte of it. */
  private readonly kept: Uint8Array[] = [];
  private keeps = false;
  private state: State = 'head';
  private bodiless = false;
  private lineIsEmpty = false;
  private afterCr = false;
  private held: Uint8Array = EMPTY;
  private heldLength = 0;
  private remaining = 0;
  private digits = 0;
  private lineLength = 0;
  private trailerLength = 0;
  private interim = 0;
  private contentLength = -1;
  private chunked = false;
  private codedOtherwise = false;

  constructor(private readonly wantsHead: (status: number) => boolean = () => false) {}

  /** Gets ready for the response to the next request. `bodiless` for HEAD. `keeps`: head and content are wanted. */
  begin(bodiless: boolean, keeps = false): void {
    this.keeps = keeps;
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
        case 'chunk-data':
          at = this.skip(bytes, at, to);
          break;
        case 'until-close':
          this.keep(bytes, at, to);
          this.bodyBytes += to - at;
          at = to;
          break;
        case 'chunk-size':
        case 'chunk-extension':
        case 'chunk-size-end':
        case 'chunk-data-end':
        case 'trailer':
          this.readChunkByte(bytes[at] ?? 0);
          at += 1;
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

  private beginHead(): void {
    this.state = 'head';
    this.lineIsEmpty = false;
    this.afterCr = false;
    this.heldLength = 0;
    this.contentLength = -1;
    this.chunked = false;
    this.codedOtherwise = false;
  }

  private readHead(bytes: Uint8Array, from: number, to: number): number {
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
    if (at < to) return this.fail('limit.header', at);
    return at;
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
    if (this.problem === undefined) this.chooseBody();
    return to;
  }

  private parseHead(bytes: Uint8Array, from: number, to: number): void {
    let at = this.parseStatusLine(bytes, from, to);
    let framing = false;
    while (at < to && this.problem === undefined) {
      let end = at;
      while (bytes[end] !== LF) end += 1;
      const lineEnd = end > at && bytes[end - 1] === CR ? end - 1 : end;
      if (lineEnd === at) break;
      const first = bytes[at] ?? 0;
      if (first === SPACE || first === TAB) {
        // A folded line (RFC 9112, 5.2) is harmless unless it would continue what frames the message.
        if (framing) this.problem = 'protocol.header';
      } else {
        framing = this.parseField(bytes, at, lineEnd);
      }
      at = end + 1;
    }
    if (this.problem === undefined && (this.keeps || this.wantsHead(this.status)))
      this.headText = Buffer.from(bytes.subarray(from, to)).toString('latin1');
  }

  /** `HTTP/1.1 200 OK` */
  private parseStatusLine(bytes: Uint8Array, from: number, to: number): number {
    let end = from;
    while (bytes[end] !== LF) end += 1;
    if (!looksLikeHttp(bytes, from, to)) {
      this.problem = 'protocol.not-http';
      return end + 1;
    }
    const minor = (bytes[from + 7] ?? 0) - 48;
    const [a, b, c] = [digit(bytes[from + 9]), digit(bytes[from + 10]), digit(bytes[from + 11])];
    const after = bytes[from + 12];
    const wellFormed =
      (minor === 0 || minor === 1) &&
      bytes[from + 8] === SPACE &&
      a >= 1 &&
      b >= 0 &&
      c >= 0 &&
      (after === SPACE || after === CR || after === LF);
    if (!wellFormed) this.problem = 'protocol.status-line';
    this.status = a * 100 + b * 10 + c;
    this.keepAlive = minor === 1;
    return end + 1;
  }

  /** One `name: value`. True where it is a field that frames the message. */
  private parseField(bytes: Uint8Array, from: number, to: number): boolean {
    let colon = from;
    while (colon < to && bytes[colon] !== COLON) colon += 1;
    const before = bytes[colon - 1];
    if (colon === to || colon === from || before === SPACE || before === TAB) {
      this.problem = 'protocol.header';
      return false;
    }
    const length = colon - from;
    if (length === 14 && nameIs(bytes, from, CONTENT_LENGTH)) {
      this.parseContentLength(fieldValue(bytes, colon + 1, to));
      return true;
    }
    if (length === 17 && nameIs(bytes, from, TRANSFER_ENCODING)) {
      this.parseTransferEncoding(fieldValue(bytes, colon + 1, to));
      return true;
    }
    if (length === 10 && nameIs(bytes, from, CONNECTION)) this.parseConnection(fieldValue(bytes, colon + 1, to));
    return false;
  }

  /** RFC 9110, 8.6: a list of equal values counts as one; different ones are an attack or a bug. */
  private parseContentLength(value: string): void {
    for (const item of value.includes(',') ? value.split(',').map((part) => part.trim()) : [value]) {
      const length = /^\d+$/.test(item) && item.length <= MOST_LENGTH_DIGITS ? Number(item) : Number.NaN;
      if (!(length >= 0) || (this.contentLength >= 0 && this.contentLength !== length))
        this.problem = 'protocol.content-length';
      else this.contentLength = length;
    }
  }

  private parseTransferEncoding(value: string): void {
    for (const coding of value
      .toLowerCase()
      .split(',')
      .map((part) => part.trim())) {
      if (coding === '') continue;
      if (this.chunked) this.problem = 'protocol.framing'; // chunked must be the last, and once
      if (coding === 'chunked') this.chunked = true;
      else this.codedOtherwise = true;
    }
  }

  private parseConnection(value: string): void {
    const options = value.toLowerCase();
    if (options === 'keep-alive') this.keepAlive = true;
    else if (options === 'close' || options.split(',').some((option) => option.trim() === 'close'))
      this.keepAlive = false;
  }

  /** RFC 9112, 6.3: how long the message is. */
  private chooseBody(): void {
    const { status } = this;
    if (status < 200) {
      if (status === 101) this.problem = 'protocol.upgrade';
      else if (this.interim >= MOST_INTERIM) this.problem = 'limit.interim';
      else this.beginHead();
      this.interim += 1;
    } else if (this.bodiless || status === 204 || status === 304) {
      this.finish();
    } else if ((this.chunked || this.codedOtherwise) && this.contentLength >= 0) {
      this.problem = 'protocol.framing';
    } else if (this.chunked) {
      this.beginChunk();
    } else if (this.codedOtherwise || this.contentLength < 0) {
      this.state = 'until-close';
      this.keepAlive = false;
    } else if (this.contentLength === 0) {
      this.finish();
    } else {
      this.state = 'length';
      this.remaining = this.contentLength;
    }
  }

  /** The content as text, where it was kept. */
  content(): string {
    return Buffer.concat(this.kept).toString('utf8');
  }

  private keep(bytes: Uint8Array, from: number, to: number): void {
    if (this.keeps && this.bodyBytes < MOST_KEPT) this.kept.push(bytes.slice(from, to));
  }

  private skip(bytes: Uint8Array, from: number, to: number): number {
    const taken = Math.min(this.remaining, to - from);
    this.keep(bytes, from, from + taken);
    this.remaining -= taken;
    this.bodyBytes += taken;
    if (this.remaining === 0) {
      if (this.state === 'length') this.finish();
      else this.state = 'chunk-data-end';
    }
    return from + taken;
  }

  private beginChunk(): void {
    this.state = 'chunk-size';
    this.remaining = 0;
    this.digits = 0;
    this.lineLength = 0;
    this.trailerLength = 0;
    this.afterCr = false;
  }

  private readChunkByte(byte: number): void {
    switch (this.state) {
      case 'chunk-size':
        this.readChunkSize(byte);
        return;
      case 'chunk-extension':
        this.lineLength += 1;
        if (byte === CR) this.state = 'chunk-size-end';
        else if (byte === LF || this.lineLength > LONGEST_CHUNK_LINE) this.problem = 'protocol.chunk';
        return;
      case 'chunk-size-end':
        if (byte !== LF) this.problem = 'protocol.chunk';
        else this.beginChunkData();
        return;
      case 'chunk-data-end':
        if (byte === CR && !this.afterCr) this.afterCr = true;
        else if (byte === LF && this.afterCr) this.beginChunk();
        else this.problem = 'protocol.chunk';
        return;
      default:
        this.readTrailer(byte);
    }
  }

  private readChunkSize(byte: number): void {
    const value = hexDigit(byte);
    if (value >= 0) {
      this.remaining = this.remaining * 16 + value;
      this.digits += 1;
      if (this.digits > MOST_CHUNK_DIGITS) this.problem = 'protocol.chunk';
    } else if (this.digits === 0) {
      this.problem = 'protocol.chunk';
    } else if (byte === CR) {
      this.state = 'chunk-size-end';
    } else if (byte === 59 || byte === SPACE || byte === TAB) {
      this.state = 'chunk-extension';
    } else {
      this.problem = 'protocol.chunk';
    }
  }

  private beginChunkData(): void {
    this.afterCr = false;
    this.lineLength = 0;
    this.state = this.remaining === 0 ? 'trailer' : 'chunk-data';
  }

  /** Trailer fields say nothing that we need; they end at an empty line. */
  private readTrailer(byte: number): void {
    this.trailerLength += 1;
    if (this.trailerLength > LONGEST_HEAD) this.problem = 'limit.header';
    else if (this.afterCr && byte !== LF) this.problem = 'protocol.chunk';
    else if (byte === CR) this.afterCr = true;
    else if (byte !== LF) this.lineLength += 1;
    else if (!this.afterCr) this.problem = 'protocol.chunk';
    else if (this.lineLength === 0) this.finish();
    else {
      this.lineLength = 0;
      this.afterCr = false;
    }
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

const EMPTY = new Uint8Array(0);
const CONTENT_LENGTH = Buffer.from('content-length');
const TRANSFER_ENCODING = Buffer.from('transfer-encoding');
const CONNECTION = Buffer.from('connection');
const HTTP_1 = Buffer.from('HTTP/1.');

/** Whether `bytes[from, to)` begins with `HTTP/1.`, or is too short to tell. */
function looksLikeHttp(bytes: Uint8Array, from: number, to: number): boolean {
  const length = Math.min(HTTP_1.length, to - from);
  for (let index = 0; index < length; index += 1) if (bytes[from + index] !== HTTP_1[index]) return false;
  return true;
}

/** Compares without regard to case; `name` is in lower case. */
function nameIs(bytes: Uint8Array, from: number, name: Uint8Array): boolean {
  for (let index = 0; index < name.length; index += 1) {
    const byte = bytes[from + index] ?? 0;
    if ((byte >= 65 && byte <= 90 ? byte + 32 : byte) !== name[index]) return false;
  }
  return true;
}

/** The value without white space around it. Only for the few fields that matter, which are short or refused. */
function fieldValue(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 1) text += String.fromCharCode(bytes[at] ?? 0);
  return text.trim();
}

function digit(byte: number | undefined): number {
  const value = (byte ?? 0) - 48;
  return value >= 0 && value <= 9 ? value : -1;
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
