// A list and a read of the server that --from-db generates, against Express and pg written by hand for the same query, in
// alternating runs. Both run as in production, one process each, against one Postgres. Beside the rates stands the CPU time
// that a request costs the server and Postgres together, which other work on the machine does not change.
// Usage: node bench/scaffold/from-db.js [--requests 3000] [--rounds 5] [--concurrency 16] [--framework express]
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { memoryEnv } from '../../packages/core/dist/env/memory-env.js';
import { startServer } from '../../packages/core/dist/postgres/server/throwaway-server.js';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '3000' },
    rounds: { type: 'string', default: '5' },
    concurrency: { type: 'string', default: '16' },
    framework: { type: 'string', default: 'express' },
  },
});
const ROOT = new URL('../..', import.meta.url).pathname;
/** A name of its own, by which its backends are known among the processes. */
const DATABASE = `bench_${process.pid}`;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;

const SCHEMA = `
  CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE, name text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers,
    status text NOT NULL, total numeric(12,2) NOT NULL, placed_at timestamptz NOT NULL);
  CREATE INDEX ON orders (customer_id);
  INSERT INTO customers (email, name) SELECT 'c' || n || '@example.org', 'Customer ' || n FROM generate_series(1, 1000) n;
  INSERT INTO orders (customer_id, status, total, placed_at)
    SELECT 1 + n % 1000, 'paid', n * 1.25, TIMESTAMPTZ '2026-01-01' + n * interval '1 minute' FROM generate_series(1, 100000) n;
  ANALYZE;`;

/**
 * What somebody writes who knows Express and pg, for the same answers byte for byte: one prepared statement a route with
 * time limits (for a connection, a lock and the statement), the values of a caller checked, no digit and no microsecond lost, an ETag, request ids, one shape of errors.
 * It has no filters, sorting, sparse fields or embedding, no Accept, and no 405: those are the generator's to carry.
 */
const BY_HAND = `
import { randomUUID } from 'node:crypto';
import express from 'express';
import pg from 'pg';

const TIMESTAMPTZ = 1184;
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  connectionTimeoutMillis: 5_000,
  statement_timeout: 10_000,
  lock_timeout: 5_000,
  options: '-c TimeZone=UTC',
  types: {
    getTypeParser: (oid, format) =>
      oid === TIMESTAMPTZ ? (text) => text.replace(' ', 'T') + ':00' : pg.types.getTypeParser(oid, format),
  },
});
pool.on('error', () => undefined);

class Refusal extends Error {
  constructor(status, code, message, details = []) {
    super(message);
    Object.assign(this, { status, code, details });
  }
}

function invalid(field, place, message) {
  return new Refusal(400, 'VALIDATION_ERROR', field + ' ' + message, [{ field, in: place, message }]);
}

const FIELDS = 'id, customer_id, status, total, placed_at';
const PAGE = 'SELECT ' + FIELDS + ' FROM orders ORDER BY id LIMIT $1';
const PAGE_AFTER = 'SELECT ' + FIELDS + ' FROM orders WHERE id > $1 ORDER BY id LIMIT $2';
const ONE = 'SELECT ' + FIELDS + ', xmin::text AS version FROM orders WHERE id = $1';

const orders = express.Router();
orders.get('/', async (req, res) => {
  const { limit: given = '50', cursor } = req.query;
  const limit = Number(given);
  if (!Number.isInteger(limit)) throw invalid('limit', 'query', 'must be an integer');
  if (limit < 1 || limit > 100) throw invalid('limit', 'query', 'must be between 1 and 100');
  const statement =
    cursor === undefined
      ? { name: 'page', text: PAGE, values: [limit + 1] }
      : { name: 'page-after', text: PAGE_AFTER, values: [positionOf(cursor), limit + 1] };
  const { rows } = await pool.query(statement);
  const data = rows.slice(0, limit);
  const nextCursor = rows.length > limit ? Buffer.from(JSON.stringify(['', data.at(-1).id])).toString('base64url') : null;
  res.json({ data, meta: { requestId: req.requestId, nextCursor } });
});
orders.get('/:id', async (req, res) => {
  const { id } = req.params;
  if (!/^-?\\d{1,19}$/.test(id)) throw invalid('id', 'path', 'must match its pattern');
  const { rows } = await pool.query({ name: 'one', text: ONE, values: [id] });
  if (rows.length === 0) throw new Refusal(404, 'NOT_FOUND', 'there is no such order');
  const { version, ...data } = rows[0];
  res.set('ETag', '"' + version + '"').json({ data, meta: { requestId: req.requestId } });
});

function positionOf(cursor) {
  try {
    const [sort, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (sort === '' && /^\\d{1,19}$/.test(id)) return id;
  } catch {
    // It is none.
  }
  throw invalid('cursor', 'query', 'is not a cursor of this list');
}

const app = express();
app.disable('x-powered-by');
app.use((req, res, next) => {
  const given = req.headers['x-request-id'];
  req.requestId = typeof given === 'string' && /^[\\w.:-]{1,128}$/.test(given) ? given : randomUUID();
  res.set('X-Request-Id', req.requestId);
  next();
});
app.use('/orders', orders);
app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  const late = error instanceof pg.DatabaseError && /^(?:57014|55P03|53300|57P0[123])$/.test(error.code);
  const { status, code, message, details = [] } =
    error instanceof Refusal
      ? error
      : late
        ? { status: 503, code: 'UNAVAILABLE', message: 'the database does not answer in time' }
        : { status: 500, code: 'INTERNAL_ERROR', message: 'something went wrong' };
  res.status(status).json({ error: { code, message, details }, meta: { requestId: req.requestId } });
});
const server = app.listen(Number(process.env.PORT), () => console.log('http://localhost:' + server.address().port));
`;

