import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const BIN = resolve(import.meta.dirname, '../../../packages/load/bin/api-load.js');

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly wallMs: number;
}

export interface Running {
  readonly interrupt: (signal?: NodeJS.Signals) => void;
  readonly finished: Promise<Finished>;
}

/** Starts the built command, as a user would. */
export function startLoad(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  cwd?: string,
): Running {
  const began = performance.now();
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const finished = new Promise<Finished>((done, fail) => {
    child.once('error', fail);
    child.once('close', (exitCode) => done({ exitCode, stdout, stderr, wallMs: performance.now() - began }));
  });
  return { interrupt: (signal = 'SIGINT') => child.kill(signal), finished };
}

export function runLoad(
  args: readonly string[],
  variables?: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<Finished> {
  return startLoad(args, variables, cwd).finished;
}

/** The part of the JSON document that the tests look at. */
export interface Target {
  readonly requests: Readonly<
    Record<'sent' | 'ok' | 'failed' | 'unfinished' | 'dropped' | 'delivered' | 'retried' | 'leftOut', number>
  >;
  readonly connections: Readonly<Record<'opened' | 'resumed', number>>;
  readonly rps: number;
  readonly latencyMs: Readonly<Record<'min' | 'mean' | 'p50' | 'p90' | 'p99' | 'max', number | null>>;
  readonly serviceMs: Target['latencyMs'];
  readonly sendLagMs: Target['latencyMs'] | null;
  readonly statuses: Readonly<Record<string, number>>;
  readonly errors: readonly { readonly kind: string; readonly count: number; readonly example: string | null }[];
}

export interface LoadDocument {
  readonly ok: boolean;
  readonly exitCode: number;
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
  readonly data: {
    readonly targets: readonly Target[];
    readonly operations: readonly { readonly name: string; readonly sent: number; readonly failed: number }[];
    readonly interrupted: boolean;
    readonly thresholds: readonly {
      readonly expression: string;
      readonly ok: boolean;
      readonly actual: number | null;
    }[];
    readonly comparison: {
      readonly verdict: string;
      readonly caveats: readonly string[];
      readonly metrics: readonly { readonly name: string; readonly shift: number; readonly verdict: string }[];
    } | null;
    readonly client: { readonly verdict: string };
  } | null;
}

export async function measure(
  args: readonly string[],
  variables?: Readonly<Record<string, string>>,
): Promise<Finished & { readonly document: LoadDocument; readonly target: Target }> {
  const finished = await runLoad([...args, '--json'], variables);
  const document = JSON.parse(finished.stdout) as LoadDocument;
  const [target] = document.data?.targets ?? [];
  if (!target) throw new Error(`no target in the document: ${finished.stdout}${finished.stderr}`);
  return { ...finished, document, target };
}
