// CPU seconds and peak memory of api-scaffold: on published documents, and on made ones of 50 to 5,000 operations.
// PEERS=1 has npm fetch @hey-api/openapi-ts and orval, which then take turns with it; SPECS=museum.yaml,box.json leaves out
// the other published documents, and OPERATIONS=50,500 the larger made ones.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fetchGenerators } from './peers.js';

const root = resolve(import.meta.dirname, '../..');
const corpus = resolve(root, '../shared/corpus/openapi');
const RUNS = Number(process.env.RUNS ?? 3);
const SPECS = (process.env.SPECS ?? 'museum.yaml,box.json,stripe.json,github.json').split(',');
const OPERATIONS = (process.env.OPERATIONS ?? '50,500,5000').split(',').map(Number);
const LIMIT_MS = 240_000;

/** Written by the child, and by what it starts, as each exits, so that nothing but Node is needed to measure them. */
const PROBE = `import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(process.env.PROBE_FOLDER + '/' + process.pid + '.usage', JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMB: maxRSS / 1024 }));
});`;

const peers = process.env.PEERS ? fetchGenerators() : undefined;
const TOOLS = [
  {
    name: 'api-scaffold',
    command: `${process.execPath} ${join(root, 'packages/scaffold/bin/api-scaffold.js')} {spec} --output {output}/src/routes/`,
  },
  ...(peers?.tools ?? []),
];

async function measure(command, spec) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-scaffold-'));
  const probe = join(folder, 'probe.mjs');
  await writeFile(probe, PROBE);
  const words = command.replaceAll('{spec}', spec).replaceAll('{output}', join(folder, 'out')).split(' ');
  const child = spawn(words[0], words.slice(1), {
    cwd: folder,
    stdio: 'ignore',
    timeout: LIMIT_MS,
    env: { ...process.env, NODE_OPTIONS: `--import=${probe}`, PROBE_FOLDER: folder },
  });
  const code = await new Promise((done) => child.on('exit', done));
  const files = (await readdir(folder)).filter((name) => name.endsWith('.usage'));
  const usages = await Promise.all(files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))));
  await rm(folder, { recursive: true, force: true });
  if (code !== 0 || usages.length === 0) return undefined;
  return {
    cpuSeconds: usages.reduce((sum, usage) => sum + usage.cpuSeconds, 0),
    peakMB: Math.max(...usages.map((usage) => usage.peakMB)),
  };
}

/** A document of a number of operations, each with parameters, a body and answers of its own. */
function made(operations) {
  const paths = {};
  const schemas = {};
  for (let index = 0; index < operations; index += 1) {
    schemas[`Thing${index}`] = {
      type: 'object',
      required: ['id', 'name'],
      properties: {
        id: { type: 'integer' },
        name: { type: 'string', minLength: 1, maxLength: 100 },
        next: { $ref: `#/components/schemas/Thing${Math.max(0, index - 1)}` },
      },
    };
    const content = { 'application/json': { schema: { $ref: `#/components/schemas/Thing${index}` } } };
    paths[`/things${index}/{id}`] = {
      put: {
        operationId: `putThing${index}`,
        tags: [`tag${index % 20}`],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'limit', in: 'query', schema: { type: 'integer', default: 20 } },
        ],
        requestBody: { content },
        responses: { 200: { description: 'ok', content }, 404: { description: 'not there' } },
      },
    };
  }
  return JSON.stringify({ openapi: '3.1.0', info: { title: 'Made', version: '1' }, paths, components: { schemas } });
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function compare(label, spec) {
  const results = TOOLS.map(() => []);
  for (let run = 0; run < RUNS; run += 1) {
    for (const [index, tool] of TOOLS.entries()) results[index].push(await measure(tool.command, spec));
  }
  for (const [index, tool] of TOOLS.entries()) {
    const done = results[index].filter(Boolean);
    const cells =
      done.length < RUNS
        ? ['failed', '']
        : [
            median(done.map((usage) => usage.cpuSeconds)).toFixed(2),
            median(done.map((usage) => usage.peakMB)).toFixed(0),
          ];
    process.stdout.write(`${[label, tool.name, ...cells].join('\t')}\n`);
  }
}

process.stdout.write(`median of ${RUNS}, load ${loadavg()[0].toFixed(2)}\nspec\ttool\tCPU s\tpeak MB\n`);
await compare('shop', join(root, 'examples/shop/openapi.yaml'));
if (existsSync(corpus)) for (const name of SPECS) await compare(name, join(corpus, name));
const folder = await mkdtemp(join(tmpdir(), 'bench-specs-'));
for (const operations of OPERATIONS) {
  const spec = join(folder, `made-${operations}.json`);
  await writeFile(spec, made(operations));
  await compare(`${operations} operations`, spec);
}
await rm(folder, { recursive: true, force: true });
if (peers?.isOurs) await rm(peers.folder, { recursive: true, force: true });
