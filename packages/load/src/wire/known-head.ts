// The head of the response before. Servers repeat themselves, save for a date once a second: comparing costs a quarter of reading.

/** A server whose heads differ this often in a row has something new in each: they are not kept any more. */
const MOST_STRANGE = 50;
const LONGEST_KEPT = 1024;
const NOTHING = Buffer.alloc(0);

export class KnownHead {
  private bytes = NOTHING;
  /** Made where somebody asks for it. */
  private decoded: string | undefined;
  /** Heads in a row that were not the same. */
  private strange = 0;

  /** The head that was read last, as Latin-1 text; undefined where it was not kept. */
  get text(): string | undefined {
    if (this.bytes.length === 0) return undefined;
    this.decoded ??= this.bytes.toString('latin1');
    return this.decoded;
  }

  /** The length of the head at `from`, where it is the same again; else 0. */
  repeatedAt(bytes: Uint8Array, from: number, to: number): number {
    const { length } = this.bytes;
    if (length === 0 || to - from < length || this.bytes.compare(bytes, from, from + length) !== 0) return 0;
    this.strange = 0;
    return length;
  }

  keep(bytes: Uint8Array, from: number, to: number): void {
    this.strange += 1;
    const keeps = this.strange <= MOST_STRANGE && to - from <= LONGEST_KEPT;
    this.bytes = keeps ? Buffer.from(bytes.subarray(from, to)) : NOTHING;
    this.decoded = undefined;
  }

  /** Another one has come that cannot be kept. */
  forget(): void {
    this.bytes = NOTHING;
  }
}
