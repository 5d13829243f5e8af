import { homedir, userInfo } from 'node:os';
import { type Env, type InputStream, Interrupted, OutputError, type OutputStream } from './env.js';

/** The world as this process sees it. Call it once, at the start: it takes over SIGINT and SIGTERM. */
export function realEnv(): Env {
  return {
    stdin: realInput(),
    stdout: realOutput(() => process.stdout),
    stderr: realOutput(() => process.stderr),
    cwd: process.cwd(),
    get homeDirectory() {
      return homedir();
    },
    get userName() {
      return currentUser();
    },
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

/** The streams of the process cost milliseconds to open, so each is opened when it is first asked for. */
function realOutput(open: () => NodeJS.WriteStream): OutputStream {
  let failure: OutputError | undefined;
  let opened: NodeJS.WriteStream | undefined;
  const stream = (): NodeJS.WriteStream => {
    if (!opened) {
      opened = open();
      opened.on('error', fail);
    }
    return opened;
  };
  const fail = (error: NodeJS.ErrnoException): OutputError => {
    failure ??= new OutputError(error.code === 'EPIPE', error);
    return failure;
  };
  return {
    get isTTY() {
      return stream().isTTY === true;
    },
    get columns() {
      return stream().columns ?? 80;
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        stream().write(text, (error) => (error ? reject(fail(error)) : resolve()));
      }),
  };
}

function realInput(): InputStream {
  return {
    get isTTY() {
      return process.stdin.isTTY === true;
    },
    async readAll() {
      process.stdin.setEncoding('utf8');
      let text = '';
      for await (const chunk of process.stdin) text += String(chunk);
      return text;
    },
    async readLine() {
      const { createInterface } = await import('node:readline');
      const lines = createInterface({ input: process.stdin });
      return new Promise((resolve) => {
        let line: string | undefined;
        lines.once('line', (text) => {
          line = text;
          lines.close();
        });
        lines.once('close', () => {
          process.stdin.pause();
          resolve(line);
        });
      });
    },
  };
}
