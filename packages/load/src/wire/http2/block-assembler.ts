// Header blocks out of HEADERS and CONTINUATION frames (RFC 9113, 4.3 and 6.2). Bounded, whatever the server sends.
import type { FailureKind } from '../../model/failures.js';
import { FLAG, FRAME, type Frame } from './frame.js';

const LARGEST_BLOCK = 64 * 1024;

/** A whole block: `bytes[from, to)`. */
export interface HeaderBlock {
  readonly stream: number;
  readonly endsStream: boolean;
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

export interface BlockProblem {
  readonly kind: FailureKind;
  readonly detail: string;
}

export class BlockAssembler {
  private open:
    | { readonly stream: number; readonly endsStream: boolean; readonly parts: Buffer[]; length: number }
    | undefined;

  /** Between the frames of a block no other may come. */
  forbids({ type, stream }: Frame): boolean {
    return this.open !== undefined && (type !== FRAME.continuation || stream !== this.open.stream);
  }

  /** A HEADERS or CONTINUATION frame: the block that it completes, undefined where more is to come, or what is wrong. */
  add(frame: Frame): HeaderBlock | BlockProblem | undefined {
    return frame.type === FRAME.headers ? this.begin(frame) : this.continue(frame);
  }

  private begin({ flags, stream, bytes, from, to }: Frame): HeaderBlock | BlockProblem | undefined {
    const padded = (flags & FLAG.padded) !== 0;
    const start = from + (padded ? 1 : 0) + ((flags & FLAG.priority) !== 0 ? 5 : 0);
    const end = to - (padded ? (bytes[from] ?? 0) : 0);
    const endsStream = (flags & FLAG.endStream) !== 0;
    if (start > end) return { kind: 'http2.protocol', detail: 'padding longer than its frame' };
    if ((flags & FLAG.endHeaders) !== 0) return { stream, endsStream, bytes, from: start, to: end };
    const part = Buffer.from(bytes.subarray(start, end));
    this.open = { stream, endsStream, parts: [part], length: part.length };
    return undefined;
  }

  private continue({ flags, bytes, from, to }: Frame): HeaderBlock | BlockProblem | undefined {
    const { open } = this;
    if (!open) return { kind: 'http2.protocol', detail: 'a continuation of nothing' };
    open.parts.push(Buffer.from(bytes.subarray(from, to)));
    open.length += to - from + 1; // an empty frame counts, too: without end they are a flood
    if (open.length > LARGEST_BLOCK) return { kind: 'limit.header', detail: 'a header block without end' };
    if ((flags & FLAG.endHeaders) === 0) return undefined;
    this.open = undefined;
    const whole = Buffer.concat(open.parts);
    return { stream: open.stream, endsStream: open.endsStream, bytes: whole, from: 0, to: whole.length };
  }
}
