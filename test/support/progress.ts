// Verdicts of a long run in a file, a line each: what ends in the middle goes on where it stopped.
import { appendFile, readFile } from 'node:fs/promises';

/** By name; empty where there is no file yet. */
export async function readVerdicts<Verdict>(file: string | undefined): Promise<ReadonlyMap<string, Verdict>> {
  if (file === undefined) return new Map();
  const text = await readFile(file, 'utf8').catch(() => '');
  // A run that was killed may have left half a line.
  const lines = text.split('\n').slice(0, -1);
  return new Map(lines.map((line) => JSON.parse(line) as [string, Verdict]));
}

export async function noteVerdict(file: string | undefined, name: string, verdict: unknown): Promise<void> {
  if (file !== undefined) await appendFile(file, `${JSON.stringify([name, verdict])}\n`);
}
