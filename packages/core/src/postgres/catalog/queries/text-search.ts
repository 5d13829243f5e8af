// Full text search: parsers, templates, dictionaries, configurations.
import { type CatalogQuery, notMember, procedureName, userSchema } from './query.js';

const parser: CatalogQuery = {
  kind: 'textSearchParser',
  catalog: 'pg_ts_parser',
  sql: () => `
    SELECT p.oid, 0 AS sub, ARRAY[n.nspname, p.prsname]::text[] AS names,
      json_build_object('start', ${procedureName('p.prsstart')}, 'token', ${procedureName('p.prstoken')}, 'end', ${procedureName('p.prsend')},
        'headline', ${procedureName('p.prsheadline')}, 'types', ${procedureName('p.prslextype')}) AS attributes
    FROM pg_ts_parser p
    JOIN pg_namespace n ON n.oid = p.prsnamespace AND ${userSchema('n')}
    WHERE ${notMember('pg_ts_parser', 'p.oid')}`,
};

const template: CatalogQuery = {
  kind: 'textSearchTemplate',
  catalog: 'pg_ts_template',
  sql: () => `
    SELECT t.oid, 0 AS sub, ARRAY[n.nspname, t.tmplname]::text[] AS names,
      json_build_object('init', ${procedureName('t.tmplinit')}, 'lexize', ${procedureName('t.tmpllexize')}) AS attributes
    FROM pg_ts_template t
    JOIN pg_namespace n ON n.oid = t.tmplnamespace AND ${userSchema('n')}
    WHERE ${notMember('pg_ts_template', 't.oid')}`,
};

const dictionary: CatalogQuery = {
  kind: 'textSearchDictionary',
  catalog: 'pg_ts_dict',
  sql: () => `
    SELECT d.oid, 0 AS sub, ARRAY[n.nspname, d.dictname]::text[] AS names,
      json_build_object('template', quote_ident(tn.nspname) || '.' || quote_ident(t.tmplname), 'options', d.dictinitoption) AS attributes
    FROM pg_ts_dict d
    JOIN pg_namespace n ON n.oid = d.dictnamespace AND ${userSchema('n')}
    JOIN pg_ts_template t ON t.oid = d.dicttemplate
    JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
    WHERE ${notMember('pg_ts_dict', 'd.oid')}`,
};

const configuration: CatalogQuery = {
  kind: 'textSearchConfiguration',
  catalog: 'pg_ts_config',
  sql: () => `
    WITH entries AS (
      SELECT m.mapcfg, m.maptokentype, array_agg(quote_ident(dn.nspname) || '.' || quote_ident(d.dictname) ORDER BY m.mapseqno) AS dictionaries
      FROM pg_ts_config_map m
      JOIN pg_ts_dict d ON d.oid = m.mapdict
      JOIN pg_namespace dn ON dn.oid = d.dictnamespace
      WHERE m.mapcfg >= 16384
      GROUP BY m.mapcfg, m.maptokentype
    ), mappings AS (
      SELECT e.mapcfg, json_agg(json_build_object('token', t.alias, 'dictionaries', e.dictionaries) ORDER BY t.tokid) AS mappings
      FROM entries e
      JOIN pg_ts_config c ON c.oid = e.mapcfg
      CROSS JOIN LATERAL ts_token_type(c.cfgparser) t
      WHERE t.tokid = e.maptokentype
      GROUP BY e.mapcfg
    )
    SELECT c.oid, 0 AS sub, ARRAY[n.nspname, c.cfgname]::text[] AS names,
      json_build_object('parser', quote_ident(pn.nspname) || '.' || quote_ident(p.prsname), 'mappings', COALESCE(m.mappings, '[]')) AS attributes
    FROM pg_ts_config c
    JOIN pg_namespace n ON n.oid = c.cfgnamespace AND ${userSchema('n')}
    JOIN pg_ts_parser p ON p.oid = c.cfgparser
    JOIN pg_namespace pn ON pn.oid = p.prsnamespace
    LEFT JOIN mappings m ON m.mapcfg = c.oid
    WHERE ${notMember('pg_ts_config', 'c.oid')}`,
};

export const TEXT_SEARCH_QUERIES: readonly CatalogQuery[] = [parser, template, dictionary, configuration];
