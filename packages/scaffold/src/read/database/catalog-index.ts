// The facts of a catalogue by the table that they belong to: built once, so that a table of many costs what it has.
import type { AnyFact, Catalog, Fact } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { groupBy } from '../../group-by.js';

export interface CatalogIndex {
  readonly facts: Catalog['facts'];
  /** Id of a table → its columns, in their order. */
  readonly columns: ReadonlyMap<string, readonly Fact<'column'>[]>;
  readonly constraints: ReadonlyMap<string, readonly Fact<'constraint'>[]>;
  readonly indexes: ReadonlyMap<string, readonly Fact<'index'>[]>;
  /** Id of a domain → the definitions of its checks. */
  readonly domainChecks: ReadonlyMap<string, readonly string[]>;
  /** Id of a fact → what COMMENT ON says of it as a whole. */
  readonly comments: ReadonlyMap<string, string>;
  /** Id of a view, a line break, the name of a column → its comment. */
  readonly viewComments: ReadonlyMap<string, string>;
}

export function indexCatalog({ facts }: Catalog): CatalogIndex {
  const all = [...facts.values()];
  const ofTable = ({ names }: AnyFact): string => objectId('table', names.slice(0, 2));
  const columns = groupBy(all.filter(isColumn), ofTable);
  const comments = all.filter((fact) => fact.kind === 'comment').map(({ attributes }) => attributes);
  return {
    facts,
    columns: new Map([...columns].map(([table, list]) => [table, list.toSorted((a, b) => a.position - b.position)])),
    constraints: groupBy(all.filter(isConstraint), ofTable),
    indexes: groupBy(all.filter(isIndex), ({ attributes }) => objectId('table', [attributes.schema, attributes.table])),
    domainChecks: new Map(
      [...groupBy(all.filter(isDomainCheck), ({ names }) => objectId('domain', names.slice(0, 2)))].map(
        ([domain, checks]) => [domain, checks.map(({ attributes }) => attributes.definition)],
      ),
    ),
    comments: new Map(comments.flatMap(({ target, part, text }) => (part.kind === 'whole' ? [[target, text]] : []))),
    viewComments: new Map(
      comments.flatMap(({ target, part, text }) => (part.kind === 'column' ? [[`${target}\n${part.name}`, text]] : [])),
    ),
  };
}

function isColumn(fact: AnyFact): fact is Fact<'column'> {
  return fact.kind === 'column';
}

function isConstraint(fact: AnyFact): fact is Fact<'constraint'> {
  return fact.kind === 'constraint';
}

function isIndex(fact: AnyFact): fact is Fact<'index'> {
  return fact.kind === 'index';
}

function isDomainCheck(fact: AnyFact): fact is Fact<'domainConstraint'> {
  return fact.kind === 'domainConstraint';
}
