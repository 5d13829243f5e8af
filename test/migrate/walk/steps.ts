// Steps of a random walk through schemas: for each kind of object some statements that make, change or drop one. A step may be
// nonsense; the server refuses it then, and another one is drawn.
import type { Catalog, ObjectKind } from '@senior-backend/core/postgres/catalog';
import { factsOf } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';

export interface Draw {
  readonly random: () => number;
  readonly catalog: Catalog;
  /** Counts up: a part of every new name. */
  readonly n: number;
}

type Step = (draw: Tools) => string | undefined;

interface Tools extends Draw {
  pick<T>(list: readonly T[]): T;
  /** The name of some object of a kind, as SQL writes it; undefined where there is none. */
  some(kind: ObjectKind): string | undefined;
  /** A relation and the last name of something on it. */
  part(kind: ObjectKind): { readonly relation: string; readonly name: string } | undefined;
  fresh(prefix: string): string;
}

export function randomStep(draw: Draw): string {
  const tools = toolsOf(draw);
  for (;;) {
    const sql = tools.pick(STEPS)(tools);
    if (sql !== undefined) return sql;
  }
}

function toolsOf(draw: Draw): Tools {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw.random() * list.length)] as T;
  return {
    ...draw,
    pick,
    some(kind) {
      const facts = factsOf(draw.catalog, kind);
      const fact = facts.length === 0 ? undefined : pick(facts);
      if (!fact) return undefined;
      return kind === 'function' || kind === 'aggregate'
        ? `${quoteName(fact.names.slice(0, 2))}(${fact.names[2] || (kind === 'aggregate' ? '*' : '')})`
        : quoteName(fact.names.slice(0, 2));
    },
    part(kind) {
      const facts = factsOf(draw.catalog, kind);
      const fact = facts.length === 0 ? undefined : pick(facts);
      return fact && { relation: quoteName(fact.names.slice(0, 2)), name: quoteIdentifier(fact.names[2] ?? '') };
    },
    fresh: (prefix) => `${pick(['public', 'public', 'app'])}.${prefix}_${draw.n}`,
  };
}

const TYPES = [
  'integer',
  'bigint',
  'text',
  'varchar(20)',
  'numeric(8,2)',
  'boolean',
  'timestamptz',
  'date',
  'jsonb',
  'text[]',
  'uuid',
];
const VALUES = ['0', "'x'", 'now()', 'NULL', "'{}'", 'true'];

/** The step for some object of a kind. */
const on =
  (kind: ObjectKind, sql: (name: string, tools: Tools) => string): Step =>
  (tools) => {
    const name = tools.some(kind);
    return name === undefined ? undefined : sql(name, tools);
  };

const onPart =
  (kind: ObjectKind, sql: (relation: string, name: string, tools: Tools) => string): Step =>
  (tools) => {
    const part = tools.part(kind);
    return part && sql(part.relation, part.name, tools);
  };

