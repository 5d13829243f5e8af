// HTTP/2 frames as bytes (RFC 9113, 4 and 6): written one by one, read out of whatever pieces the socket gives.

const EMPTY = Buffer.alloc(0);

export const FRAME = {
  data: 0,
  headers: 1,
  priority: 2,
  resetStream: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;
export const FLAG = { endStream: 1, ack: 1, endHeaders: 4, padded: 8, priority: 32 } as const;
export const SETTING = {
  headerTableSize: 1,
  enablePush: 2,
  maxConcurrentStreams: 3,
  initialWindowSize: 4,
  maxFrameSize: 5,
} as const;

export const HEAD_BYTES = 9;
/** We announce no larger one, so a longer frame is an error of the server. */
export const LARGEST_FRAME = 16_384;
export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

export function writeFrame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEAD_BYTES + payload.length);
  frame.writeUIntBE(payload.length, 0, 3);
  frame[3] = type;
  frame[4] = flags;
  frame.writeUInt32BE(stream, 5);
  frame.set(payload, HEAD_BYTES);
  return frame;
}

export function writeSettings(settings: readonly (readonly [id: number, value: number])[]): Buffer {
  const payload = Buffer.alloc(settings.length * 6);
  for (const [index, [id, value]] of settings.entries()) {
    payload.writeUInt16BE(id, index * 6);
    payload.writeUInt32BE(value, index * 6 + 2);
  }
  return writeFrame(FRAME.settings, 0, 0, payload);
}

export function writeWindowUpdate(stream: number, increment: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(increment);
  return writeFrame(FRAME.windowUpdate, 0, stream, payload);
}

/** A frame; its payload is `bytes[from, to)`, valid until the handler returns. */
export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

/** Cuts a stream of bytes into frames. False from `read` means that a frame was larger than allowed. */
export class FrameReader {
  private held: Buffer = EMPTY;

  constructor(private readonly handle: (frame: Frame) => void) {}

  read(chunk: Buffer, length: number): boolean {
    const whole = this.held.length === 0;
    const bytes = whole ? chunk : Buffer.concat([this.held, chunk.subarray(0, length)]);
    const end = whole ? length : bytes.length;
    let at = 0;
    while (end - at >= HEAD_BYTES) {
      const size = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
      if (size > LARGEST_FRAME) return false;
      const from = at + HEAD_BYTES;
      if (end < from + size) break;
      const stream = bytes.readUInt32BE(at + 5) & 0x7fffffff;
      const [type, flags] = [bytes[at + 3] ?? 0, bytes[at + 4] ?? 0];
      this.handle({ type, flags, stream, bytes, from, to: from + size });
      at = from + size;
    }
    // At most one frame is held; the chunk itself belongs to the socket and is overwritten by its next read.
    this.held = at === end ? EMPTY : Buffer.from(bytes.subarray(at, end));
    return true;
  }
}

/** Frames that go out together: they are put behind one another and taken as one piece. */
export class FrameBatch {
  private bytes = Buffer.allocUnsafe(16_384);
  private length = 0;

  add(type: number, flags: number, stream: number, payload: Uint8Array): void {
    const at = this.length;
    const end = at + HEAD_BYTES + payload.length;
    if (end > this.bytes.length) this.grow(end);
    const { bytes } = this;
    bytes[at] = payload.length >> 16;
    bytes[at + 1] = (payload.length >> 8) & 0xff;
    bytes[at + 2] = payload.length & 0xff;
    bytes[at + 3] = type;
    bytes[at + 4] = flags;
    bytes.writeUInt32BE(stream, at + 5);
    bytes.set(payload, at + HEAD_BYTES);
    this.length = end;
  }

  /** A copy of all that was added, and an empty batch. */
  take(): Buffer {
    const taken = Buffer.from(this.bytes.subarray(0, this.length));
    this.length = 0;
    return taken;
  }

  private grow(least: number): void {
    const larger = Buffer.allocUnsafe(2 ** Math.ceil(Math.log2(least)));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}
