// The head of a response, status line and fields (RFC 9112, 4 and 5), once all of it is there.
import type { FailureKind } from '../model/failures.js';

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const COLON = 58;
const MOST_LENGTH_DIGITS = 15;

/** What a head says about its message. One is used over and over. */
export class Head {
  status = 0;
  keepAlive = false;
  /** -1 where there is none. */
  contentLength = -1;
  chunked = false;
  /** A transfer coding other than chunked is there. */
  codedOtherwise = false;
  private problem: FailureKind | undefined;

  /** Reads `bytes[from, to)`, which ends with the empty line. */
  parse(bytes: Uint8Array, from: number, to: number): FailureKind | undefined {
    this.contentLength = -1;
    this.chunked = false;
    this.codedOtherwise = false;
    this.problem = undefined;
    let at = this.parseStatusLine(bytes, from, to);
    let framing = false;
    while (at < to && this.problem === undefined) {
      const end = lineFeedAt(bytes, at);
      const lineEnd = end > at && bytes[end - 1] === CR ? end - 1 : end;
      if (lineEnd === at) break;
      if (bytes[at] === SPACE || bytes[at] === TAB) {
        // A folded line (RFC 9112, 5.2) is harmless unless it would continue what frames the message.
        if (framing) this.problem = 'protocol.header';
      } else {
        framing = this.parseField(bytes, at, lineEnd);
      }
      at = end + 1;
    }
    return this.problem;
  }

  /** `HTTP/1.1 200 OK` */
  private parseStatusLine(bytes: Uint8Array, from: number, to: number): number {
    const next = lineFeedAt(bytes, from) + 1;
    if (!looksLikeHttp(bytes, from, to)) {
      this.problem = 'protocol.not-http';
      return next;
    }
    const minor = (bytes[from + 7] ?? 0) - 48;
    const [a, b, c] = [digit(bytes[from + 9]), digit(bytes[from + 10]), digit(bytes[from + 11])];
    const after = bytes[from + 12];
    const known = (minor === 0 || minor === 1) && bytes[from + 8] === SPACE;
    if (!known || a < 1 || b < 0 || c < 0 || (after !== SPACE && after !== CR && after !== LF)) {
      this.problem = 'protocol.status-line';
    }
    this.status = a * 100 + b * 10 + c;
    this.keepAlive = minor === 1;
    return next;
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
      const contradicts = this.contentLength >= 0 && this.contentLength !== length;
      if (Number.isNaN(length) || contradicts) this.problem = 'protocol.content-length';
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
    else if (options.split(',').some((option) => option.trim() === 'close')) this.keepAlive = false;
  }
}

const CONTENT_LENGTH = Buffer.from('content-length');
const TRANSFER_ENCODING = Buffer.from('transfer-encoding');
const CONNECTION = Buffer.from('connection');
const HTTP_1 = Buffer.from('HTTP/1.');

/** Whether `bytes[from, to)` begins with `HTTP/1.`, or is too short to tell. */
export function looksLikeHttp(bytes: Uint8Array, from: number, to: number): boolean {
  const length = Math.min(HTTP_1.length, to - from);
  for (let index = 0; index < length; index += 1) if (bytes[from + index] !== HTTP_1[index]) return false;
  return true;
}

function lineFeedAt(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] !== LF) at += 1;
  return at;
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
