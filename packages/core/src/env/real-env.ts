import { homedir, userInfo } from 'node:os';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { type Env, type InputStream, Interrupted, OutputError, type OutputStream } from './env.js';

/** The world as this process sees it. Call it once, at the start: it takes over SIGINT and SIGTERM. */
export function realEnv(): Env {
  return {
    stdin: realInput(),
    stdout: realOutput(process.stdout),
    stderr: realOutput(process.stderr),
    cwd: process.cwd(),
    homeDirectory: homedir(),
    userName: currentUser(),
    variables: process.env,
    argv: process.argv.slice(2),
    signal: interruption(),
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    random: Math.random,
  };
}

/** The name behind the user id, or `$USER` where the id has no entry (as in many containers). */
function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? process.env['LOGNAME'] ?? '';
  }
}

/** First signal: abort and let the command end cleanly. Second: leave at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143);
      controller.abort(new Interrupted(name));
    });
  }
  return controller.signal;
}

function realOutput(stream: Writable & { isTTY?: boolean; columns?: number }): OutputStream {
  let failure: OutputError | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= new OutputError(error.code === 'EPIPE', error);
  });
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns ?? 80;
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        stream.write(text, (error) => {
          if (!error) return resolve();
          failure ??= new OutputError((error as NodeJS.ErrnoException).code === 'EPIPE', error);
          reject(failure);
        });
      }),
  };
}

function realInput(): InputStream {
  return {
    isTTY: process.stdin.isTTY === true,
    async readAll() {
      process.stdin.setEncoding('utf8');
      let text = '';
      for await (const chunk of process.stdin) text += String(chunk);
      return text;
    },
    readLine: () =>
      new Promise((resolve) => {
        const lines = createInterface({ input: process.stdin });
        let line: string | undefined;
        lines.once('line', (text) => {
          line = text;
          lines.close();
        });
        lines.once('close', () => {
          process.stdin.pause();
          resolve(line);
        });
      }),
  };
}
