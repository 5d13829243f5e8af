// Index advice on eight workloads with primary keys alone: our choice beside the algorithms of dexter and of index_advisor,
// each built for real and the statements run, in one run. Wants PostgreSQL's hypopg. Times are of this machine and this
// hour; the ratio between the choices is what counts. `WORKLOADS=shop,blog` runs some, `SCALE=0.1` another TPC-H.
import { loadavg } from 'node:os';
import { memoryEnv } from '../../packages/core/dist/env/memory-env.js';
import { startServer } from '../../packages/core/dist/postgres/server/throwaway-server.js';
import { advise } from '../../packages/migrate/dist/advise/advise.js';
import { analyze } from '../../packages/migrate/dist/analyze/analyze.js';
import { definitionOf } from '../../packages/migrate/dist/candidates/index-ddl.js';
import { observe } from '../../packages/migrate/dist/observe/observe.js';
import { dexterIndexes, indexAdvisorIndexes } from './support/peer-algorithms.js';
import { joins } from './workloads/joins.js';
import { tpch } from './workloads/tpch.js';
import { billing, blog, chat, pgbench, series, shop } from './workloads/web.js';

const ALL = { tpch: tpch(Number(process.env.SCALE ?? 0.02)), joins, pgbench, shop, blog, chat, billing, series };
const wanted = process.env.WORKLOADS?.split(',') ?? Object.keys(ALL);
const env = memoryEnv({ cwd: process.cwd(), variables: { PATH: process.env.PATH ?? '' } });
const sum = (values) => values.reduce((total, value) => total + value, 0);
const show = (index) => definitionOf(index).replace(/^public\./, '');
const MOST_RUNS = 12;
const ENOUGH_MS = 400;
const NO_BUDGET = { mostBytes: Number.POSITIVE_INFINITY };

const server = await startServer({
  env,
  kinds: ['local'],
  settings: {
    shared_preload_libraries: 'pg_stat_statements',
    jit: 'off',
    work_mem: '64MB',
    shared_buffers: '512MB',
    autovacuum: 'off',
    // A vacuum right behind an asynchronous commit sets no page visible, and index-only scans are then never chosen.
    synchronous_commit: 'on',
  },
});

try {
  const session = await server.connect();
  const there = await session.query("SELECT FROM pg_available_extensions WHERE name = 'hypopg'");
  await session.close();
  if (there.length === 0) console.log('left out: the server has no hypopg (Debian: postgresql-15-hypopg)');
  else for (const name of wanted) await compare(name, ALL[name]);
} finally {
  await server.stop();
}

