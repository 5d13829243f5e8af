// Runs db-migrate in this process, against a database and a folder of its own.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import { onTestFinished } from 'vitest';
import { tool } from '../../packages/migrate/src/tool.js';
import { serverBinFolder, type TestDatabase, testDatabase } from '../support/postgres.js';

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Project {
  readonly folder: string;
  readonly database: TestDatabase;
  run(...argv: string[]): Promise<RunResult>;
  /** Runs with --json and gives the document. */
  json<T = MigrateDocument>(...argv: string[]): Promise<T>;
  file(name: string, text: string): Promise<void>;
}

export interface MigrateDocument {
  readonly ok: boolean;
  readonly exitCode: number;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly message: string;
    readonly location: { readonly file: string; readonly line?: number; readonly column?: number } | null;
  }[];
  readonly data: {
    readonly files: readonly {
      readonly file: string;
      readonly state: string;
      readonly steps: readonly {
        readonly n: number;
        readonly state: string;
        readonly attempts: number;
        readonly lock: string | null;
      }[];
    }[];
  };
}

/** A folder and a database with the given schema; both are gone when the test ends. */
export async function project(sql = '', files: Readonly<Record<string, string>> = {}): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'migrate-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const database = await testDatabase({ sql });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const run = async (...argv: string[]): Promise<RunResult> => {
    const env = memoryEnv({
      argv: argv.includes('--connection') ? argv : [...argv, '--connection', database.url],
      cwd: folder,
      variables: { PATH: `${serverBinFolder()}:${process.env['PATH'] ?? ''}` },
      now: new Date('2026-11-22T10:20:30Z'),
    });
    const exitCode = await runCli(tool, env);
    return { exitCode, stdout: env.output.stdout, stderr: env.output.stderr };
  };
  return {
    folder,
    database,
    run,
    json: async <T>(...argv: string[]) => JSON.parse((await run(...argv, '--json')).stdout) as T,
    file: (name, text) => writeFile(join(folder, name), text),
  };
}
