// Publications, subscriptions, and what leads to other servers.
import { keySql } from '../keys.js';
import { type CatalogQuery, notMember, procedureName, sorted } from './query.js';
import { has } from './versions.js';

const publication: CatalogQuery = {
  kind: 'publication',
  catalog: 'pg_publication',
  sql: () => `
    SELECT p.oid, 0 AS sub, ARRAY[p.pubname]::text[] AS names,
      json_build_object('allTables', p.puballtables,
        'operations', array_remove(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END], NULL),
        'viaRoot', p.pubviaroot) AS attributes
    FROM pg_publication p
    WHERE ${notMember('pg_publication', 'p.oid')}`,
};

const publicationTable: CatalogQuery = {
  kind: 'publicationTable',
  catalog: 'pg_publication_rel',
  sql: (version) => `
    SELECT r.oid, 0 AS sub, ARRAY[p.pubname, n.nspname, c.relname]::text[] AS names,
      json_build_object('publication', p.pubname, 'table', quote_ident(n.nspname) || '.' || quote_ident(c.relname),
        'columns', ${has(version, 'publicationFilters') ? '(SELECT array_agg(a.attname ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs))' : 'NULL'},
        'where', ${has(version, 'publicationFilters') ? 'pg_get_expr(r.prqual, r.prrelid)' : 'NULL'}) AS attributes
    FROM pg_publication_rel r
    JOIN pg_publication p ON p.oid = r.prpubid
    JOIN pg_class c ON c.oid = r.prrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace`,
};

const publicationSchema: CatalogQuery = {
  kind: 'publicationSchema',
  catalog: 'pg_publication_namespace',
  sql: (version) =>
    has(version, 'publicationSchemas')
      ? `
    SELECT r.oid, 0 AS sub, ARRAY[p.pubname, n.nspname]::text[] AS names, json_build_object('publication', p.pubname, 'schema', n.nspname) AS attributes
    FROM pg_publication_namespace r
    JOIN pg_publication p ON p.oid = r.pnpubid
    JOIN pg_namespace n ON n.oid = r.pnnspid`
      : "SELECT NULL::oid AS oid, 0 AS sub, NULL::text[] AS names, '{}'::json AS attributes WHERE false",
};

const foreignDataWrapper: CatalogQuery = {
  kind: 'foreignDataWrapper',
  catalog: 'pg_foreign_data_wrapper',
  sql: () => `
    SELECT w.oid, 0 AS sub, ARRAY[w.fdwname]::text[] AS names,
      json_build_object('handler', ${procedureName('w.fdwhandler')}, 'validator', ${procedureName('w.fdwvalidator')}, 'options', ${sorted('w.fdwoptions')}) AS attributes
    FROM pg_foreign_data_wrapper w
    WHERE ${notMember('pg_foreign_data_wrapper', 'w.oid')}`,
};

const server: CatalogQuery = {
  kind: 'server',
  catalog: 'pg_foreign_server',
  sql: () => `
    SELECT s.oid, 0 AS sub, ARRAY[s.srvname]::text[] AS names,
      json_build_object('wrapper', w.fdwname, 'type', s.srvtype, 'version', s.srvversion, 'options', ${sorted('s.srvoptions')}) AS attributes
    FROM pg_foreign_server s
    JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
    WHERE ${notMember('pg_foreign_server', 's.oid')}`,
};

/** Options may hold passwords: they are null for who may not see them. */
const userMapping: CatalogQuery = {
  kind: 'userMapping',
  catalog: 'pg_user_mapping',
  hasParents: true,
  sql: () => `
    SELECT m.umid AS oid, 0 AS sub, ARRAY[m.srvname, m.usename]::text[] AS names,
      json_build_object('server', m.srvname, 'user', m.usename, 'options', ${sorted('m.umoptions')}) AS attributes,
      ARRAY[${keySql('pg_foreign_server', 'm.srvid')}] AS parents
    FROM pg_user_mappings m`,
};

/** The options of CREATE SUBSCRIPTION as columns have them. */
function subscriptionOptions(version: number): Readonly<Record<string, string>> {
  return {
    slot_name: `COALESCE(quote_literal(s.subslotname), 'NONE')`,
    synchronous_commit: 'quote_literal(s.subsynccommit)',
    binary: 's.subbinary',
    streaming: has(version, 'subscriptionRights')
      ? `CASE s.substream WHEN 'p' THEN 'parallel' WHEN 't' THEN 'on' ELSE 'off' END`
      : 's.substream',
    ...(has(version, 'subscriptionTwoPhase') && {
      two_phase: `s.subtwophasestate <> 'd'`,
      disable_on_error: 's.subdisableonerr',
    }),
    ...(has(version, 'subscriptionRights') && {
      password_required: 's.subpasswordrequired',
      run_as_owner: 's.subrunasowner',
      origin: 'quote_literal(s.suborigin)',
    }),
    ...(has(version, 'subscriptionFailover') && { failover: 's.subfailover' }),
  };
}

/** Reading where a subscription connects to is a superuser's right; without it there are none to see. */
const subscription: CatalogQuery = {
  kind: 'subscription',
  catalog: 'pg_subscription',
  sql: (version) => `
    SELECT s.oid, 0 AS sub, ARRAY[s.subname]::text[] AS names,
      json_build_object('connection', s.subconninfo, 'publications', ${sorted('s.subpublications')},
        'options', ARRAY[${Object.entries(subscriptionOptions(version))
          .map(([name, value]) => `'${name}=' || (${value})::text`)
          .join(', ')}]) AS attributes
    FROM pg_subscription s
    WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
};

export const REPLICATION_QUERIES: readonly CatalogQuery[] = [
  publication,
  publicationTable,
  publicationSchema,
  foreignDataWrapper,
  server,
  userMapping,
  subscription,
];