const TABLES: readonly Step[] = [
  ({ fresh, pick }) =>
    `CREATE TABLE ${fresh('t')} (id serial PRIMARY KEY, a ${pick(TYPES)}, b ${pick(TYPES)} DEFAULT NULL)`,
  ({ fresh, pick }) =>
    `CREATE TABLE ${fresh('t')} (id bigint GENERATED ${pick(['ALWAYS', 'BY DEFAULT'])} AS IDENTITY, a integer NOT NULL, g integer GENERATED ALWAYS AS (a * 2) STORED)`,
  ({ fresh }) => `CREATE TABLE ${fresh('p')} (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at)`,
  on('table', (table, { fresh }) => `CREATE TABLE ${fresh('c')} (own integer) INHERITS (${table})`),
  on(
    'table',
    (table, { fresh, pick }) =>
      `CREATE TABLE ${fresh('q')} PARTITION OF ${table} ${pick(['DEFAULT', "FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')", "FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')"])}`,
  ),
  on('table', (table) => `DROP TABLE ${table} CASCADE`),
  on('table', (table, { n }) => `ALTER TABLE ${table} RENAME TO r_${n}`),
  on(
    'table',
    (table, { pick }) =>
      `ALTER TABLE ${table} ${pick(['SET (fillfactor = 70)', 'RESET (fillfactor)', 'SET UNLOGGED', 'SET LOGGED', 'ENABLE ROW LEVEL SECURITY', 'DISABLE ROW LEVEL SECURITY', 'FORCE ROW LEVEL SECURITY', 'REPLICA IDENTITY FULL', 'REPLICA IDENTITY DEFAULT'])}`,
  ),
  on('table', (table) => `ALTER TABLE ${table} SET SCHEMA app`),
  onPart(
    'column',
    (table, _, { n, pick }) =>
      `ALTER TABLE ${table} ADD COLUMN n_${n} ${pick(TYPES)} ${pick(['', '', `DEFAULT ${pick(VALUES)}`, 'NOT NULL'])}`,
  ),
  onPart('column', (table, column) => `ALTER TABLE ${table} DROP COLUMN ${column} CASCADE`),
  onPart(
    'column',
    (table, column, { pick }) => `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${pick(TYPES)} USING NULL`,
  ),
  onPart(
    'column',
    (table, column, { pick }) =>
      `ALTER TABLE ${table} ALTER COLUMN ${column} ${pick(['SET NOT NULL', 'DROP NOT NULL', 'DROP DEFAULT', `SET DEFAULT ${pick(VALUES)}`, 'SET STATISTICS 200', 'SET STATISTICS -1', 'SET STORAGE EXTERNAL', 'SET (n_distinct = 5)', 'DROP IDENTITY IF EXISTS', 'DROP EXPRESSION IF EXISTS', 'ADD GENERATED ALWAYS AS IDENTITY', 'SET COMPRESSION pglz'])}`,
  ),
  onPart('column', (table, column, { n }) => `ALTER TABLE ${table} RENAME COLUMN ${column} TO k_${n}`),
  onPart(
    'partition',
    (table) =>
      `DO $$ BEGIN EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', (SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = '${table}'::regclass), '${table}'); END $$`,
  ),
];

const CONSTRAINTS: readonly Step[] = [
  onPart(
    'column',
    (table, column, { n, pick }) =>
      `ALTER TABLE ${table} ADD CONSTRAINT k_${n} ${pick([`CHECK (${column} IS NOT NULL)`, `CHECK (${column} IS NOT NULL) NOT VALID`, `UNIQUE (${column})`, `UNIQUE (${column}) DEFERRABLE INITIALLY DEFERRED`, `EXCLUDE USING btree (${column} WITH =)`])}`,
  ),
  onPart('column', (table, column, { n, part }) => {
    const other = part('column') ?? { relation: table, name: column };
    return `ALTER TABLE ${table} ADD CONSTRAINT f_${n} FOREIGN KEY (${column}) REFERENCES ${other.relation} (${other.name}) ON DELETE CASCADE`;
  }),
  onPart('constraint', (table, name) => `ALTER TABLE ${table} DROP CONSTRAINT ${name} CASCADE`),
  onPart('constraint', (table, name) => `ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`),
  onPart('constraint', (table, name) => `ALTER TABLE ${table} CLUSTER ON ${name}`),
  onPart(
    'column',
    (table, column, { n, pick }) =>
      `CREATE ${pick(['', 'UNIQUE '])}INDEX i_${n} ON ${table} (${pick([column, `(${column}::text)`, `${column} DESC`])}) ${pick(['', `WHERE ${column} IS NOT NULL`, 'WITH (fillfactor = 60)'])}`,
  ),
  on('index', (index) => `DROP INDEX ${index}`),
  on('index', (index, { pick }) => `ALTER INDEX ${index} ${pick(['SET (fillfactor = 50)', 'RESET (fillfactor)'])}`),
  onPart(
    'column',
    (table, column, { n, part }) =>
      `CREATE STATISTICS s_${n} ON ${column}, ${part('column')?.name ?? 'id'} FROM ${table}`,
  ),
  on('statistics', (name, { pick }) => `${pick(['DROP STATISTICS', 'ALTER STATISTICS'])} ${name}`),
];

