// --analyze and --suggest-indexes as a user runs them, against a real database.
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import { beforeAll, describe, expect, test } from 'vitest';
import { tool } from '../../packages/migrate/src/tool.js';
import { type TestDatabase, testDatabase } from '../support/postgres.js';

const SHOP = `
CREATE EXTENSION pg_stat_statements;
CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE products (id int PRIMARY KEY, category_id int NOT NULL, name text NOT NULL);
CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users, total int NOT NULL);
CREATE TABLE order_items (id int PRIMARY KEY, order_id int NOT NULL, product_id int NOT NULL, quantity int NOT NULL);
INSERT INTO users SELECT n, 'u' || n FROM generate_series(1, 2000) n;
INSERT INTO products SELECT n, n % 500, repeat('p', 200) || n FROM generate_series(1, 60000) n;
INSERT INTO orders SELECT n, 1 + n % 2000, n FROM generate_series(1, 60000) n;
INSERT INTO order_items SELECT n, n % 30000, n % 700, 1 FROM generate_series(1, 120000) n;
ANALYZE;`;

const WORKLOAD: readonly (readonly [sql: string, values: readonly unknown[]])[] = [
  ['SELECT * FROM orders WHERE user_id = $1', [7]],
  ['SELECT * FROM products WHERE category_id = $1', [7]],
  ['SELECT quantity FROM order_items WHERE order_id = $1 AND product_id = $2', [7, 7]],
];

let shop: TestDatabase;

beforeAll(async () => {
  shop = await testDatabase({ sql: SHOP });
  const session = await shop.session();
  for (let run = 0; run < 60; run += 1) {
    for (const [sql, values] of WORKLOAD) await session.query(sql, values);
  }
  return () => shop.drop();
});

interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly document: { readonly data: Readonly<Record<string, unknown>> };
}

async function runMigrate(argv: readonly string[], cwd = tmpdir()): Promise<Finished> {
  const env = memoryEnv({
    argv,
    cwd,
    variables: { PATH: process.env['PATH'] ?? '' },
    now: new Date('2026-11-22T10:20:30Z'),
  });
  const exitCode = await runCli(tool, env);
  const document = argv.includes('--json') ? (JSON.parse(env.output.stdout) as Finished['document']) : { data: {} };
  return { exitCode, ...env.output, document };
}

const lines = (text: string): string[] => text.split('\n').map((line) => line.trim());

describe('--analyze', () => {
  test('prints the report of the contract: missing indexes with measured times', async () => {
    const { exitCode, stdout } = await runMigrate(['--analyze', '--connection', shop.url]);
    expect(exitCode).toBe(0);
    expect(lines(stdout)[0]).toBe('=== Database Analysis Report ===');
    expect(stdout).toMatch(/Tables: +4\nTotal rows: +242,000/);
    expect(stdout).toContain('MISSING INDEXES (3 found):');
    expect(stdout).toMatch(/orders\.user_id - [\d.]+ms avg query time, ADD INDEX recommended/);
    expect(stdout).toMatch(/products\.category_id - [\d.]+ms avg query time, ADD INDEX recommended/);
    expect(stdout).toMatch(/order_items\(order_id, product_id\) - [\d.]+ms avg query time, ADD INDEX recommended/);
    expect(stdout).toContain('N+1 QUERY RISKS (0 found):');
    expect(stdout).toContain('SUGGESTED MIGRATIONS:');
  });

  test('as JSON: evidence and suggestions, and no password anywhere', async () => {
    const { stdout, document } = await runMigrate(['--analyze', '--json', '--connection', shop.url]);
    expect(stdout).not.toContain(new URL(shop.url).password);
    expect(document.data).toMatchObject({
      tables: 4,
      rows: 242_000,
      workload: { source: 'pg_stat_statements' },
      basis: expect.stringMatching(/hypopg|plans/),
    });
    const { findings } = document.data as unknown as {
      findings: { columns: string[]; evidence: { calls: number; measured: boolean } }[];
    };
    expect(findings.find(({ columns }) => columns[0] === 'user_id')?.evidence).toMatchObject({
      calls: 60,
      measured: true,
    });
  });

  test('--fail-on makes findings exit 1, and refuses the words of --compare', async () => {
    const failed = await runMigrate(['--analyze', '--fail-on', 'medium', '--connection', shop.url]);
    expect(failed).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('error[MIG501]: public.orders (user_id)'),
    });
    expect(await runMigrate(['--analyze', '--fail-on', 'rewrite', '--connection', shop.url])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('does not go with --analyze'),
    });
  });

  test('without pg_stat_statements it says what is missing and how to get it, and shows no time', async () => {
    const bare = await testDatabase({ sql: 'CREATE TABLE a (id int PRIMARY KEY)' });
    const { exitCode, stdout, stderr } = await runMigrate(['--analyze', '--connection', bare.url]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('warning[MIG510]');
    expect(stderr).toContain('CREATE EXTENSION pg_stat_statements;');
    expect(stdout).not.toMatch(/\d ?ms/);
  });

  test('as one HTML page that needs nothing else, and in which names are text', async () => {
    const hostile = await testDatabase({ sql: 'CREATE TABLE "<img src=x onerror=alert(1)>" (id int)' });
    const cwd = await mkdtemp(join(tmpdir(), 'page-'));
    expect(await runMigrate(['--analyze', '--html', 'report.html', '--connection', hostile.url], cwd)).toMatchObject({
      exitCode: 0,
    });
    const page = await readFile(join(cwd, 'report.html'), 'utf8');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toContain('<img');
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/(?:src|href)="?https?:/);
    expect(page.length).toBeLessThan(200_000);
  });

  test('the page shows the worst statements with their plans, and where the bytes are', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'page-'));
    await runMigrate(['--analyze', '--html', 'report.html', '--connection', shop.url], cwd);
    const page = await readFile(join(cwd, 'report.html'), 'utf8');
    expect(page).toContain('Generic plan: SELECT * FROM products WHERE category_id = $1');
    expect(page).toMatch(/<li><b class="w8">Seq Scan on public\.products<\/b><small>estimated: rows 120,/);
    expect(page).toContain('filter: (products.category_id = $1)');
    expect(page).toContain('<td>public.products</td>');
    expect(page.length).toBeLessThan(200_000);
  });

  test('nobody listens: exit 4', async () => {
    expect(await runMigrate(['--analyze', '--connection', 'postgresql://x@127.0.0.1:1/x'])).toMatchObject({
      exitCode: 4,
      stdout: '',
    });
  });
});

