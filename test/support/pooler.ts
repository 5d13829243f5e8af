// A transaction pooler in front of the test server: PgBouncer, where the machine has it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../packages/core/src/postgres/server/free-port.js';
import { serverUser } from '../../packages/core/src/postgres/server/server-user.js';

export interface Pooler {
  /** The same database through the pooler. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Debian puts it where only root's PATH leads. */
export function poolerProgram(): string | undefined {
  return [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']
    .map((folder) => join(folder, 'pgbouncer'))
    .find(existsSync);
}

/** Starts it with so many server sessions, handed out by the transaction. */
export async function startPooler(program: string, databaseUrl: string, serverSessions: number): Promise<Pooler> {
  const target = new URL(databaseUrl);
  const folder = await mkdtemp(join(tmpdir(), 'senior-backend-pooler-'));
  const user = await serverUser();
  const port = await freePort();
  const name = target.pathname.slice(1);
  const host = target.hostname === '' ? target.searchParams.get('host') : target.hostname;
  const login = `user=${target.username} password=${target.password}`;
  await writeFile(
    join(folder, 'pooler.ini'),
    `[databases]
${name} = host=${host} port=${target.port || 5432} dbname=${name} ${login}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${serverSessions}
min_pool_size = ${serverSessions}
`,
  );
  for (const path of [folder, join(folder, 'pooler.ini')]) if (user) await chown(path, user.uid, user.gid);
  await chmod(folder, 0o700);
  const child = spawn(program, ['-q', join(folder, 'pooler.ini')], { stdio: ['ignore', 'ignore', 'pipe'], ...user });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await Promise.race([ended, sleep(5_000).then(() => child.kill('SIGKILL'))]);
    await rm(folder, { recursive: true, force: true });
  };
  await sleep(300);
  if (child.exitCode !== null) {
    await stop();
    throw new Error(`pgbouncer did not start: ${said}`);
  }
  return { url: `postgresql://${target.username}@127.0.0.1:${port}/${name}`, stop };
}
