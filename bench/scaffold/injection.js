// What generators make of hostile documents: counts of what ran into the code, what broke it, and what was refused. The
// documents are those of test/scaffold/hostile-specs.ts; CASES=2700 takes every one in place of a sample. npm fetches the other
// generators. The counts name no document: which text does what to whom is nobody's business here.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';
import { fetchGenerators } from './peers.js';

const root = resolve(import.meta.dirname, '../..');
const CASES = Number(process.env.CASES ?? 300);
const LIMIT_MS = 60_000;

const MORE = ['typed-openapi@2.2.7', 'openapi-zod-client@1.18.3', 'swagger-typescript-api@13.13.0'];
const peers = fetchGenerators(MORE);
const tools = [
  {
    name: 'api-scaffold',
    command: `${process.execPath} ${join(root, 'packages/scaffold/bin/api-scaffold.js')} {spec} --output {output}/src/routes/`,
  },
  ...peers.tools,
  ...clients(peers),
];

/** Generators of clients, beside those that the other benchmarks know. */
function clients({ node, bin }) {
  return [
    { name: 'typed-openapi', command: `${node} ${bin('typed-openapi')} {spec} --output {output}/api.ts --runtime zod` },
    {
      name: 'openapi-zod-client',
      command: `${node} ${bin('openapi-zod-client')} {spec} -o {output}/api.ts --with-docs`,
    },
    {
      name: 'swagger-typescript-api',
      command: `${node} ${bin('swagger-typescript-api')} generate -p {spec} -o {output} -n api.ts`,
    },
  ];
}

/** Every document, by a Node that reads TypeScript. */
function documents(node) {
  const program = `import(process.argv[1]).then(({ HOSTILE_TEXTS, SLOTS }) => {
    process.stdout.write(JSON.stringify(SLOTS.flatMap((slot) => HOSTILE_TEXTS.map((text) => slot.put(text)))));
  });`;
  const file = join(root, 'test/scaffold/hostile-specs.ts');
  const options = { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] };
  return JSON.parse(execFileSync(node, ['--experimental-strip-types', '-e', program, file], options));
}

/** A prime far from the numbers of places and of texts, so that a sample takes of both as they come. */
const STRIDE = 1_009;

/** The same documents in each run, none of them twice. */
function sample(all) {
  return Array.from({ length: Math.min(CASES, all.length) }, (_, index) => all[(index * STRIDE) % all.length]);
}

async function judge({ command }, spec) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-injection-'));
  try {
    await writeFile(join(folder, 'spec.json'), JSON.stringify(spec));
    const output = join(folder, 'a/b/out');
    const words = command.replaceAll('{spec}', join(folder, 'spec.json')).replaceAll('{output}', output).split(' ');
    const ended = await new Promise((done) => {
      execFile('mkdir', ['-p', output], () => {
        execFile(words[0], words.slice(1), { cwd: join(folder, 'a/b'), timeout: LIMIT_MS, maxBuffer: 1 << 26 }, done);
      });
    });
    return verdict(folder, await readdir(folder, { recursive: true, withFileTypes: true }), ended !== null);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function verdict(folder, entries, failed) {
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const outside = files.filter((file) => file !== join(folder, 'spec.json') && !file.startsWith(join(folder, 'a/b/')));
  if (outside.length > 0) return 'injected';
  const sources = files.filter((file) => /\.[cm]?[jt]sx?$/.test(file));
  if (failed || sources.length === 0) return 'refused';
  const texts = await Promise.all(sources.map(textOf));
  const parsed = texts.map((text) => parseSync('code.ts', text));
  // A text that ran over from its place leaves the name that it assigns to as a name of the code.
  if (parsed.some(({ program }) => JSON.stringify(program).includes('"name":"HACKED"'))) return 'injected';
  return parsed.some(({ errors }) => errors.length > 0) ? 'broken' : 'clean';
}

/** What a generator takes away again behind its back was no output. */
async function textOf(file) {
  return readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

async function countOf(tool, specs) {
  const counts = { injected: 0, broken: 0, refused: 0, clean: 0 };
  const waiting = [...specs];
  const work = async () => {
    for (let spec = waiting.pop(); spec; spec = waiting.pop()) counts[await judge(tool, spec)] += 1;
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return counts;
}

const specs = sample(documents(peers.node));
console.log(`${specs.length} hostile documents each\n`);
console.log('generator                  injected  broken  refused  clean');
let isSafe = true;
for (const tool of tools) {
  const { injected, broken, refused, clean } = await countOf(tool, specs);
  if (tool.name === 'api-scaffold') isSafe = injected + broken === 0;
  console.log(
    `${tool.name.padEnd(25)}${[injected, broken, refused, clean].map((count) => String(count).padStart(9)).join('')}`,
  );
}
if (peers.isOurs) await rm(peers.folder, { recursive: true, force: true });
console.log(isSafe ? '\npass: nothing of a document is code of ours, and all of it parses' : '\nfail');
process.exitCode = isSafe ? 0 : 1;
