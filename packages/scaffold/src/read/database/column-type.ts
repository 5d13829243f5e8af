// A type as `format_type` writes it → the kind of value that it is in JSON.
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import type { ColumnType, Limits } from '../../model/relation.js';
import type { CatalogIndex } from './catalog-index.js';
import { mergeLimits, readCheck } from './read-check.js';

/** `character varying(50)[]` → the parts that matter. User types are qualified, since the catalogue is read without a search_path. */
export function columnType(catalog: CatalogIndex, text: string): ColumnType {
  if (text.endsWith('[]')) {
    const item = columnType(catalog, text.replace(/(?:\[\])+$/, ''));
    return { kind: 'array', item, sql: `${item.sql}[]` };
  }
  return builtIn(text) ?? ofUser(catalog, text);
}

const SIMPLE = {
  bigint: 'bigint',
  real: 'float',
  'double precision': 'float',
  boolean: 'boolean',
  uuid: 'uuid',
  date: 'date',
  'time without time zone': 'time',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  interval: 'interval',
  bytea: 'bytes',
  json: 'json',
  jsonb: 'json',
} as const satisfies Readonly<Record<string, ColumnType['kind']>>;

const LENGTH = /\((\d+)(?:,(-?\d+))?\)/;

function builtIn(text: string): ColumnType | undefined {
  const sql = text.replace(LENGTH, '').replace(/^interval .*/, 'interval');
  const [, first, second] = LENGTH.exec(text) ?? [];
  if (sql === 'smallint' || sql === 'integer') return { kind: 'integer', bits: sql === 'smallint' ? 16 : 32, sql };
  if (sql === 'numeric') {
    if (first === undefined) return { kind: 'decimal', sql };
    return { kind: 'decimal', precision: Number(first), scale: Number(second ?? 0), sql };
  }
  if (sql === 'text' || sql === 'name') return { kind: 'text', sql };
  if (sql === 'character varying' || sql === 'character') {
    // A cast to `character` alone would be to a single one.
    const cast = sql === 'character' ? 'bpchar' : sql;
    return { kind: 'text', sql: cast, ...(first !== undefined && { maxLength: Number(first) }) };
  }
  if (Object.hasOwn(SIMPLE, sql)) return { kind: SIMPLE[sql as keyof typeof SIMPLE], sql };
  if (/^(?:int[48]|num|ts|tstz|date)(?:multi)?range$/.test(sql)) return { kind: 'range', sql };
  return undefined;
}

function ofUser(catalog: CatalogIndex, text: string): ColumnType {
  for (const kind of ['enum', 'domain', 'range', 'composite'] as const) {
    const fact = catalog.facts.get(`${kind}:${text}`);
    const [schema = '', name = ''] = fact?.names ?? [];
    if (isKind(fact, 'enum')) return { kind: 'enum', schema, name, labels: fact.attributes.labels, sql: text };
    if (isKind(fact, 'domain')) {
      const base = columnType(catalog, fact.attributes.type);
      const description = catalog.comments.get(fact.id);
      const limits = domainLimits(catalog, fact.id);
      // Cast to what is below: the domain itself is asked when the value is stored.
      return { kind: 'domain', schema, name, base, limits, sql: base.sql, ...(description && { description }) };
    }
    if (fact) return { kind: kind === 'range' ? 'range' : 'composite', sql: text };
  }
  if (/(?:^|\.)citext$/.test(text)) return { kind: 'text', sql: text };
  return { kind: 'other', sql: varying(text) };
}

/** `bit(3)` and `bit varying(3)` without their length, which a cast would cut to. */
function varying(text: string): string {
  return text.replace(/^bit(?: varying)?(?:\(\d+\))?$/, 'bit varying').replace(LENGTH, '');
}

function domainLimits(catalog: CatalogIndex, domain: string): Limits {
  return (catalog.domainChecks.get(domain) ?? []).reduce<Limits>(
    (limits, definition) => mergeLimits(limits, readCheck(definition).get('VALUE')),
    {},
  );
}