async function compare(id, workload) {
  await server.createDatabase(`advise_${id}`);
  const session = await server.connect(`advise_${id}`);
  await session.execute(
    `CREATE EXTENSION pg_stat_statements; CREATE EXTENSION hypopg; ${workload.schema}; ${workload.rows}`,
  );
  await session.execute('VACUUM ANALYZE');
  await session.execute('SELECT pg_stat_statements_reset()');
  await runAll(session, workload);
  const observation = await observe(session, { statements: 100 });
  const started = performance.now();
  const advice = await advise(session, observation, analyze(observation), NO_BUDGET);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const dexter = await dexterIndexes(session, observation);
  const indexAdvisor = await indexAdvisorIndexes(session, observation);
  const choices = {
    none: [],
    ours: advice.suggestions.map(({ index }) => index),
    dexter,
    'ours, at most': await within(session, observation, dexter),
    index_advisor: indexAdvisor,
    'ours, at most ': await within(session, observation, indexAdvisor),
  };
  if (process.env.VERBOSE)
    for (const { ddl, costBefore, costAfter, serves } of advice.suggestions)
      console.log(
        `    ${ddl}: ${Math.round(costBefore)} without, ${Math.round(costAfter)} with, ${serves.length} statements`,
      );
  const load = loadavg()[0].toFixed(1);
  console.log(`\n${workload.name} (${server.description}, load ${load}, ours found in ${seconds} s)`);
  for (const [name, indexes] of Object.entries(choices).slice(1))
    console.log(`  ${name}: ${indexes.map(show).join(', ')}`);
  console.log(`  ${'choice'.padEnd(14)} indexes      size   workload time   share of none   geometric mean`);
  const bytes = {};
  const rounds = [];
  // In turn, twice, so that a busy minute hits all of them.
  for (let round = 0; round < 2; round += 1) {
    const times = {};
    const seen = new Map();
    for (const [name, indexes] of Object.entries(choices)) {
      const key = indexes.map(definitionOf).sort().join();
      if (!seen.has(key)) {
        const size = await build(session, indexes);
        seen.set(key, { size, each: await measure(session, workload) });
        await drop(session, indexes);
      }
      bytes[name] = seen.get(key).size;
      times[name] = seen.get(key).each;
    }
    rounds.push(times);
  }
  const best = (name) => workload.statements.map((_, at) => Math.min(...rounds.map((times) => times[name][at])));
  const bare = weighted(workload, best('none'));
  for (const [name, indexes] of Object.entries(choices)) {
    const times = best(name);
    const total = weighted(workload, times);
    const geometric = Math.exp(sum(times.map((ms, at) => Math.log(ms / best('none')[at]))) / times.length);
    const size = `${(bytes[name] / 1024 / 1024).toFixed(1)} MB`;
    console.log(
      `  ${name.padEnd(14)} ${String(indexes.length).padStart(7)} ${size.padStart(9)} ${`${total.toFixed(0)} ms`.padStart(15)} ${`${((total / bare) * 100).toFixed(2)} %`.padStart(15)} ${geometric.toFixed(3).padStart(16)}`,
    );
  }
  await session.close();
}

/** Our choice under the real size of a peer's. */
async function within(session, observation, indexes) {
  const mostBytes = await build(session, indexes);
  await drop(session, indexes);
  await session.execute('VACUUM ANALYZE');
  const advice = await advise(session, observation, analyze(observation), { mostBytes });
  return advice.suggestions.map(({ index }) => index);
}

function weighted({ statements }, times) {
  return sum(times.map((ms, at) => ms * statements[at].times));
}

async function runAll(session, { statements }) {
  for (const { sql, sets, times } of statements)
    for (let run = 0; run < times; run += 1) await session.query(sql, sets[run % sets.length]);
}

/** The best run of each statement by the server's clock, averaged over its sets of values; what it writes is rolled back. */
async function measure(session, { statements }) {
  const results = [];
  for (const { sql, sets } of statements) {
    const each = [];
    for (const values of sets) {
      let best = Number.POSITIVE_INFINITY;
      let spent = 0;
      // Short statements run often: what the machine does beside them then hits some runs, and not the best one.
      for (let run = 0; run < MOST_RUNS && spent < ENOUGH_MS; run += 1) {
        await session.execute('BEGIN; SET LOCAL plan_cache_mode = force_custom_plan');
        const [row] = await session.query(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`, values);
        await session.execute('ROLLBACK');
        const [plan] = row['QUERY PLAN'];
        const ms = plan['Execution Time'];
        if (run > 0 || ms >= ENOUGH_MS) best = Math.min(best, ms);
        spent += ms;
      }
      each.push(best);
    }
    results.push(sum(each) / each.length);
  }
  return results;
}

async function build(session, indexes) {
  for (const [at, index] of indexes.entries())
    await session.execute(`CREATE INDEX advised_${at} ON ${definitionOf(index)}`);
  await session.execute('VACUUM ANALYZE');
  const [row] = await session.query(
    "SELECT coalesce(sum(pg_relation_size(oid)), 0)::float8 AS bytes FROM pg_class WHERE relname LIKE 'advised\\_%'",
  );
  return row.bytes;
}

async function drop(session, indexes) {
  for (const at of indexes.keys()) await session.execute(`DROP INDEX advised_${at}`);
}
