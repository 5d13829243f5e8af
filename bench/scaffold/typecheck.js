// CPU that `tsc --noEmit --strict` takes for what comes out: ours (types, validators, handlers, routes) beside @hey-api/openapi-ts
// (types and validators, no server) and orval (a Hono server), which npm fetches for the run. Of ours what hey-api writes is
// measured by itself too. The first row is what anything costs that imports zod, Node's types and lib.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { fetchGenerators } from './peers.js';

const root = resolve(import.meta.dirname, '../..');
const corpus = resolve(root, '../shared/corpus/openapi');
const RUNS = Number(process.env.RUNS ?? 3);
const SPECS = (process.env.SPECS ?? 'museum.yaml,box.json,stripe.json,github.json').split(',');
const LIMIT_MS = 1000 * Number(process.env.LIMIT ?? 240);

const compilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  types: ['node'],
};

/** CPU seconds of a command and all that it starts, as the shell counts them; undefined where it fails. */
function cpuOf(words, cwd) {
  const quoted = words.map((word) => `'${word}'`).join(' ');
  try {
    const said = execFileSync('sh', ['-c', `${quoted} > tsc.log 2>&1; code=$?; times; exit $code`], {
      cwd,
      encoding: 'utf8',
      timeout: LIMIT_MS,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [, children = ''] = said.trim().split('\n');
    const seconds = children.split(' ').map((text) => /(\d+)m([\d.]+)s/.exec(text) ?? ['', '0', '0']);
    return seconds.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0);
  } catch {
    // Type errors, or not done in time: no figure.
    return undefined;
  }
}

function generate({ command, place, files }, spec) {
  const project = mkdtempSync(join(place, 'typecheck-'));
  const words = command.replaceAll('{spec}', spec).replaceAll('{output}', join(project, 'src')).split(' ');
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  try {
    execFileSync(words[0], words.slice(1), { cwd: project, stdio: 'ignore', timeout: LIMIT_MS });
  } catch {
    // What it has written is no whole; the cell says that it failed.
    rmSync(project, { recursive: true });
    return undefined;
  }
  const checked = files ? { files } : { include: ['src'] };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, ...checked }));
  return project;
}

/** A project that has all that the others import, and nothing of its own. */
function emptyProject() {
  const project = mkdtempSync(join(workshop, 'typecheck-'));
  mkdirSync(join(project, 'src'));
  writeFileSync(join(project, 'src/empty.ts'), "export type { z } from 'zod';\n");
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
  return project;
}

const sizeOf = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const workshop = join(root, 'packages/scaffold/node_modules/.cache');
mkdirSync(workshop, { recursive: true });
const peers = fetchGenerators();
const ours = `${process.execPath} ${join(root, 'packages/scaffold/bin/api-scaffold.js')} {spec} --output {output}/routes/`;
const TOOLS = [
  { name: 'nothing' },
  {
    name: 'api-scaffold, types and validators',
    command: ours,
    place: workshop,
    files: ['src/types/api.ts', 'src/middleware/validators.ts'],
  },
  { name: 'api-scaffold', command: ours, place: workshop },
  { name: 'api-scaffold --framework fastify', command: `${ours} --framework fastify`, place: workshop },
  { name: 'api-scaffold --fast-validators', command: `${ours} --fast-validators`, place: workshop },
  ...peers.tools.map((tool) => ({ ...tool, place: peers.folder })),
];
const tsc = join(root, 'node_modules/typescript/bin/tsc');
try {
  console.log(`median of ${RUNS}, load ${loadavg()[0].toFixed(2)}\nspec\ttool\tKB\ttsc CPU s`);
  for (const name of SPECS.filter((spec) => existsSync(join(corpus, spec)))) {
    const projects = TOOLS.map((tool) => (tool.command ? generate(tool, join(corpus, name)) : emptyProject()));
    const costs = TOOLS.map(() => []);
    for (let run = 0; run < RUNS; run += 1)
      // What has failed once fails again.
      for (const [index, project] of projects.entries())
        if (project && !costs[index].includes(undefined))
          costs[index].push(cpuOf([process.execPath, tsc, '-p', project], project));
    for (const [index, tool] of TOOLS.entries()) {
      const project = projects[index];
      const isWhole = project && !costs[index].includes(undefined);
      const size = project ? (sizeOf(join(project, 'src')) / 1e3).toFixed(0) : '';
      console.log([name, tool.name, size, isWhole ? median(costs[index]).toFixed(2) : 'failed'].join('\t'));
      if (project) rmSync(project, { recursive: true });
    }
  }
} finally {
  if (peers.isOurs) rmSync(peers.folder, { recursive: true, force: true });
}
