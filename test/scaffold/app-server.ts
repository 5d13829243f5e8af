// The built server of a project that --app wrote.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestProject } from './support.js';

export interface AppServer {
  readonly child: ChildProcess;
  readonly url: string;
  readonly log: () => string;
}

/** Starts the built server as `npm start` does, on a port that the system chooses. */
export async function startApp(
  project: TestProject,
  variables: Readonly<Record<string, string>> = {},
): Promise<AppServer> {
  const env = { PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1', ...variables };
  const child = spawn(process.execPath, ['dist/server.js'], { cwd: project.folder, env });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (log += data.toString()));
  for (;;) {
    const port = /"port":(\d+)/.exec(log)?.[1];
    if (port !== undefined) return { child, url: `http://127.0.0.1:${port}`, log: () => log };
    if (child.exitCode !== null) throw new Error(`the server ended: ${log}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

export async function terminate({ child }: AppServer): Promise<number | null> {
  const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve([child.exitCode]);
  child.kill('SIGTERM');
  return (await ended)[0] as number | null;
}
