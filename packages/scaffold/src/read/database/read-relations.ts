// The catalogue → tables and views as an API needs to know them.
import type { AnyFact, Catalog, Fact } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import type { Column, ForeignKey, Limits, Relation } from '../../model/relation.js';
import { type CatalogIndex, indexCatalog } from './catalog-index.js';
import { columnType } from './column-type.js';
import { mergeLimits, readCheck } from './read-check.js';

/** The relations that are wanted, in the order of schema and name. Partitions are part of their table. */
export function readRelations(
  catalog: Catalog,
  isWanted: (schema: string, name: string) => boolean,
): readonly Relation[] {
  const index = indexCatalog(catalog);
  return [...catalog.facts.values()].flatMap((fact): Relation[] => {
    const [schema = '', name = ''] = fact.names;
    if (!isWanted(schema, name)) return [];
    if (fact.kind === 'table') return fact.attributes.isPartition ? [] : [readTable(index, fact)];
    if (fact.kind === 'view' || fact.kind === 'materializedView') return [readView(index, fact)];
    return [];
  });
}

function readTable(index: CatalogIndex, table: Fact<'table'>): Relation {
  const [schema = '', name = ''] = table.names;
  const description = index.comments.get(table.id);
  const constraints = index.constraints.get(table.id) ?? [];
  const indexes = index.indexes.get(table.id) ?? [];
  const limits = tableLimits(constraints);
  const columns = (index.columns.get(table.id) ?? []).map((column) =>
    readColumn(index, column, limits, constraints, indexes),
  );
  const unique = indexes.filter(({ attributes }) => attributes.unique);
  return {
    schema,
    name,
    kind: 'table',
    ...(description && { description }),
    columns,
    key: keyOf(columns, constraints, unique),
    foreignKeys: constraints.flatMap(foreignKey),
    versioned: table.attributes.variant === 'ordinary',
    constraints: new Map([
      ...constraints.map((fact) => [last(fact), fact.attributes.columns] as const),
      ...unique.map((fact) => [last(fact), fact.attributes.columns.filter((column) => column !== null)] as const),
    ]),
  };
}

function readView(index: CatalogIndex, view: Fact<'view'> | Fact<'materializedView'>): Relation {
  const [schema = '', name = ''] = view.names;
  const description = index.comments.get(view.id);
  const columns = view.attributes.columns.map((column): Column => {
    const comment = index.viewComments.get(`${view.id}\n${column.name}`);
    return {
      name: column.name,
      ...(comment && { description: comment }),
      type: columnType(index, column.type),
      nullable: true,
      readOnly: true,
      hasDefault: false,
      limits: {},
      ordered: false,
      patterns: false,
    };
  });
  const base = { schema, name, kind: 'view' as const, ...(description && { description }), columns };
  return { ...base, key: [], foreignKeys: [], versioned: false, constraints: new Map() };
}

function readColumn(
  index: CatalogIndex,
  column: Fact<'column'>,
  limits: ReadonlyMap<string, Limits>,
  constraints: readonly Fact<'constraint'>[],
  indexes: readonly Fact<'index'>[],
): Column {
  const name = last(column);
  const { attributes } = column;
  const comment = index.comments.get(column.id);
  const type = columnType(index, attributes.type);
  const fallback = index.facts.get(objectId('default', column.names));
  const expression = fallback?.kind === 'default' ? fallback.attributes.expression : undefined;
  const domain = index.facts.get(`domain:${attributes.type}`);
  const isDomain = domain?.kind === 'domain';
  const leading = indexes.filter(
    ({ attributes: of }) => of.columns[0] === name && of.predicate === null && of.valid && of.method !== 'brin',
  );
  const isKeyHead = constraints.some(
    ({ attributes: of }) => (of.type === 'primary key' || of.type === 'unique') && of.columns[0] === name,
  );
  return {
    name,
    ...(comment && { description: comment }),
    type,
    nullable: !attributes.notNull && !(isDomain && domain.attributes.notNull),
    readOnly: attributes.generated !== null || attributes.identity !== null || /^nextval\('/.test(expression ?? ''),
    hasDefault: expression !== undefined || (isDomain && domain.attributes.default !== null),
    limits: limits.get(name) ?? {},
    ordered: isKeyHead || leading.some(({ attributes: of }) => of.method === 'btree'),
    patterns: leading.some(({ attributes: of }) => /\b(?:\w+_pattern_ops|\w*_trgm_ops)\b/.test(of.definition)),
  };
}

function tableLimits(constraints: readonly Fact<'constraint'>[]): ReadonlyMap<string, Limits> {
  const limits = new Map<string, Limits>();
  for (const { attributes } of constraints) {
    if (attributes.type !== 'check' || !attributes.validated) continue;
    for (const [column, found] of readCheck(attributes.definition))
      limits.set(column, mergeLimits(limits.get(column), found));
  }
  return limits;
}

/** The primary key; else the narrowest unique key whose columns are never null. */
function keyOf(
  columns: readonly Column[],
  constraints: readonly Fact<'constraint'>[],
  unique: readonly Fact<'index'>[],
): readonly string[] {
  const primary = constraints.find(({ attributes }) => attributes.type === 'primary key');
  if (primary) return primary.attributes.columns;
  const filled = new Set(columns.filter(({ nullable }) => !nullable).map(({ name }) => name));
  const candidates = [
    ...constraints.flatMap(({ attributes }) =>
      attributes.type === 'unique' && !/DEFERRABLE/.test(attributes.definition) ? [attributes.columns] : [],
    ),
    ...unique.flatMap(({ attributes }) => {
      const names = attributes.columns.filter((column) => column !== null);
      const isWhole = attributes.predicate === null && attributes.valid && names.length === attributes.columns.length;
      return isWhole ? [names] : [];
    }),
  ].filter((names) => names.every((name) => filled.has(name)));
  return candidates.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

function foreignKey({ attributes }: Fact<'constraint'>): readonly ForeignKey[] {
  const { columns, references } = attributes;
  return attributes.type === 'foreign key' && references ? [{ columns, references }] : [];
}

function last({ names }: AnyFact): string {
  return names.at(-1) ?? '';
}
