// Index advice on TPC-H (the schema and the 22 queries of the specification, revision 3; rows of our own), primary keys
// alone: our choice beside the algorithms of dexter and of index_advisor, each built for real and the queries run.
// Wants PostgreSQL's hypopg. Sizes and times are of this run; the ratio between the choices is what counts.
import { loadavg } from 'node:os';
import { memoryEnv } from '../../packages/core/dist/env/memory-env.js';
import { startServer } from '../../packages/core/dist/postgres/server/throwaway-server.js';
import { advise } from '../../packages/migrate/dist/advise/advise.js';
import { analyze } from '../../packages/migrate/dist/analyze/analyze.js';
import { observe } from '../../packages/migrate/dist/observe/observe.js';
import { dexterIndexes, indexAdvisorIndexes } from './peer-algorithms.js';
import { QUERIES, SCHEMA, seed } from './tpch-workload.js';

const SCALE = Number(process.env.SCALE ?? 0.02);
const env = memoryEnv({ cwd: process.cwd(), variables: { PATH: process.env.PATH ?? '' } });
const sum = (values) => values.reduce((total, value) => total + value, 0);
const show = ({ table, columns }) => `${table.name} (${columns.join(', ')})`;
const name = (at) => `advised_${at}`;
const server = await startServer({
  env,
  kinds: ['local'],
  settings: {
    shared_preload_libraries: 'pg_stat_statements',
    jit: 'off',
    work_mem: '64MB',
    shared_buffers: '512MB',
    autovacuum: 'off',
  },
});

try {
  const session = await server.connect();
  if ((await session.query("SELECT FROM pg_available_extensions WHERE name = 'hypopg'")).length === 0) {
    console.log('left out: the server has no hypopg (Debian: postgresql-15-hypopg)');
  } else {
    await run(session);
  }
  await session.close();
} finally {
  await server.stop();
}

async function run(session) {
  console.log(
    `${server.description}, scale ${SCALE}, load average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  );
  await session.execute(
    `${SCHEMA}; ${seed(SCALE)}; ANALYZE; CREATE EXTENSION pg_stat_statements; CREATE EXTENSION hypopg; SELECT pg_stat_statements_reset()`,
  );
  const bare = await measure(session);
  const observation = await observe(session, { statements: 100 });
  const started = performance.now();
  const advice = await advise(session, observation, analyze(observation), { mostBytes: Number.POSITIVE_INFINITY });
  const ours = advice.suggestions.map(({ index }) => index);
  const oursMs = performance.now() - started;
  console.log(`ours, in ${(oursMs / 1000).toFixed(1)} s: ${ours.map(show).join(', ')}`);
  const choices = {
    none: [],
    ours,
    dexter: await dexterIndexes(session, observation),
    index_advisor: await indexAdvisorIndexes(session, observation),
  };
  for (const peer of ['dexter', 'index_advisor']) console.log(`${peer}: ${choices[peer].map(show).join(', ')}`);
  console.log(`\n${'choice'.padEnd(14)} indexes     size   22 queries   share of none   geometric mean a query`);
  for (const [name, indexes] of Object.entries(choices)) {
    const size = await build(session, indexes);
    const times = name === 'none' ? bare : await measure(session);
    await drop(session, indexes);
    const total = sum(times);
    const geometric = Math.exp(sum(times.map((ms, at) => Math.log(ms / bare[at]))) / times.length);
    console.log(
      `${name.padEnd(14)} ${String(indexes.length).padStart(7)} ${`${(size / 1024 / 1024).toFixed(1)} MB`.padStart(9)} ${`${(total / 1000).toFixed(2)} s`.padStart(11)} ${`${((total / sum(bare)) * 100).toFixed(1)} %`.padStart(14)} ${geometric.toFixed(2).padStart(16)}`,
    );
  }
}

async function build(session, indexes) {
  for (const [at, { table, columns }] of indexes.entries())
    await session.execute(`CREATE INDEX ${name(at)} ON ${table.name} (${columns.join(', ')})`);
  await session.execute('VACUUM ANALYZE');
  const rows = await session.query(
    "SELECT coalesce(sum(pg_relation_size(oid)), 0)::float8 AS bytes FROM pg_class WHERE relname LIKE 'advised\\_%'",
  );
  return rows[0].bytes;
}

async function drop(session, indexes) {
  for (const at of indexes.keys()) await session.execute(`DROP INDEX ${name(at)}`);
}

/** The best of two runs of each query, in milliseconds. */
async function measure(session) {
  const times = QUERIES.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < 2; round += 1) {
    for (const [at, sql] of QUERIES.entries()) {
      const started = performance.now();
      await session.query(sql);
      times[at] = Math.min(times[at], performance.now() - started);
    }
  }
  return times;
}
