// Servers of runs that were killed: their folders say who owned them.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const FOLDER_PREFIX = 'senior-backend-pg-';
const OWNER_FILE = 'owner.json';

export async function noteOwner(folder: string): Promise<void> {
  await writeFile(
    join(folder, OWNER_FILE),
    JSON.stringify({ pid: process.pid, startTime: await startTime(process.pid) }),
  );
}

/**
 * Ends the servers whose owner is gone and removes their folders. What cannot be read or ended is left alone. Only where
 * /proc tells a process from a later one with the same id.
 */
export async function sweepLeftovers(): Promise<void> {
  if (process.platform !== 'linux') return;
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(FOLDER_PREFIX));
  for (const name of names) {
    const folder = join(tmpdir(), name);
    if (!(await ownerIsGone(folder))) continue;
    await endPostmaster(folder);
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function ownerIsGone(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, OWNER_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  try {
    const owner = JSON.parse(text) as { pid: number; startTime: string | null };
    return (await startTime(owner.pid)) !== owner.startTime || !isAlive(owner.pid);
  } catch {
    // Half written by a run that is starting at this moment.
    return false;
  }
}

async function endPostmaster(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8').catch(() => '');
  const [line = '', data = ''] = text.split('\n');
  const pid = Number(line);
  // The pid file names its data folder: a recycled pid of another program is not touched.
  if (!Number.isInteger(pid) || pid <= 1 || data !== join(folder, 'data') || !isAlive(pid)) return;
  if (!(await commandLine(pid)).includes(folder)) return;
  process.kill(pid, 'SIGQUIT');
  for (let waited = 0; waited < 3_000 && isAlive(pid); waited += 50) await sleep(50);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function commandLine(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
}

/** Tells a process from a later one with the same id; null where the system has no /proc. */
async function startTime(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
