// What a socket of the fast engine reads bytes from and writes them to, once it is connected: the socket itself, or TLS on it.

/** What became of a call: the other side has `ended`, or it `failed` for the reason in `failure`. */
export type StreamStep = 'done' | 'waits' | 'ended' | 'failed';

export interface Stream {
  /** What the last call that waits waits for: whether the kernel must take bytes first. */
  readonly wantsWrite: boolean;
  readonly failure: NodeJS.ErrnoException | undefined;
  /** Bytes that are now at the arena's `receive`; 0 or less where there are none, and `explain` says why. */
  read(most: number): number;
  /** Bytes taken from the arena's `send`; 0 or less where there are none, and `explain` says why. */
  write(length: number): number;
  /** Of the result of the last call only. */
  explain(result: number): StreamStep;
  /** After `read` gave `length`: there is more, of which the kernel may not tell again. */
  hasMore(length: number): boolean;
  /** Has the kernel throw bytes away that nobody wants to see; undefined where it cannot. */
  readonly skip: ((most: number) => number) | undefined;
  /** No more will be written. */
  end(): void;
  /** Once; nothing may be called afterwards. The descriptor stays open. */
  free(): void;
}
