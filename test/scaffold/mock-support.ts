// The mock as the tests run it: in this process, on a free port, interrupted as Ctrl-C interrupts it.

import { runCli } from '@senior-backend/core/cli/run-cli';
import { Interrupted } from '@senior-backend/core/env/env';
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import { tool } from '../../packages/scaffold/src/tool.js';

export interface RunningMock {
  readonly url: string;
  readonly output: { readonly stdout: string; readonly stderr: string };
  /** Interrupts it, and gives its exit code. */
  stop(): Promise<number>;
}

/** Resolves when the address is printed. Throws where the command ends before. */
export async function startMock(cwd: string, ...argv: readonly string[]): Promise<RunningMock> {
  const interrupt = new AbortController();
  const env = memoryEnv({ cwd, argv: [...argv, '--mock', '--port', '0'], signal: interrupt.signal });
  const ended = runCli(tool, env);
  let exitCode: number | undefined;
  ended.then((code) => {
    exitCode = code;
  });
  for (;;) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(env.output.stdout)?.[0];
    if (url !== undefined) {
      return {
        url,
        output: env.output,
        stop: () => {
          interrupt.abort(new Interrupted('SIGINT'));
          return ended;
        },
      };
    }
    if (exitCode !== undefined) throw new Error(`the mock ended with ${exitCode}: ${env.output.stderr}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}
