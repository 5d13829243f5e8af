// The memory that the kernel writes to and reads from: one buffer a thread, never grown and never freed while anything is open.
import { endianness } from 'node:os';
import type { Native } from './native.js';

export const RECEIVE_BYTES = 256 * 1024;
export const SEND_BYTES = 64 * 1024;
export const MOST_EVENTS = 256;
const WIDEST_EVENT = 16;
/** `struct epoll_event` is packed on x86: 12 bytes, with the data behind the 4 of the event; elsewhere 16 and 8. */
const PACKED = process.arch === 'x64' || process.arch === 'ia32';

const RECEIVE = 0;
const SEND = RECEIVE + RECEIVE_BYTES;
const EVENTS = SEND + SEND_BYTES;
const EVENT = EVENTS + MOST_EVENTS * WIDEST_EVENT;
const TIMEOUT = EVENT + WIDEST_EVENT;
const OPTION = TIMEOUT + 16;
const WORD = 2 ** 32;
const ADDRESS = OPTION + 16;
const ADDRESS_BYTES = 128;
const WHOLE = ADDRESS + ADDRESS_BYTES;

export class Arena {
  private readonly memory = Buffer.allocUnsafeSlow(WHOLE).fill(0);
  readonly receive = this.memory.subarray(RECEIVE, RECEIVE + RECEIVE_BYTES);
  readonly send = this.memory.subarray(SEND, SEND + SEND_BYTES);
  /** Addresses of the parts. */
  readonly at: Readonly<
    Record<'receive' | 'send' | 'events' | 'event' | 'timeout' | 'option' | 'optionLength' | 'address', number>
  >;
  private loaded: Uint8Array | undefined;
  private readonly words = new Int32Array(this.memory.buffer, this.memory.byteOffset, WHOLE / 4);

  constructor(native: Native) {
    const base = native.addressOf(this.memory);
    if (!Number.isSafeInteger(base) || base <= 0 || endianness() !== 'LE')
      throw new RangeError('the memory of this machine cannot be addressed by numbers');
    this.at = {
      receive: base + RECEIVE,
      send: base + SEND,
      events: base + EVENTS,
      event: base + EVENT,
      timeout: base + TIMEOUT,
      option: base + OPTION,
      optionLength: base + OPTION + 8,
      address: base + ADDRESS,
    };
  }

  /** Puts `bytes` where `send` takes them from; what lies there already, as with one request over and over, is not put again. */
  load(bytes: Uint8Array): void {
    if (this.loaded === bytes) return;
    this.send.set(bytes);
    this.loaded = bytes;
  }

  /** `send` is used for something else. */
  forgetLoaded(): void {
    this.loaded = undefined;
  }

  /** The event that `epoll_ctl` reads: what to watch, and two words that come back. */
  writeEvent(events: number, slot: number, generation: number): void {
    this.words[EVENT / 4] = events;
    this.words[EVENT / 4 + (PACKED ? 1 : 2)] = slot;
    this.words[EVENT / 4 + (PACKED ? 2 : 3)] = generation;
  }

  eventSlot(index: number): number {
    return this.words[EVENTS / 4 + index * (PACKED ? 3 : 4) + (PACKED ? 1 : 2)] ?? 0;
  }

  eventGeneration(index: number): number {
    return this.words[EVENTS / 4 + index * (PACKED ? 3 : 4) + (PACKED ? 2 : 3)] ?? 0;
  }

  /** A timespec of 64-bit seconds and nanoseconds, of less than four seconds. */
  writeTimeout(ms: number): void {
    const seconds = Math.floor(ms / 1_000);
    this.words[TIMEOUT / 4] = seconds;
    this.words[TIMEOUT / 4 + 2] = Math.floor((ms - seconds * 1_000) * 1e6);
  }

  writeOption(value: number): void {
    this.words[OPTION / 4] = value;
  }

  readOption(): number {
    return this.words[OPTION / 4] ?? 0;
  }

  writeOptionLength(bytes: number): void {
    this.words[OPTION / 4 + 2] = bytes;
  }

  readOptionLength(): number {
    return this.words[OPTION / 4 + 2] ?? 0;
  }

  /** An address where the option lies otherwise. */
  writePointer(address: number): void {
    this.words[OPTION / 4] = address % WORD;
    this.words[OPTION / 4 + 1] = Math.floor(address / WORD);
  }

  readPointer(): number {
    return ((this.words[OPTION / 4 + 1] ?? 0) >>> 0) * WORD + ((this.words[OPTION / 4] ?? 0) >>> 0);
  }

  writeAddress(bytes: Uint8Array): void {
    if (bytes.length > ADDRESS_BYTES) throw new RangeError('the address is too long');
    this.memory.set(bytes, ADDRESS);
  }
}
