// The flags of --from-db, what stays of hand-written code, and what is said of databases that no API can be made of.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/postgres.js';
import { createProject, type TestProject } from '../support.js';
import { type GeneratedApi, generateApi, rowsOf, startApi } from './generated-api.js';

const NOTES = `
  CREATE TABLE notes (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner text NOT NULL DEFAULT current_setting('request.jwt.claims', true)::json ->> 'sub',
    body text NOT NULL
  );
  ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own_notes ON notes USING (owner = current_setting('request.jwt.claims', true)::json ->> 'sub');
  INSERT INTO notes (owner, body) VALUES ('ada', 'secret'), ('bob', 'plan'), ('ada', 'more');
`;

describe.each(['native', 'portable'])('row security, %s', (style) => {
  let database: TestDatabase;
  let api: GeneratedApi;
  beforeAll(async () => {
    database = await testDatabase({ sql: NOTES });
    const role = `${database.name}_user`;
    const session = await database.session();
    await session.execute(`CREATE ROLE ${role}; GRANT SELECT, INSERT, UPDATE ON notes TO ${role}`);
    const project = await createProject();
    const run = await project.scaffold(
      '--from-db',
      database.url,
      '--row-security',
      '--require-if-match',
      '--style',
      style,
    );
    const auth = await project.read('src/middleware/auth.ts');
    const body = /async \(\) => \{\s*throw authNotImplemented\('caller'\);\s*\}/;
    const written = auth
      .replace(
        body,
        `async (token: string) => (token === '' ? undefined : { role: '${role}', claims: { sub: token } })`,
      )
      .replace('authNotImplemented, ', '');
    await project.write('src/middleware/auth.ts', written.replace(/import \{ authNotImplemented(?:, )?/, 'import { '));
    api = await startApi(database, project, run);
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });
  const as = (name: string): { headers: Record<string, string> } => ({ headers: { authorization: `Bearer ${name}` } });

  test('shows a caller what the policies of the database show', async () => {
    expect((await api.call('GET', '/notes')).status).toBe(401);
    const bodies = async (name: string): Promise<readonly unknown[]> =>
      rowsOf(await api.call('GET', '/notes', as(name))).map(({ body }) => body);
    expect(await bodies('ada')).toEqual(['secret', 'more']);
    expect(await bodies('bob')).toEqual(['plan']);
    expect((await api.call('GET', '/notes/2', as('ada'))).status).toBe(404);
    expect((await api.call('GET', '/health')).status).toBe(200);
  });

  test('writes as the caller, and not what the role may not do', async () => {
    const created = await api.call('POST', '/notes', { ...as('bob'), body: { body: 'new' } });
    expect(created.json?.data).toMatchObject({ owner: 'bob', body: 'new' });
    const taken = await api.call('POST', '/notes', { ...as('bob'), body: { body: 'x', owner: 'ada' } });
    expect([taken.status, taken.error?.code]).toEqual([403, 'FORBIDDEN']);
    const gone = await api.call('DELETE', '/notes/2', { headers: { ...as('bob').headers, 'if-match': '*' } });
    expect(gone.status).toBe(403);
  });

  test('wants to know which version is changed', async () => {
    const blind = await api.call('PATCH', '/notes/2', { ...as('bob'), body: { body: 'x' } });
    expect([blind.status, blind.error?.code]).toEqual([428, 'PRECONDITION_REQUIRED']);
    expect(Object.keys(api.document.paths['/notes/{id}']?.['patch']?.responses ?? {})).toContain('428');
    const { headers } = await api.call('GET', '/notes/2', as('bob'));
    const match = { ...as('bob').headers, 'if-match': headers.get('etag') ?? '' };
    expect((await api.call('PATCH', '/notes/2', { headers: match, body: { body: 'x' } })).status).toBe(200);
    expect((await api.call('PATCH', '/notes/2', { headers: match, body: { body: 'y' } })).status).toBe(412);
  });
});

describe('when the tables change', () => {
  let database: TestDatabase;
  let project: TestProject;
  beforeAll(async () => {
    database = await testDatabase({
      sql: 'CREATE TABLE books (id integer PRIMARY KEY, title text NOT NULL); CREATE TABLE shelves (id integer PRIMARY KEY, name text)',
    });
    project = await createProject();
    await project.scaffold('--from-db', database.url);
  });
  afterAll(async () => {
    await project?.remove();
    await database?.drop();
  });
  const run = (...flags: readonly string[]) => project.scaffold('--from-db', database.url, ...flags);

  test('a second run changes nothing', async () => {
    const before = await project.files();
    const { stdout, exitCode } = await run();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Kept 14 route handlers');
    expect(await project.files()).toEqual(before);
    expect((await run('--check')).exitCode).toBe(0);
  });

  test('the document alone gives the same code', async () => {
    const before = await project.files('src/types');
    expect((await project.scaffold('openapi.yaml', '--check')).stdout).not.toContain('Would update');
    expect(await project.files('src/types')).toEqual(before);
  });

  test('what a formatter went over stays as it is laid out, and follows its table still', async () => {
    const path = 'src/repositories/books.ts';
    const written = await project.read(path);
    const formatted = written
      .replace(/^(import .*) from '(.*)';$/gm, '$1\n  from "$2"')
      .replace(/^export /gm, '\nexport ');
    await project.write(path, formatted);
    expect((await run('--check')).exitCode).toBe(0);
    expect((await run()).exitCode).toBe(0);
    expect(await project.read(path)).toBe(formatted);
    const session = await database.session();
    await session.execute('ALTER TABLE books ADD subtitle text');
    expect((await run()).exitCode).toBe(0);
    expect(await project.read(path)).toContain("subtitle: 't.subtitle'");
    await session.execute('ALTER TABLE books DROP subtitle');
    expect((await run()).exitCode).toBe(0);
    expect(await project.read(path)).toBe(written);
  });

  test('what nobody edited follows, what somebody edited stays', async () => {
    const mine = `${await project.read('src/repositories/shelves.ts')}\nexport const mine = 1;\n`;
    await project.write('src/repositories/shelves.ts', mine);
    await project.write(
      'src/routes/books.ts',
      `${await project.read('src/routes/books.ts')}\nexport const handmade = true;\n`,
    );
    const session = await database.session();
    await session.execute(
      'ALTER TABLE books ADD pages integer; ALTER TABLE shelves ADD width integer; CREATE TABLE rooms (id integer PRIMARY KEY)',
    );
    const check = await run('--check');
    expect(check.exitCode).toBe(1);
    expect(check.stdout).toContain("+    pages: 't.pages',");
    expect((await run()).exitCode).toBe(0);
    expect(await project.read('src/repositories/books.ts')).toContain("pages: 't.pages'");
    expect(await project.read('src/repositories/shelves.ts')).toBe(mine);
    expect(await project.read('src/routes/books.ts')).toContain('handmade');
    expect(await project.read('src/routes/rooms.ts')).toContain("createRoom: Handler<'createRoom'>");
    const errors = await project.typeErrors();
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.every((error) => error.startsWith('src/repositories/shelves.ts') && error.includes('width'))).toBe(
      true,
    );
    expect((await run('--check')).exitCode).toBe(0);
    expect(await project.read('src/repositories/shelves.ts')).toBe(mine);
  });

  test('a file of the tool that was edited is not overwritten', async () => {
    await project.write('openapi.yaml', '# mine\n');
    const refused = await run();
    expect([refused.exitCode, refused.stderr]).toEqual([
      5,
      expect.stringContaining('error[CORE105]: openapi.yaml was edited by hand'),
    ]);
    expect((await run('--force')).exitCode).toBe(0);
    expect(await project.read('openapi.yaml')).toContain('openapi: 3.1.1');
  });
});