test('--suggest-indexes writes a migration that --migrate applies, after which nothing is missing, and whose rollback leads back', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'suggest-'));
  const run = (args: readonly string[]): ReturnType<typeof runMigrate> =>
    runMigrate([...args, '--connection', shop.url], cwd);
  await run(['--suggest-indexes', '--output', 'migrations']);
  const files = (await readdir(join(cwd, 'migrations'))).sort();
  expect(files.map((file) => file.slice(9))).toEqual(['add_indexes.sql', 'add_indexes_rollback.sql']);
  const migration = await readFile(join(cwd, 'migrations', files[0] ?? ''), 'utf8');
  expect(migration.match(/^CREATE INDEX CONCURRENTLY /gm)).toHaveLength(3);
  expect(await run(['--migrate', 'migrations'])).toMatchObject({ exitCode: 0 });
  expect((await run(['--analyze'])).stdout).toContain('MISSING INDEXES (0 found):');
  expect(await run(['--suggest-indexes', '--output', 'again'])).toMatchObject({
    exitCode: 0,
    stdout: 'No index is missing: nothing to write.\n',
  });
  expect(await run(['--rollback', '1'])).toMatchObject({ exitCode: 0 });
  expect((await run(['--analyze'])).stdout).toContain('MISSING INDEXES (3 found):');
});

test('the whole way: measured, written, applied, and what was gained', async () => {
  const database = await testDatabase({ sql: SHOP });
  const session = await database.session();
  const work = async (): Promise<void> => {
    for (let run = 0; run < 60; run += 1) for (const [sql, values] of WORKLOAD) await session.query(sql, values);
  };
  await work();
  const cwd = await mkdtemp(join(tmpdir(), 'gained-'));
  const run = (args: readonly string[]): ReturnType<typeof runMigrate> =>
    runMigrate([...args, '--connection', database.url], cwd);
  const before = await run(['--analyze', '--measure', '--reporter', 'json=report.json']);
  for (const index of ['orders (user_id)', 'products (category_id)', 'order_items (order_id, product_id)'])
    expect(before.stdout).toContain(`ON public.${index};`);
  expect(before.stdout.match(/measured [\d.]+ ms before, [\d.]+ ms after; built in/g)).toHaveLength(3);
  expect(await run(['--suggest-indexes', '--measure', '--output', 'migrations'])).toMatchObject({ exitCode: 0 });
  expect(await run(['--lint', 'migrations', '--fail-on', 'blocking'])).toMatchObject({ exitCode: 0 });
  expect(await run(['--migrate', 'migrations'])).toMatchObject({ exitCode: 0 });
  await work();
  const { stdout } = await run(['--analyze', '--compare-with', 'report.json']);
  expect(stdout).toContain('MISSING INDEXES (0 found):');
  expect(stdout).toContain('GAINED SINCE 2026-11-22T10:20:30');
  expect(stdout.match(/ms a call, 60 calls since/g)).toHaveLength(3);
  expect(stdout).toContain('MIG501 foreign key without an index: public.orders (user_id)');
  await writeFile(join(cwd, 'other.json'), '{"data": 1}');
  expect(await run(['--analyze', '--compare-with', 'other.json'])).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('error[MIG524]: other.json is no report of an analysis'),
  });
});

test('--in-place alone says what it belongs to', async () => {
  expect(await runMigrate(['--analyze', '--in-place', '--connection', shop.url])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--in-place has no meaning without --measure'),
  });
});
