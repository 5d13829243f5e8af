// The outside world as one parameter. Nobody but `real-env.ts` reads `process`.

export interface OutputStream {
  readonly isTTY: boolean;
  /** Width of the terminal in columns; 80 where there is none. */
  readonly columns: number;
  /** Resolves when the text has been handed to the operating system. Rejects with {@link OutputError}. */
  write(text: string): Promise<void>;
}

export interface InputStream {
  readonly isTTY: boolean;
  /** The whole of standard input as UTF-8. */
  readAll(): Promise<string>;
  /** One line, without its line break. Resolves to undefined at the end of the input. */
  readLine(): Promise<string | undefined>;
}

export interface Env {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly cwd: string;
  readonly homeDirectory: string;
  readonly userName: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly argv: readonly string[];
  /** Aborts on the first SIGINT or SIGTERM; `signal.reason` is an {@link Interrupted}. */
  readonly signal: AbortSignal;
  now(): Date;
  /** Milliseconds on a clock that never goes back. */
  monotonicMs(): number;
  /** A number in [0, 1). Seeded in tests. */
  random(): number;
}

/** The user, or the system, asked the command to stop. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor(readonly signalName: 'SIGINT' | 'SIGTERM') {
    super(`interrupted by ${signalName}`);
  }
}

/** Standard output could not be written. `closed` means that the reader has gone, as with `| head`. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  constructor(
    readonly closed: boolean,
    cause: unknown,
  ) {
    super(`output could not be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