function run(program, args, options) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26, ...options });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

const env = memoryEnv({ cwd: process.cwd(), variables: { PATH: process.env.PATH ?? '' } });
const postgres = await startServer({ env, kinds: ['local', 'packaged'], tcp: true, settings: { autovacuum: 'off' } });
// Below the package, so that the packages of its tests are found as in a user's project.
const workshop = join(ROOT, 'packages/scaffold/node_modules/.cache');
mkdirSync(workshop, { recursive: true });
const folder = mkdtempSync(join(workshop, 'bench-'));
const servers = [];
try {
  const admin = await postgres.connect('postgres');
  await admin.execute(`CREATE DATABASE ${DATABASE}`);
  await admin.close();
  const url = postgres.url(DATABASE);
  const session = await postgres.connect(DATABASE);
  await session.execute(SCHEMA);
  await session.close();
  // The project is the nearest folder with a package.json.
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'by-hand.mjs'), BY_HAND);
  run(
    process.execPath,
    [join(ROOT, 'packages/scaffold/bin/api-scaffold.js'), '--from-db', url, '--framework', values.framework],
    { cwd: folder },
  );
  run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder]);
  const targets = {
    generated: await start(['dist/server.js'], url),
    'by hand': await start(['by-hand.mjs'], url),
  };
  for (const [what, path] of [
    ['list of 20', '/orders?limit=20'],
    ['read of one', '/orders/4711'],
  ]) {
    await compareAnswers(path, targets);
    measure(what, path, targets);
  }
} finally {
  await Promise.all(servers.map(ended));
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function start(args, url) {
  const server = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: url, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  servers.push(server);
  const [line] = await once(server.stdout, 'data');
  return `http://127.0.0.1:${new URL(String(line).trim()).port}`;
}

/** Both do the same work only where they give the same answer. Throws where one of them does not. */
async function compareAnswers(path, targets) {
  const [one, other] = await Promise.all(
    Object.values(targets).map(async (base) => {
      const response = await fetch(base + path, { headers: { 'x-request-id': 'r-1', connection: 'close' } });
      const { date: _, ...headers } = Object.fromEntries(response.headers);
      return JSON.stringify([response.status, headers, await response.text()]);
    }),
  );
  if (one !== other) throw new Error(`the answers to ${path} differ:\n${one}\n${other}`);
}

function measure(what, path, targets) {
  const runs = Object.fromEntries(Object.keys(targets).map((name) => [name, []]));
  // Compiled code against compiled code.
  for (const base of Object.values(targets)) measureOnce(base + path);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    // The order changes with the round: whoever comes second finds a warmer cache.
    const order = Object.entries(targets);
    for (const [name, base] of round % 2 === 0 ? order : order.reverse()) runs[name].push(measureOnce(base + path));
  }
  const ratioOf = (value) => runs['generated'].map((run, round) => value(run) / value(runs['by hand'][round]));
  const shown = Object.entries(runs).map(
    ([name, list]) =>
      `${name} ${Math.round(median(list.map(({ rps }) => rps)))}/s ${median(list.map(({ cpuMs }) => cpuMs)).toFixed(2)} ms CPU`,
  );
  const rates = ratioOf(({ rps }) => rps);
  const costs = ratioOf(({ cpuMs }) => 1 / cpuMs);
  console.log(
    `${what}: ${shown.join(', ')}; ratio of rates ${median(rates).toFixed(2)} (${rates.map((ratio) => ratio.toFixed(2)).join(' ')}), of requests per CPU second ${median(costs).toFixed(2)} (${costs.map((ratio) => ratio.toFixed(2)).join(' ')}); load average ${loadavg()[0].toFixed(1)}`,
  );
}

async function ended(server) {
  if (server.exitCode !== null) return;
  const exit = once(server, 'exit');
  server.kill();
  await exit;
}

function measureOnce(url) {
  const args = [url, '-c', values.concurrency, '--requests', values.requests, '--json'];
  const pids = servers.map(({ pid }) => pid);
  const before = cpuNsOf(pids);
  const output = run(process.execPath, [join(ROOT, 'packages/load/bin/api-load.js'), ...args], {});
  const spent = spentSince(before, pids);
  const [target] = JSON.parse(output).data.targets;
  if (target.requests.failed > 0) throw new Error(`${url}: ${target.requests.failed} requests failed`);
  return { rps: target.rps, cpuMs: spent / target.requests.ok };
}

/** What the scheduler counted for each thread of the processes and of every Postgres of ours, in nanoseconds. */
function cpuNsOf(pids) {
  const spent = new Map();
  if (process.platform !== 'linux') return spent;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const isOurs =
        pids.includes(Number(pid)) || (command.startsWith('postgres:') && command.includes(` ${DATABASE} `));
      if (!isOurs) continue;
      for (const thread of readdirSync(`/proc/${pid}/task`))
        spent.set(thread, Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]));
    } catch {
      // It ended between the two calls.
    }
  }
  return spent;
}

/** In milliseconds. A pool lets idle connections go: what ended had nothing to do. */
function spentSince(before, pids) {
  let spentNs = 0;
  for (const [thread, ns] of cpuNsOf(pids)) spentNs += ns - (before.get(thread) ?? 0);
  return before.size === 0 ? Number.NaN : spentNs / 1e6;
}