describe('which tables', () => {
  test('by schema and by glob; what fits nothing is said', async () => {
    const database = await testDatabase({
      sql: 'CREATE SCHEMA shop; CREATE TABLE shop.orders (id integer PRIMARY KEY); CREATE TABLE shop.order_items (id integer PRIMARY KEY); CREATE TABLE users (id integer PRIMARY KEY)',
    });
    const project = await createProject();
    const listed = async (...flags: readonly string[]): Promise<readonly string[]> => {
      const { stdout, stderr } = await project.scaffold('--from-db', database.url, '--dry-run', ...flags);
      return [...stdout.matchAll(/^- GET (\/[\w.-]+) \(list/gm)]
        .map((match) => match[1] ?? '')
        .concat(stderr === '' ? [] : [stderr]);
    };
    expect(await listed()).toEqual(['/users', '/shop.order-items', '/shop.orders']);
    expect(await listed('--schema', 'shop')).toEqual(['/order-items', '/orders']);
    expect(await listed('--schema', 'shop', '--table', 'order?')).toEqual(['/orders']);
    expect(await listed('--table', 'shop.*', 'users')).toEqual(['/users', '/shop.order-items', '/shop.orders']);
    const nothing = await project.scaffold('--from-db', database.url, '--table', 'nothing');
    expect([nothing.exitCode, nothing.stderr]).toEqual([3, expect.stringContaining('error[SCAF310]: nothing in')]);
    const none = await project.scaffold('--from-db', 'postgresql://localhost:1/none?connect_timeout=1');
    expect([none.exitCode, none.stderr]).toEqual([4, expect.stringContaining('error[CORE202]')]);
    await project.remove();
  });

  test('very many are asked about, and need a flag where nobody can be asked', async () => {
    const count = process.env['CHECK'] === 'full' ? 10_000 : 201;
    const database = await testDatabase();
    const session = await database.session();
    for (let first = 1; first <= count; first += 500) {
      const last = Math.min(first + 499, count);
      await session.execute(
        `DO $$ BEGIN FOR n IN ${first}..${last} LOOP EXECUTE format('CREATE TABLE t%s (id integer PRIMARY KEY)', n); END LOOP; END $$`,
      );
    }
    const project = await createProject();
    const asked = await project.scaffold('--from-db', database.url);
    expect(asked.exitCode).toBe(5);
    expect(asked.stderr).toContain(`error[SCAF311]:`);
    expect(asked.stderr).toContain(`has ${count} tables and views, such as t1, t10, t100`);
    expect(asked.stderr).toContain("--table '*' for all");
    const some = await project.scaffold('--from-db', database.url, '--table', 't20', 't200', '--dry-run');
    expect(some.stdout).toContain('Would generate 10 route handlers');
    await project.remove();
  });
});

test('the password of the database stands in nothing that is written or said', async () => {
  const database = await testDatabase({ sql: 'CREATE TABLE books (id integer PRIMARY KEY)' });
  const { password } = new URL(database.url);
  const project = await createProject();
  const { stdout, stderr } = await project.scaffold('--from-db', database.url, '--json');
  const written = [...(await project.files()).values()].join('\n');
  if (password !== '') for (const text of [stdout, stderr, written]) expect(text).not.toContain(password);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    data: { operations: expect.arrayContaining([expect.objectContaining({ operationId: 'listBooks' })]) },
  });
  await project.remove();
});

test('the generated tests run', async () => {
  const database = await testDatabase({
    sql: 'CREATE TABLE books (id integer PRIMARY KEY, title text); INSERT INTO books VALUES (1, $$a$$), (2, $$b$$)',
  });
  const api = await generateApi(database, 'fastify');
  try {
    const { execFile } = await import('node:child_process');
    const output = await new Promise<string>((done) => {
      const environment = { ...process.env, DATABASE_URL: database.url, NODE_TEST_CONTEXT: undefined };
      execFile(
        process.execPath,
        ['--test', 'test/'],
        { cwd: api.project.folder, env: environment },
        (_, stdout, stderr) => done(stdout + stderr),
      );
    });
    expect(output).toMatch(/pass [45]\b/);
    expect(output).toContain('fail 0');
  } finally {
    await api.close();
  }
});
