// What db-migrate measures with: a schema that does not name it leaves it where it is.
import { expect, test } from 'vitest';
import { project } from './run.js';

interface Compared {
  readonly exitCode: number;
  readonly data: {
    readonly empty: boolean;
    readonly leftAlone: readonly string[];
    readonly proof: unknown;
    readonly steps: readonly { readonly sql: string }[];
  };
}

const SCHEMA = 'CREATE TABLE public.users (id int PRIMARY KEY);';

test('pg_stat_statements stays, with what is granted on it, and the proof holds', async () => {
  const { json, run, database } = await project('', { 'schema.sql': SCHEMA });
  const session = await database.session();
  const role = `m_${database.name}`;
  await session.execute(`
    CREATE ROLE ${role};
    CREATE EXTENSION pg_stat_statements;
    GRANT SELECT ON pg_stat_statements TO ${role};
    GRANT EXECUTE ON FUNCTION pg_stat_statements_reset(oid, oid, bigint) TO ${role};
    CREATE EXTENSION pgstattuple`);
  const { data } = await json<Compared>('--compare', 'schema.sql');
  expect(data.leftAlone).toEqual(['extension:pg_stat_statements']);
  expect(data.steps.map(({ sql }) => sql.split('\n')[0])).toEqual([
    'DROP EXTENSION pgstattuple',
    'CREATE TABLE public.users (',
  ]);
  expect(data.proof).toMatchObject({ up: 'equal', down: 'equal' });
  await run('--migrate', 'migrations');
  const after = await run('--compare', 'schema.sql', '--check');
  await session.execute(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  expect(after).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('No difference') });
});

test('one that the schema names is made, and one that a view stands on is compared like any other', async () => {
  const { json, file, database } = await project('', {
    'schema.sql': `CREATE EXTENSION pg_stat_statements; ${SCHEMA}`,
  });
  const named = await json<Compared>('--compare', 'schema.sql', '--dry-run', '--no-proof');
  expect(named.data.steps[0]?.sql).toContain('CREATE EXTENSION pg_stat_statements');
  const session = await database.session();
  await session.execute(
    'CREATE EXTENSION pg_stat_statements; CREATE VIEW slow AS SELECT query FROM pg_stat_statements',
  );
  await file('schema.sql', SCHEMA);
  const stoodOn = await json<Compared>('--compare', 'schema.sql', '--dry-run', '--no-proof');
  expect(stoodOn.data.leftAlone).toEqual([]);
  expect(stoodOn.data.steps.map(({ sql }) => sql)).toContain('DROP EXTENSION pg_stat_statements');
});
