// --compare beside one `pg_dump --schema-only`, and beside @pgkit/migra where it can be had, in turn, on one server: reading
// both schemas, their difference and the plan, without the proof; then, once, with the proof.
// Usage: node bench/migrate/compare.js [--tables 100,1000,5000] [--rounds 3] [--peer no]
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { memoryEnv } from '../../packages/core/dist/env/memory-env.js';
import { startServer } from '../../packages/core/dist/postgres/server/throwaway-server.js';
import { schemaOf } from './support/schema.js';

const { values } = parseArgs({
  options: {
    tables: { type: 'string', default: '100,1000,5000' },
    rounds: { type: 'string', default: '3' },
    peer: { type: 'string', default: 'yes' },
  },
});
const BIN = new URL('../../packages/migrate/bin/db-migrate.js', import.meta.url).pathname;
const PEER_LIMIT_MS = 300_000;
/** Writes the process's own time and memory behind its output. Not loaded in the runs whose time is taken. */
const USAGE = `data:text/javascript,process.on('exit',()=>{const{userCPUTime:u,systemCPUTime:s,maxRSS:m}=process.resourceUsage();process.stderr.write('\\nUSAGE '+(u+s)/1e3+' '+m/1024+'\\n')})`;

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
const env = memoryEnv({ cwd: process.cwd(), variables: { PATH: process.env.PATH ?? '' } });
const server = await startServer({
  env,
  kinds: ['local', 'packaged'],
  tcp: true,
  settings: { autovacuum: 'off', max_locks_per_transaction: '1024' },
});
const folder = mkdtempSync(join(tmpdir(), 'bench-compare-'));
try {
  const migra = values.peer === 'no' ? undefined : installMigra(folder);
  for (const tables of values.tables.split(',').map(Number)) await measureSize(tables, migra);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measureSize(tables, migra) {
  const [old, desired] = [`old_${tables}`, `new_${tables}`];
  await fill(old, schemaOf(tables));
  await fill(desired, schemaOf(tables, { changes: 50 }));
  const compare = (...more) => [
    process.execPath,
    BIN,
    '--compare',
    server.url(desired),
    '--connection',
    server.url(old),
    '--dry-run',
    '--json',
    ...more,
  ];
  const programs = {
    pg_dump: [join(server.binFolder ?? '', 'pg_dump'), '--schema-only', '-d', server.url(old)],
    'db-migrate': compare('--no-proof'),
    ...(migra && { migra: [process.execPath, migra, server.url(old), server.url(desired), '--unsafe'] }),
  };
  const samples = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  const ratios = { 'db-migrate': [], migra: [] };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [name, command] of Object.entries(programs)) {
      // Slow enough that one run says what there is to say.
      if (name === 'migra' && round > 0) continue;
      samples[name].push(await time(command, name === 'migra' ? PEER_LIMIT_MS : undefined));
    }
    for (const name of ['db-migrate', 'migra'])
      if (samples[name]?.[round]) ratios[name].push(samples[name][round].ms / samples.pg_dump[round].ms);
  }
  const used = { 'db-migrate': await time(withUsage(programs['db-migrate'])) };
  const proved = await time(withUsage(compare()));
  console.log(`\n${tables} tables, ${values.rounds} rounds, load average ${loadavg()[0].toFixed(1)}`);
  for (const [name, list] of Object.entries(samples)) {
    const of = (key) => median(list.map((sample) => sample[key]));
    const about = name === 'pg_dump' ? 'one side' : `both sides, ${median(ratios[name]).toFixed(2)} times pg_dump`;
    const { cpuMs, rssMb } = used[name] ?? {};
    const usage = cpuMs === undefined ? '' : `, ${cpuMs.toFixed(0)} ms of CPU, ${rssMb.toFixed(0)} MB`;
    const ended = list.some(({ ended }) => ended) ? `, ended after ${PEER_LIMIT_MS / 1000} s` : '';
    console.log(`  ${name.padEnd(22)} ${of('ms').toFixed(0).padStart(7)} ms  ${about}${usage}${ended}`);
  }
  console.log(
    `  ${'db-migrate with proof'.padEnd(22)} ${proved.ms.toFixed(0).padStart(7)} ms  ${(proved.ms / median(samples.pg_dump.map(({ ms }) => ms))).toFixed(1)} times pg_dump, ${proved.rssMb.toFixed(0)} MB`,
  );
}

async function fill(database, sql) {
  await server.createDatabase(database);
  const session = await server.connect(database);
  await session.execute(sql);
  await session.execute('ANALYZE');
  await session.close();
}

function withUsage([node, ...args]) {
  return [node, '--import', USAGE, ...args];
}

function time([program, ...args], limitMs) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(limitMs !== undefined && { timeout: limitMs }),
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      said += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const ms = performance.now() - started;
      const [, cpuMs = Number.NaN, rssMb = Number.NaN] = /USAGE ([\d.]+) ([\d.]+)/.exec(said) ?? [];
      if (code !== 0 && code !== 2 && signal === null)
        reject(new Error(`${program} ended with ${code}: ${said.slice(-500)}`));
      else resolve({ ms, cpuMs: Number(cpuMs), rssMb: Number(rssMb), ended: signal !== null });
    });
  });
}

/** Into a folder of this run; no build script runs. Undefined where the registry does not give it. */
function installMigra(into) {
  writeFileSync(join(into, 'package.json'), '{ "private": true }');
  const { status } = spawnSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '@pgkit/migra@0.6.1'],
    { cwd: into, stdio: 'ignore' },
  );
  if (status === 0) return join(into, 'node_modules/@pgkit/migra/dist/command.js');
  console.log('@pgkit/migra cannot be installed here: measured without it');
  return undefined;
}
