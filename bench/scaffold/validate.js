// Validation alone: CPU µs for a JSON body that fits, by the generated validator, by its guard, by zod as one writes it by
// hand, by ajv, and beside them what it costs to parse the same body. AJV=1 has npm fetch ajv into a folder that is removed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(import.meta.dirname, '../..');
const SCAFFOLD = join(ROOT, 'packages/scaffold');
const ROUNDS = Number(process.env.ROUNDS ?? 7);
const CALLS = Number(process.env.CALLS ?? 40_000);

const BODY = {
  email: 'ann@example.com',
  address: { street: 'Main Street 1', city: 'Berlin', country: 'DE' },
  items: Array.from({ length: 10 }, (_, at) => ({ productId: at + 1, quantity: 2, gift: at % 2 === 0 })),
};
const INVALID = { ...BODY, items: [...BODY.items.slice(1), { productId: 0, quantity: 100 }] };

const workshop = join(SCAFFOLD, 'node_modules/.cache');
mkdirSync(workshop, { recursive: true });
const folder = mkdtempSync(join(workshop, 'validate-'));

async function generated() {
  const spec = join(import.meta.dirname, 'serve/openapi.json');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  execFileSync(process.execPath, [join(SCAFFOLD, 'bin/api-scaffold.js'), spec, '--fast-validators'], { cwd: folder });
  const compilerOptions = { rootDir: 'src', outDir: 'dist', module: 'nodenext', target: 'es2022', strict: true };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck: true, types: ['node'] }, include: ['src'] }),
  );
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], { stdio: 'inherit' });
  const load = (name) => import(pathToFileURL(join(folder, 'dist/middleware', name)).href);
  const [{ NewOrder }, { isNewOrder }] = [await load('validators.js'), await load('guards.js')];
  return { validator: (value) => NewOrder.safeParse(value).success, guard: isNewOrder };
}

async function written() {
  const { z } = await import(pathToFileURL(createRequire(join(SCAFFOLD, 'package.json')).resolve('zod')).href);
  const address = {
    street: z.string().min(1).max(100),
    city: z.string().min(1).max(100),
    country: z.enum(['DE', 'FR', 'SE']),
  };
  const item = { productId: z.int().min(1), quantity: z.int().min(1).max(99), gift: z.boolean().optional() };
  const Order = z.strictObject({
    email: z.email().max(200),
    note: z.string().max(500).optional(),
    address: z.strictObject(address),
    items: z.array(z.strictObject(item)).min(1).max(50),
  });
  return (value) => Order.safeParse(value).success;
}

async function ajv() {
  const place = mkdtempSync(join(tmpdir(), 'validate-ajv-'));
  writeFileSync(join(place, 'package.json'), '{ "private": true }');
  const wanted = ['ajv@8', 'ajv-formats@3'];
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...wanted], {
    cwd: place,
    stdio: 'ignore',
  });
  const require = createRequire(join(place, 'package.json'));
  const { components } = require(join(import.meta.dirname, 'serve/openapi.json'));
  const { default: Ajv } = require('ajv/dist/2020');
  const all = new Ajv({ allErrors: true, strict: false });
  require('ajv-formats').default(all);
  all.addSchema({ $id: 'api', components });
  const validate = all.compile({ $ref: 'api#/components/schemas/NewOrder' });
  rmSync(place, { recursive: true, force: true });
  return (value) => validate(value);
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** CPU µs a call. */
function measure(run, value) {
  const before = process.cpuUsage();
  for (let call = 0; call < CALLS; call += 1) run(value);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
}

try {
  const { validator, guard } = await generated();
  const text = JSON.stringify(BODY);
  const ways = [
    { name: 'zod, written by hand', run: await written() },
    { name: 'generated zod', run: validator },
    { name: 'generated guard', run: guard },
    ...(process.env.AJV ? [{ name: 'ajv', run: await ajv() }] : []),
  ];
  for (const { name, run } of ways)
    if (run(BODY) !== true || run(INVALID) !== false) throw new Error(`${name} has another verdict`);
  const all = [...ways, { name: 'JSON.parse', run: () => JSON.parse(text) }].map((way) => ({ ...way, costs: [] }));
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const { run, costs } of all) {
      const cost = measure(run, BODY);
      if (round > 0) costs.push(cost); // The first round warms up.
    }
  const [{ costs: zod }] = all;
  console.log(`median of ${ROUNDS} rounds of ${CALLS} bodies of ${text.length} bytes, load ${loadavg()[0].toFixed(2)}`);
  console.log('validator\tCPU µs a body\ttimes zod');
  for (const { name, costs } of all)
    console.log([name, median(costs).toFixed(2), (median(zod) / median(costs)).toFixed(1)].join('\t'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
