// Specs that their owners publish: each generates, compiles, loads, and generates the same again.
// CHECK=full takes all of them; an everyday run those of at most 300 KB, and on Hono a quarter of these.
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CORPUS,
  createProject,
  FRAMEWORKS,
  type FrameworkName,
  HAS_CORPUS,
  mountRoutes,
  type TestProject,
} from './support.js';

const IS_SAMPLE = process.env['CHECK'] !== 'full';
const LARGEST = IS_SAMPLE ? 300_000 : Number.POSITIVE_INFINITY;
/** How much generated code one run of tsc may hold. */
const BATCH_LENGTH = 6_000_000;

/** Documents that cannot be used, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  // Refers to a file above its folder, which is not part of the corpus.
  'nahkies-todo-lists.yaml': 'SCAF104',
};

interface Entry {
  readonly spec: string;
  readonly framework: FrameworkName;
  readonly folder: string;
  exitCode: number;
  operations: number;
  cpuSeconds: number;
  length: number;
  typeErrors: readonly string[];
  stderr: string;
}

const root = join(CORPUS, 'openapi');
const entries: Entry[] = [];
let project: TestProject;

async function findSpecs(): Promise<readonly string[]> {
  const names = await readdir(root, { recursive: true });
  const files = names.filter((name) => /\.(?:json|ya?ml)$/.test(name)).sort();
  // Parts of documents that are split over files are read through their entry.
  const isEntry = (name: string): boolean =>
    !/^(?:digitalocean\/(?!specification\/DigitalOcean-public)|oai-petstore-separate\/(?!spec\/swagger))/.test(name);
  const sized = await Promise.all(
    files.filter(isEntry).map(async (name) => ({ name, size: (await stat(join(root, name))).size })),
  );
  return sized
    .filter(({ name, size }) => size <= LARGEST && !(name.startsWith('digitalocean') && LARGEST < 1e6))
    .map(({ name }) => name);
}

/** What is the same on every framework is seen on three of them already. */
function sampleFor(framework: FrameworkName, specs: readonly string[]): readonly string[] {
  return framework === 'hono' && IS_SAMPLE ? specs.filter((_, index) => index % 4 === 1) : specs;
}

/** Documents that refer to files of a folder beside their own. */
function refRootOf(spec: string): string {
  return join(root, spec, spec.startsWith('oai-petstore-separate') ? '../..' : '..');
}

async function generate(spec: string, framework: FrameworkName): Promise<Entry> {
  const folder = `specs/${framework}-${spec.replaceAll(/[^\w]/g, '-')}`;
  const before = process.cpuUsage();
  const result = await project.scaffold(
    join(root, spec),
    '--framework',
    framework,
    '--output',
    `${folder}/src/routes/`,
    '--ref-root',
    refRootOf(spec),
    '--json',
  );
  const { user, system } = process.cpuUsage(before);
  const { data } = JSON.parse(result.stdout) as {
    readonly data: {
      readonly operations: readonly unknown[];
      readonly files: readonly { readonly path: string }[];
    } | null;
  };
  const lengths = await Promise.all(
    (data?.files ?? []).map(async ({ path }) => (await stat(join(project.folder, path))).size),
  );
  return {
    spec,
    framework,
    folder,
    exitCode: result.exitCode,
    operations: data?.operations.length ?? 0,
    cpuSeconds: (user + system) / 1e6,
    length: lengths.reduce((sum, length) => sum + length, 0),
    typeErrors: [],
    stderr: result.stderr,
  };
}

/** Type-checks all that was generated, a few million characters at a time, and compiles it. */
async function compile(all: readonly Entry[]): Promise<void> {
  const config = JSON.parse(await project.read('tsconfig.json')) as { readonly compilerOptions: object };
  let batch: Entry[] = [];
  for (const [index, entry] of all.entries()) {
    batch.push(entry);
    const length = batch.reduce((sum, { length }) => sum + length, 0);
    if (length < BATCH_LENGTH && index < all.length - 1) continue;
    const compilerOptions = { ...config.compilerOptions, rootDir: 'specs', outDir: 'dist' };
    await writeFile(
      join(project.folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, include: batch.map(({ folder }) => `${folder}/src`) }),
    );
    const errors = await project.typeErrors();
    for (const item of batch) item.typeErrors = errors.filter((line) => line.startsWith(`${item.folder}/`));
    expect(errors.filter((line) => !batch.some(({ folder }) => line.startsWith(`${folder}/`)))).toEqual([]);
    batch = [];
  }
}

/** Loads what was compiled and builds the validators of every operation. */
async function load(entry: Entry): Promise<number> {
  const compiled = (path: string): string =>
    pathToFileURL(join(project.folder, 'dist', relative('specs', entry.folder), 'src', path)).href;
  const { operations } = (await import(/* @vite-ignore */ compiled('middleware/validators.js'))) as {
    readonly operations: Readonly<Record<string, () => unknown>>;
  };
  for (const build of Object.values(operations)) build();
  await mountRoutes(entry.framework, await import(/* @vite-ignore */ compiled('routes/index.js')));
  return Object.keys(operations).length;
}

if (!HAS_CORPUS) process.stdout.write('left out: the corpus of specs needs ../shared/corpus\n');

describe.runIf(HAS_CORPUS)('published specs', () => {
  beforeAll(async () => {
    project = await createProject();
    const specs = await findSpecs();
    for (const framework of FRAMEWORKS)
      for (const spec of sampleFor(framework, specs)) entries.push(await generate(spec, framework));
    await compile(entries.filter(({ exitCode }) => exitCode === 0));
  }, 3_600_000);

  afterAll(async () => {
    const rows = entries.map((entry) =>
      [entry.framework, entry.spec, entry.operations, entry.cpuSeconds.toFixed(2), entry.typeErrors.length].join('\t'),
    );
    process.stdout.write(`framework\tspec\toperations\tCPU s\ttsc errors\n${rows.join('\n')}\n`);
    await project.remove();
  });

  test('all generate, save those that break the standard', () => {
    const failed = entries
      .filter(({ exitCode }) => exitCode !== 0)
      .map(({ spec, stderr }) => `${spec} ${/error\[(\w+)\]/.exec(stderr)?.[1]}`);
    const expected = entries
      .filter(({ spec }) => REFUSED[spec] !== undefined)
      .map(({ spec }) => `${spec} ${REFUSED[spec]}`);
    expect(failed).toEqual(expected);
  });

  test('all compile with the strictest flags', () => {
    expect(entries.flatMap(({ typeErrors }) => typeErrors.slice(0, 3))).toEqual([]);
  });

  test('none has an any', async () => {
    for (const [path, text] of await project.files('specs')) {
      const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'/g, '');
      if (/(?:[:<|&,(]|\bas) *any\b(?! *[:(?])/.test(code)) expect.fail(`${path} has an any`);
    }
  });

  test('all load, with every operation', async () => {
    for (const entry of entries.filter(({ exitCode }) => exitCode === 0))
      expect([entry.spec, await load(entry)]).toEqual([entry.spec, entry.operations]);
  }, 600_000);

  test('all come out the same again', async () => {
    for (const { spec, framework, folder, exitCode } of entries) {
      if (exitCode !== 0) continue;
      const again = await project.scaffold(
        join(root, spec),
        '--framework',
        framework,
        '--output',
        `${folder}/src/routes/`,
        '--ref-root',
        refRootOf(spec),
        '--check',
      );
      expect([spec, again.exitCode]).toEqual([spec, 0]);
    }
  }, 600_000);
});
