// What another type would refuse: counted beforehand where the types say it, and never cut to fit.
import { isServerError } from '@senior-backend/core/postgres/session';
import { expect, test } from 'vitest';
import { project } from './run.js';

interface Conversion {
  readonly from: string;
  readonly to: string;
  readonly values: readonly string[];
  /** Values in the way; null where nobody can say before the rows are tried. */
  readonly inTheWay: number | null;
}

const CONVERSIONS: readonly Conversion[] = [
  { from: 'integer', to: 'bigint', values: ['1', '-1'], inTheWay: 0 },
  { from: 'bigint', to: 'integer', values: ['1', '2147483647', '2147483648'], inTheWay: 1 },
  { from: 'numeric', to: 'smallint', values: ['32767.4', '32767.5', '-40000'], inTheWay: 2 },
  { from: 'numeric(8,2)', to: 'numeric(4,1)', values: ['999.94', '999.95', '1'], inTheWay: 1 },
  { from: 'text', to: 'integer', values: [' 12 ', '-7', 'x', '', '9999999999', '1.0'], inTheWay: 4 },
  { from: 'text', to: 'character varying(3)', values: ['abc', 'abc  ', 'abcd'], inTheWay: 1 },
  { from: 'text', to: 'character(3)', values: ['ab', 'abcd'], inTheWay: 1 },
  { from: 'character varying(9)', to: 'character varying(3)', values: ['abc', 'abcd', 'äöü'], inTheWay: 1 },
  { from: 'character varying(3)', to: 'character varying(9)', values: ['abc'], inTheWay: 0 },
  { from: 'integer', to: 'character varying(2)', values: ['12', '123', '-12'], inTheWay: 2 },
  { from: 'integer', to: 'text', values: ['12'], inTheWay: 0 },
  { from: 'date', to: 'timestamp with time zone', values: ['2026-11-22'], inTheWay: 0 },
  {
    from: 'text',
    to: 'uuid',
    values: ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{A0EEBC999C0B4EF8BB6D6BB9BD380A11}', 'no'],
    inTheWay: 1,
  },
  { from: 'text[]', to: 'character varying(3)[]', values: ['{abc}'], inTheWay: null },
  { from: 'text', to: 'date', values: ['2026-11-22'], inTheWay: null },
];

interface Step {
  readonly sql: string;
  readonly hazards: readonly { readonly kind: string; readonly message: string; readonly rows?: number }[];
}

test('rows in the way of another type are counted, and no value is cut to fit', async () => {
  const tables = (side: 'from' | 'to'): string =>
    CONVERSIONS.map((one, at) => `CREATE TABLE t${at} (v ${one[side]});`).join('\n');
  const values = CONVERSIONS.map(
    ({ values }, at) => `INSERT INTO t${at} VALUES ${[...values.map((value) => `('${value}')`), '(NULL)'].join(', ')};`,
  );
  const { json, database } = await project(`${tables('from')} ${values.join('\n')} ANALYZE`, {
    'schema.sql': tables('to'),
  });
  const { data } = await json<{ data: { steps: readonly Step[] } }>('--compare', 'schema.sql', '--dry-run');
  const session = await database.session();
  const seen: { readonly inTheWay: number | null; readonly fails: boolean }[] = [];
  for (const at of CONVERSIONS.keys()) {
    const step = data.steps.find(({ sql }) => sql.startsWith(`ALTER TABLE public.t${at} `));
    const risk = step?.hazards.find(({ kind }) => kind === 'mayFail');
    const fails = await session.execute(step?.sql ?? 'no such step').then(
      () => false,
      (error: unknown) => isServerError(error) && /^22/.test(error.code),
    );
    seen.push({ inTheWay: risk ? (risk.rows ?? null) : 0, fails });
  }
  expect(seen).toEqual(CONVERSIONS.map(({ inTheWay }) => ({ inTheWay, fails: inTheWay !== null && inTheWay > 0 })));
});

test('rows with a label that an enum loses are counted, in arrays too', async () => {
  const { json } = await project(
    `CREATE TYPE s AS ENUM ('a', 'b', 'c'); CREATE TABLE t (x s, y s[]);
     INSERT INTO t VALUES ('a', '{a,c}'), ('c', '{c}'), ('c', NULL), (NULL, '{}')`,
    { 'schema.sql': "CREATE TYPE s AS ENUM ('a', 'b'); CREATE TABLE t (x s, y s[]);" },
  );
  const { data } = await json<{ data: { steps: readonly Step[] } }>('--compare', 'schema.sql', '--dry-run');
  const counted = data.steps.flatMap(({ hazards }) =>
    hazards.flatMap(({ kind, rows }) => (kind === 'mayFail' ? [rows] : [])),
  );
  expect(counted).toEqual([2, 2]);
});

test('what looks like a new name of a label names the statement that gives it', async () => {
  const { run } = await project("CREATE TYPE s AS ENUM ('new', 'paid')", {
    'schema.sql': "CREATE TYPE s AS ENUM ('created', 'paid');",
  });
  expect((await run('--compare', 'schema.sql', '--dry-run')).stderr).toContain(
    "run ALTER TYPE public.s RENAME VALUE 'new' TO 'created' first, and compare again",
  );
});

test('a new rule of a domain counts the rows of each column that break it, and says with which query', async () => {
  const { json } = await project(
    `CREATE DOMAIN age AS int; CREATE DOMAIN adult AS age; CREATE DOMAIN unused AS text;
     CREATE TABLE people (years age, label text); CREATE TABLE parts (years adult) PARTITION BY LIST (years);
     CREATE TABLE parts_0 PARTITION OF parts DEFAULT;
     INSERT INTO people VALUES (-1), (5), (-7), (NULL); INSERT INTO parts VALUES (-3), (8)`,
    {
      'schema.sql': `CREATE DOMAIN age AS int NOT NULL CONSTRAINT positive CHECK (VALUE > 0); CREATE DOMAIN adult AS age;
        CREATE DOMAIN unused AS text NOT NULL CHECK (VALUE <> 'value'); CREATE DOMAIN fresh AS int CHECK (VALUE > 1);
        CREATE TABLE people (years age, label text); CREATE TABLE parts (years adult) PARTITION BY LIST (years);
        CREATE TABLE parts_0 PARTITION OF parts DEFAULT;`,
    },
  );
  const { data } = await json<{ data: { steps: readonly Step[] } }>('--compare', 'schema.sql', '--dry-run');
  const said = data.steps.flatMap(({ hazards }) => hazards.map(({ message, rows }) => [message, rows]));
  expect(said).toEqual([
    ['fails where public.people.years is null', 1],
    ['fails where public.parts.years is null', 0],
    ['fails where public.people.years breaks positive', 2],
    ['fails where public.parts.years breaks positive', 1],
  ]);
});

test('what looks like a table that moved to another schema names the flag that moves it', async () => {
  const { run } = await project('CREATE SCHEMA app; CREATE TABLE users (id int, email text)', {
    'schema.sql': 'CREATE SCHEMA app; CREATE TABLE app.users (id int, email text);',
  });
  expect((await run('--compare', 'schema.sql', '--dry-run')).stderr).toContain(
    'to keep the rows: --rename public.users=app.users',
  );
});