const PROGRAMS: readonly Step[] = [
  onPart(
    'column',
    (table, column, { fresh, pick }) =>
      `CREATE ${pick(['', 'MATERIALIZED '])}VIEW ${fresh('v')} AS SELECT ${column} AS x, count(*) AS y FROM ${table} GROUP BY ${column}`,
  ),
  onPart(
    'column',
    (table, column, { fresh }) =>
      `CREATE VIEW ${fresh('w')} WITH (security_barrier) AS SELECT * FROM ${table} WHERE ${column} IS NOT NULL`,
  ),
  on('view', (view, { fresh }) => `CREATE VIEW ${fresh('v')} AS SELECT * FROM ${view}`),
  on('view', (view) => `DROP VIEW ${view} CASCADE`),
  on(
    'materializedView',
    (view, { pick }) => `${pick(['DROP MATERIALIZED VIEW', 'REFRESH MATERIALIZED VIEW'])} ${view}`,
  ),
  on(
    'view',
    (view, { pick }) =>
      `ALTER VIEW ${view} ${pick(['SET (security_invoker)', 'RESET (security_barrier)', 'SET (check_option = local)'])}`,
  ),
  ({ fresh, pick }) =>
    `CREATE FUNCTION ${fresh('f')}(x integer${pick(['', ' DEFAULT 1'])}) RETURNS integer LANGUAGE sql ${pick(['IMMUTABLE', 'STABLE', 'VOLATILE', 'SECURITY DEFINER'])} AS 'SELECT $1 + ${pick(['1', '2'])}'`,
  ({ fresh }) => `CREATE PROCEDURE ${fresh('pr')}(INOUT x integer) LANGUAGE plpgsql AS $$ BEGIN x := x + 1; END $$`,
  ({ fresh }) => `CREATE FUNCTION ${fresh('tf')}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`,
  ({ fresh }) =>
    `CREATE AGGREGATE ${fresh('ag')}(integer) (SFUNC = pg_catalog.int4pl, STYPE = integer, INITCOND = '0')`,
  on(
    'function',
    (name, { pick }) =>
      `ALTER ROUTINE ${name} ${pick(['IMMUTABLE', 'STRICT', 'SECURITY DEFINER', 'COST 50', 'SET work_mem = 1000'])}`,
  ),
  on('function', (name) => `DROP ROUTINE ${name} CASCADE`),
  on('aggregate', (name) => `DROP AGGREGATE ${name}`),
  on(
    'table',
    (table, { n, some, pick }) =>
      `CREATE TRIGGER g_${n} ${pick(['BEFORE INSERT', 'AFTER UPDATE OR DELETE'])} ON ${table} FOR EACH ROW EXECUTE FUNCTION ${some('function') ?? 'nothing()'}`,
  ),
  onPart('trigger', (table, name, { pick }) =>
    pick([`DROP TRIGGER ${name} ON ${table}`, `ALTER TABLE ${table} DISABLE TRIGGER ${name}`]),
  ),
  on('table', (table, { n }) => `CREATE RULE u_${n} AS ON DELETE TO ${table} DO INSTEAD NOTHING`),
  onPart('rule', (table, name) => `DROP RULE ${name} ON ${table}`),
  onPart(
    'column',
    (table, column, { n, pick }) =>
      `CREATE POLICY y_${n} ON ${table} FOR ${pick(['ALL', 'SELECT'])} USING (${column} IS NOT NULL)`,
  ),
  onPart('policy', (table, name, { pick }) =>
    pick([`DROP POLICY ${name} ON ${table}`, `ALTER POLICY ${name} ON ${table} USING (true)`]),
  ),
];

