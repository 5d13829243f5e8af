// CPU a request of generated servers, in production, beside hand-written ones with the same checks and beside libraries that
// validate by the document. PEERS=1 has npm fetch those libraries into a folder of its own that is removed afterwards;
// FRAMEWORKS=fastify,koa leaves out the others. Fastify by hand is there twice: with its own compiled JSON Schema, which the
// guards are held against, and with zod, which the validators are.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const SCAFFOLD = join(ROOT, 'packages/scaffold');
const FRAMEWORKS = (process.env.FRAMEWORKS ?? 'express,fastify,koa,hono').split(',');
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const REQUESTS = Number(process.env.REQUESTS ?? 8_000);

const ORDER = JSON.stringify({
  email: 'ann@example.com',
  address: { street: 'Main Street 1', city: 'Berlin', country: 'DE' },
  items: Array.from({ length: 10 }, (_, at) => ({ productId: at + 1, quantity: 2, gift: at % 2 === 0 })),
});
const CASES = [
  { name: 'GET, 4 parameters', method: 'GET', path: '/shops/42/products?limit=50&sort=price&q=shoe', status: 200 },
  { name: 'POST, 10 items', method: 'POST', path: '/orders', body: ORDER, status: 201 },
];

const workshop = join(SCAFFOLD, 'node_modules/.cache');
mkdirSync(workshop, { recursive: true });
const folder = mkdtempSync(join(workshop, 'serve-'));

function generate(framework, ...flags) {
  const project = join(folder, [framework, ...flags].join(''));
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  const spec = join(import.meta.dirname, 'serve/openapi.json');
  execFileSync(process.execPath, [join(SCAFFOLD, 'bin/api-scaffold.js'), spec, '--framework', framework, ...flags], {
    cwd: project,
  });
  const [req, reply] = {
    express: ['req, res', 'res.status(S).json(B)'],
    fastify: ['request, reply', 'reply.code(S).send(B)'],
    koa: ['ctx', 'ctx.answer(S, B)'],
    hono: ['c', 'return c.json(B, S)'],
  }[framework];
  const handler = (name, status, body) =>
    `export const ${name}: Handler<'${name}'> = async (${req}) => { ${reply.replace('S', status).replace('B', body)}; };\n`;
  const body = { express: 'req.body', fastify: 'request.body', koa: 'ctx.request.body', hono: "c.req.valid('json')" };
  const items = `${body[framework]}.items.length`;
  writeFileSync(
    join(project, 'src/routes/served.ts'),
    `import type { Handler } from '../middleware/handler.js';\n${handler('listProducts', 200, "{ items: ['a', 'b'] }")}${handler('createOrder', 201, `{ id: ${items} }`)}`,
  );
  const compilerOptions = { rootDir: 'src', outDir: 'dist', module: 'nodenext', target: 'es2022', strict: true };
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck: true, types: ['node'] }, include: ['src'] }),
  );
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', project], { stdio: 'inherit' });
  return project;
}

function fetchPeers() {
  const place = mkdtempSync(join(tmpdir(), 'serve-peers-'));
  writeFileSync(join(place, 'package.json'), '{ "private": true }');
  const wanted = ['express@5', 'fastify@5', 'express-openapi-validator', 'openapi-backend', 'fastify-openapi-glue'];
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...wanted], {
    cwd: place,
    stdio: 'ignore',
  });
  return place;
}

async function start({ kind, name, modules, project }) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'serve/server.js'), kind, name, modules, project ?? ''],
    {
      // It ends when its input does: with this process, however that ends.
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  const port = await new Promise((done, failed) => {
    child.stdout.once('data', (text) => done(Number(text)));
    child.once('exit', (code) => failed(new Error(`${kind} ${name} ended with ${code}`)));
  });
  return { child, port };
}

function call(agent, port, { method, path, body, status }) {
  return new Promise((done, failed) => {
    const headers =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = httpRequest({ agent, port, host: '127.0.0.1', method, path, headers }, (response) => {
      let text = '';
      response.on('data', (part) => (text += part));
      response.on('end', () =>
        response.statusCode === status ? done(text) : failed(new Error(`${path}: ${response.statusCode} ${text}`)),
      );
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

/** CPU µs of the server a request, over REQUESTS requests on 8 connections. */
async function measure(server, wanted) {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const cpu = { method: 'GET', path: '/cpu', status: 200 };
  const before = Number(await call(agent, server.port, cpu));
  let left = REQUESTS;
  const worker = async () => {
    while (left-- > 0) await call(agent, server.port, wanted);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  const after = Number(await call(agent, server.port, cpu));
  agent.destroy();
  return (after - before) / REQUESTS;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const peerModules = process.env.PEERS ? fetchPeers() : undefined;
const servers = [
  ...FRAMEWORKS.flatMap((name) => [
    { kind: 'hand-written', name, modules: SCAFFOLD },
    ...(name === 'fastify' ? [{ kind: 'hand-written', name: 'fastify-zod', modules: SCAFFOLD }] : []),
    {
      kind: 'generated',
      name,
      against: name === 'fastify' ? 'fastify-zod' : name,
      modules: SCAFFOLD,
      project: generate(name),
    },
    {
      kind: 'generated',
      name,
      note: ' --fast-validators',
      modules: SCAFFOLD,
      project: generate(name, '--fast-validators'),
    },
  ]),
  ...(peerModules
    ? ['express-openapi-validator', 'openapi-backend', 'fastify-openapi-glue'].map((name) => ({
        kind: 'peer',
        name,
        modules: peerModules,
      }))
    : []),
];
const running = [];
try {
  for (const server of servers) running.push({ ...server, ...(await start(server)), costs: CASES.map(() => []) });
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const server of running) {
      for (const [index, wanted] of CASES.entries()) {
        const cost = await measure(server, wanted);
        if (round > 0) server.costs[index].push(cost); // The first round warms up.
      }
    }
  }
  console.log(`median of ${ROUNDS} rounds of ${REQUESTS} requests, load ${loadavg()[0].toFixed(2)}; CPU µs a request`);
  console.log(['server', ...CASES.flatMap(({ name }) => [name, 'hand-written ÷ it'])].join('\t'));
  for (const server of running) {
    const framework = server.against ?? (server.name.startsWith('fastify') ? 'fastify' : server.name);
    const byHand = running.filter(({ kind }) => kind === 'hand-written');
    const bare = byHand.find(({ name }) => name === framework) ?? byHand[0];
    const cells = server.costs.flatMap((costs, index) => [
      median(costs).toFixed(1),
      // Round by round, so that what else the machine does at the time is on both sides.
      median(costs.map((cost, round) => bare.costs[index][round] / cost)).toFixed(2),
    ]);
    console.log([`${server.kind} ${server.name}${server.note ?? ''}`, ...cells].join('\t'));
  }
} finally {
  for (const { child } of running) child.stdin.end();
  rmSync(folder, { recursive: true, force: true });
  if (peerModules) rmSync(peerModules, { recursive: true, force: true });
}
