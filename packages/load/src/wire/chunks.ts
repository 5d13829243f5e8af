// The chunked transfer coding (RFC 9112, 7.1), byte by byte but for the data, which the caller skips. Strict: what could be
// read in two ways is a problem.
import type { FailureKind } from '../model/failures.js';

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const SEMICOLON = 59;
const LONGEST_LINE = 4 * 1024;
const LONGEST_TRAILERS = 64 * 1024;
const MOST_DIGITS = 13; // 52 bits: the largest that a number holds exactly

export class Chunks {
  state: 'size' | 'extension' | 'size-end' | 'data' | 'data-end' | 'trailer' | 'done' = 'size';
  /** Bytes of data that are left of the chunk, in the state `data`. */
  remaining = 0;
  problem: FailureKind | undefined;
  private digits = 0;
  private lineLength = 0;
  private trailerLength = 0;
  private afterCr = false;

  begin(): void {
    this.beginChunk();
    this.problem = undefined;
    this.trailerLength = 0;
  }

  /** So many bytes of the data have been skipped. */
  skipped(count: number): void {
    this.remaining -= count;
    if (this.remaining === 0) this.state = 'data-end';
  }

  /** One byte, in any state but `data` and `done`. */
  read(byte: number): void {
    switch (this.state) {
      case 'size':
        this.readSize(byte);
        break;
      case 'extension':
        this.lineLength += 1;
        if (byte === CR) this.state = 'size-end';
        else if (byte === LF || this.lineLength > LONGEST_LINE) this.problem = 'protocol.chunk';
        break;
      case 'size-end':
        if (byte === LF) this.beginData();
        else this.problem = 'protocol.chunk';
        break;
      case 'data-end':
        if (byte === CR && !this.afterCr) this.afterCr = true;
        else if (byte === LF && this.afterCr) this.beginChunk();
        else this.problem = 'protocol.chunk';
        break;
      case 'trailer':
        this.readTrailer(byte);
        break;
      case 'data':
      case 'done':
        throw new RangeError('no byte is expected here');
      default:
        this.state satisfies never;
    }
  }

  private beginChunk(): void {
    this.state = 'size';
    this.remaining = 0;
    this.digits = 0;
    this.lineLength = 0;
    this.afterCr = false;
  }

  private readSize(byte: number): void {
    const value = hexDigit(byte);
    if (value >= 0) {
      this.remaining = this.remaining * 16 + value;
      this.digits += 1;
      if (this.digits > MOST_DIGITS) this.problem = 'protocol.chunk';
    } else if (this.digits === 0) {
      this.problem = 'protocol.chunk';
    } else if (byte === CR) {
      this.state = 'size-end';
    } else if (byte === SEMICOLON || byte === SPACE || byte === TAB) {
      this.state = 'extension';
    } else {
      this.problem = 'protocol.chunk';
    }
  }

  private beginData(): void {
    this.afterCr = false;
    this.lineLength = 0;
    this.state = this.remaining === 0 ? 'trailer' : 'data';
  }

  /** Trailer fields say nothing that we need; they end at an empty line. */
  private readTrailer(byte: number): void {
    this.trailerLength += 1;
    if (this.trailerLength > LONGEST_TRAILERS) this.problem = 'limit.header';
    else if (this.afterCr && byte !== LF) this.problem = 'protocol.chunk';
    else if (byte === CR) this.afterCr = true;
    else if (byte !== LF) this.lineLength += 1;
    else if (!this.afterCr) this.problem = 'protocol.chunk';
    else if (this.lineLength === 0) this.state = 'done';
    else {
      this.lineLength = 0;
      this.afterCr = false;
    }
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