const TYPE_STEPS: readonly Step[] = [
  ({ fresh }) => `CREATE TYPE ${fresh('e')} AS ENUM ('a', 'b')`,
  on('enum', (type, { n, pick }) => `ALTER TYPE ${type} ADD VALUE 'l${n}' ${pick(['', "BEFORE 'b'"])}`),
  ({ fresh, pick }) =>
    `CREATE DOMAIN ${fresh('d')} AS ${pick(['integer', 'text'])} ${pick(['', 'NOT NULL', 'CHECK (VALUE IS NOT NULL)'])}`,
  on(
    'domain',
    (type, { n, pick }) =>
      `ALTER DOMAIN ${type} ${pick(['SET DEFAULT NULL', 'DROP NOT NULL', `ADD CONSTRAINT k_${n} CHECK (VALUE IS NOT NULL)`])}`,
  ),
  ({ fresh, pick }) => `CREATE TYPE ${fresh('co')} AS (x integer, y ${pick(TYPES)})`,
  on(
    'composite',
    (type, { n, pick }) =>
      `ALTER TYPE ${type} ${pick([`ADD ATTRIBUTE z_${n} text CASCADE`, 'DROP ATTRIBUTE y CASCADE', 'ALTER ATTRIBUTE x TYPE bigint CASCADE'])}`,
  ),
  ({ fresh }) => `CREATE TYPE ${fresh('ra')} AS RANGE (subtype = numeric)`,
  ({ pick, some, part, n }) => {
    const type = some(pick(['enum', 'domain', 'composite', 'range']));
    const table = part('column')?.relation;
    return type && table && `ALTER TABLE ${table} ADD COLUMN u_${n} ${type}${pick(['', '[]'])}`;
  },
  ({ pick, some }) => {
    const type = some(pick(['enum', 'composite', 'range', 'domain']));
    return type && `DROP ${pick(['TYPE', 'DOMAIN'])} ${type} CASCADE`;
  },
  ({ fresh, pick }) => `CREATE SEQUENCE ${fresh('sq')} ${pick(['', 'AS smallint', 'INCREMENT 5', 'CYCLE'])}`,
  on(
    'sequence',
    (name, { pick }) => `ALTER SEQUENCE ${name} ${pick(['INCREMENT 3', 'MAXVALUE 9000', 'CACHE 7', 'OWNED BY NONE'])}`,
  ),
  on('sequence', (name) => `DROP SEQUENCE ${name} CASCADE`),
  ({ fresh }) => `CREATE COLLATION ${fresh('cl')} (locale = 'C')`,
  ({ some, fresh }) => `CREATE TABLE ${fresh('t')} (x text COLLATE ${some('collation') ?? '"C"'})`,
];

