import type { Env, OutputStream } from './env.js';

export interface MemoryEnv extends Env {
  /** All that was written so far. */
  readonly output: { readonly stdout: string; readonly stderr: string };
}

export interface MemoryEnvOptions {
  readonly argv?: readonly string[];
  readonly cwd?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly isTTY?: boolean;
  readonly now?: Date;
  readonly signal?: AbortSignal;
  readonly seed?: number;
  readonly homeDirectory?: string;
  readonly userName?: string;
}

/** An `Env` that keeps what is written and whose time and randomness stand still: for tests and for embedding. */
export function memoryEnv(options: MemoryEnvOptions = {}): MemoryEnv {
  const output = { stdout: '', stderr: '' };
  const isTTY = options.isTTY ?? false;
  const stream = (name: 'stdout' | 'stderr'): OutputStream => ({
    isTTY,
    columns: 80,
    write: async (text) => {
      output[name] += text;
    },
  });
  let lines = options.stdin ?? '';
  return {
    output,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    stdin: {
      isTTY,
      readAll: async () => lines,
      readLine: async () => {
        if (lines === '') return undefined;
        const [line = '', ...rest] = lines.split('\n');
        lines = rest.join('\n');
        return line;
      },
    },
    cwd: options.cwd ?? '/',
    homeDirectory: options.homeDirectory ?? '/nonexistent',
    userName: options.userName ?? 'tester',
    variables: options.variables ?? {},
    argv: options.argv ?? [],
    signal: options.signal ?? new AbortController().signal,
    now: () => options.now ?? new Date('2026-01-01T00:00:00Z'),
    monotonicMs: () => performance.now(),
    random: seededRandom(options.seed ?? 1),
  };
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, period 2^32, the same sequence on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
