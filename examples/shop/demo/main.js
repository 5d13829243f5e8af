// The story of the toolkit in about a minute: a spec becomes a server, the server is measured, the database is analysed,
// the missing index is proposed, tried, applied, and what it gained is measured. Nothing is prepared but the rows.
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { realEnv } from '../../../packages/core/dist/env/real-env.js';
import { startServer as startPostgres } from '../../../packages/core/dist/postgres/server/throwaway-server.js';
import { chapter, cleanUpWith, run, startServer, tell } from './stage.js';

const shop = join(import.meta.dirname, '..');
const root = join(shop, '../..');
const bin = (name, folder) => join(root, 'packages', folder, 'bin', `${name}.js`);

/** Runs one of the three commands, shown as it would be typed. */
function command(name, folder, args, options) {
  const quoted = args.map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg}'`));
  return run([name, ...quoted].join(' '), process.execPath, [bin(name, folder), ...args], options);
}

await tell(async () => {
  const work = await mkdtemp(join(shop, '.demo-'));
  cleanUpWith(() => rm(work, { recursive: true, force: true }));
  const database = await prepareDatabase();
  await scaffold(work);
  const address = await serve(work, database.url);
  await measureAndMend(work, address, database.url);
  farewell();
});

async function prepareDatabase() {
  chapter(
    '1. A shop with a Postgres of its own',
    'No server, container or account is needed: one is started here and removed at the end.',
  );
  const env = realEnv();
  const server = await startPostgres({ env, tcp: true, settings: { shared_preload_libraries: 'pg_stat_statements' } });
  cleanUpWith(() => server.stop());
  await server.createDatabase('shop');
  const session = await server.connect('shop');
  for (const file of ['schema.sql', 'seed.sql'])
    await session.execute(await readFile(join(shop, 'database', file), 'utf8'));
  // The rows are there; what counts from now on is the shop at work.
  await session.execute('CREATE EXTENSION pg_stat_statements; SELECT pg_stat_statements_reset()');
  const [{ rows }] = await session.query(
    "SELECT sum(reltuples)::bigint AS rows FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
  );
  await session.close();
  process.stdout.write(`${server.description}: 4 tables, ${Number(rows).toLocaleString('en')} rows.\n`);
  return { url: server.url('shop') };
}

async function scaffold(work) {
  chapter(
    '2. The spec becomes a server',
    'api-scaffold writes routes, validation and types. The handlers are yours from then on.',
  );
  await cp(join(shop, 'openapi.yaml'), join(work, 'openapi.yaml'));
  await command('api-scaffold', 'scaffold', ['openapi.yaml', '--framework', 'express', '--output', 'src/routes/'], {
    cwd: work,
  });

  process.stdout.write(
    '\nNow somebody writes the handlers (here they come from examples/shop/src), and the tool runs again:\n',
  );
  for (const file of [
    'src/routes',
    'src/server.ts',
    'src/database.ts',
    'src/middleware/auth.ts',
    'package.json',
    'tsconfig.json',
  ]) {
    await cp(join(shop, file), join(work, file), {
      recursive: true,
      filter: (source) => !source.endsWith('routes/index.ts'),
    });
  }
  await command('api-scaffold', 'scaffold', ['openapi.yaml', '--framework', 'express', '--output', 'src/routes/'], {
    cwd: work,
  });
}

async function serve(work, url) {
  chapter('3. It compiles and serves', 'The strictest TypeScript, then a request that is right and one that is not.');
  await run('npx tsc --strict', process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], {
    cwd: work,
  });
  const address = await startServer(process.execPath, ['dist/server.js'], {
    cwd: work,
    env: { ...process.env, DATABASE_URL: url, PORT: '0', SHOP_TOKEN: 'demo' },
  });
  for (const path of ['/users/7', '/users/seven/orders?limit=1000']) {
    const answer = await fetch(`${address}${path}`);
    process.stdout.write(`\nGET ${path}\n${answer.status} ${await answer.text()}\n`);
  }
  return address;
}

async function measureAndMend(work, address, url) {
  const target = `${address}/users/4711/orders?limit=20`;
  const env = { ...process.env, DATABASE_URL: url };
  const load = ['--concurrency', '4', '--warmup', '1s', '--duration', '6s'];

  chapter('4. How fast is it?', 'api-load asks for one user’s orders, and keeps the result as a baseline.');
  await command('api-load', 'load', [target, ...load, '--save', 'before.json'], { cwd: work });

  chapter(
    '5. Why is it slow?',
    'db-migrate analyses the database. Every time that it prints was measured by the server.',
  );
  await command('db-migrate', 'migrate', ['--analyze'], { cwd: work, env });
  await command('db-migrate', 'migrate', ['--suggest-indexes', '--output', 'migrations/'], { cwd: work, env });
  for (const file of (await readdir(join(work, 'migrations'))).filter((name) => name.endsWith('.sql')).sort()) {
    process.stdout.write(`\n--- migrations/${file}\n${await readFile(join(work, 'migrations', file), 'utf8')}`);
  }

  chapter(
    '6. The change, tried and then applied',
    'First a dry run that leaves no trace, then the real one: without blocking anybody.',
  );
  await command('db-migrate', 'migrate', ['--migrate', 'migrations/', '--dry-run'], { cwd: work, env });
  await command('db-migrate', 'migrate', ['--migrate', 'migrations/'], { cwd: work, env });

  chapter('7. What did it gain?', 'The same load again, held against the baseline.');
  await command('api-load', 'load', [target, ...load, '--compare', 'before.json'], { cwd: work });
}

function farewell() {
  const here = relative(process.cwd(), shop) || '.';
  chapter('What to try next', '');
  process.stdout.write(`  pnpm exec api-scaffold your-openapi.yaml --framework express --output src/routes/
  pnpm exec db-migrate --analyze --connection postgresql://localhost/yours
  pnpm exec api-load http://localhost:3000/ --concurrency 50 --duration 30

  The shop's handlers are in ${here}/src/routes, its spec in ${here}/openapi.yaml.
`);
}