const REST: readonly Step[] = [
  ({ pick, some, n }) => {
    const kind = pick(['table', 'view', 'sequence', 'materializedView', 'function', 'enum'] as const);
    const name = some(kind);
    const word = {
      table: 'TABLE',
      view: 'VIEW',
      sequence: 'SEQUENCE',
      materializedView: 'MATERIALIZED VIEW',
      function: 'ROUTINE',
      enum: 'TYPE',
    }[kind];
    return name && `COMMENT ON ${word} ${name} IS ${pick([`'say ${n}'`, 'NULL', "'it''s \\ $$'"])}`;
  },
  onPart('column', (table, column, { n }) => `COMMENT ON COLUMN ${table}.${column} IS 'c${n}'`),
  on(
    'table',
    (table, { pick }) =>
      `${pick(['GRANT SELECT, UPDATE', 'GRANT ALL', 'GRANT INSERT'])} ON ${table} TO ${pick(['walker', 'PUBLIC'])} `,
  ),
  on('table', (table, { pick }) => `REVOKE ${pick(['SELECT', 'ALL'])} ON ${table} FROM ${pick(['walker', 'PUBLIC'])}`),
  onPart('column', (table, column) => `GRANT SELECT (${column}) ON ${table} TO walker`),
  on(
    'function',
    (name, { pick }) => `${pick(['REVOKE ALL ON ROUTINE', 'REVOKE EXECUTE ON ROUTINE'])} ${name} FROM PUBLIC`,
  ),
  on('table', (table) => `ALTER TABLE ${table} OWNER TO walker`),
  ({ pick }) =>
    `ALTER DEFAULT PRIVILEGES ${pick(['', 'IN SCHEMA app '])}${pick(['GRANT SELECT ON TABLES TO', 'REVOKE SELECT ON TABLES FROM', 'GRANT USAGE ON SEQUENCES TO'])} walker`,
  ({ n, pick, some }) => `CREATE PUBLICATION pb_${n} ${pick(['', `FOR TABLE ${some('table') ?? 'nothing'}`])}`,
  on('publication', (name, { pick, some }) =>
    pick([
      `DROP PUBLICATION ${name}`,
      `ALTER PUBLICATION ${name} ADD TABLE ${some('table') ?? 'nothing'}`,
      `ALTER PUBLICATION ${name} SET (publish = 'insert')`,
    ]),
  ),
  ({ fresh, pick }) =>
    `CREATE TEXT SEARCH DICTIONARY ${fresh('td')} (TEMPLATE = pg_catalog.simple${pick(['', ', accept = false'])})`,
  ({ fresh }) => `CREATE TEXT SEARCH CONFIGURATION ${fresh('tc')} (COPY = pg_catalog.simple)`,
  on('textSearchConfiguration', (name) => `ALTER TEXT SEARCH CONFIGURATION ${name} DROP MAPPING IF EXISTS FOR email`),
  on('textSearchConfiguration', (name) => `DROP TEXT SEARCH CONFIGURATION ${name}`),
  ({ n }) =>
    `CREATE FOREIGN DATA WRAPPER fw_${n}; CREATE SERVER sv_${n} FOREIGN DATA WRAPPER fw_${n} OPTIONS (host 'h'); CREATE FOREIGN TABLE ft_${n} (x integer OPTIONS (k 'v')) SERVER sv_${n}`,
  on('server', (name, { pick }) =>
    pick([`ALTER SERVER ${name} OPTIONS (ADD port '1')`, `DROP SERVER ${name} CASCADE`]),
  ),
  // Its commutator is itself, by its full name: a name that is not there yet leaves half an operator behind.
  ({ fresh }) => {
    const schema = pickSchema(fresh('x'));
    return `CREATE OPERATOR ${schema}.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = pg_catalog.int4eq, COMMUTATOR = OPERATOR(${schema}.===))`;
  },
  ({ fresh }) => `CREATE OPERATOR FAMILY ${fresh('of')} USING btree`,
  on(
    'operatorFamily',
    (name) =>
      `ALTER OPERATOR FAMILY ${name} USING btree ADD OPERATOR 1 pg_catalog.< (integer, integer), OPERATOR 3 pg_catalog.= (integer, integer), FUNCTION 1 (integer, integer) pg_catalog.btint4cmp(integer, integer)`,
  ),
  on('operatorFamily', (name) => `ALTER OPERATOR FAMILY ${name} USING btree DROP OPERATOR 1 (integer, integer)`),
  ({ n }) => `CREATE EVENT TRIGGER et_${n} ON ddl_command_end EXECUTE FUNCTION public.walk_nothing()`,
  ({ catalog, pick }) => {
    const triggers = factsOf(catalog, 'eventTrigger');
    return triggers.length === 0 ? undefined : `DROP EVENT TRIGGER ${quoteIdentifier(pick(triggers).names[0] ?? '')}`;
  },
  on('enum', (name) => `CREATE CAST (${name} AS integer) WITH FUNCTION public.walk_cast(${name}) AS ASSIGNMENT`),
];

function pickSchema(name: string): string {
  return name.split('.')[0] ?? 'public';
}

/** Tables and what stands on them twice: most of a schema is that. */
const STEPS: readonly Step[] = [
  ...TABLES,
  ...TABLES,
  ...CONSTRAINTS,
  ...CONSTRAINTS,
  ...PROGRAMS,
  ...TYPE_STEPS,
  ...REST,
];
