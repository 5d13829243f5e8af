// A child of several parents that leaves all of them for a moment, with a table that stands in for them: what it has from a
// parent that it leaves would be its own for ever (tablecmds.c, RemoveInheritance), no ALTER of one parent changes the type of
// a column that it has from two (ATPrepAlterColumnType), and a parent that comes back is its last one.
import type { Catalog, Fact, ObjectId } from '@senior-backend/core/postgres/catalog';
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { ofParents, type Part } from '../columns/inheritance.js';
import { relationName, tableId } from '../names.js';
import type { PlanContext } from '../rule.js';
import type { StatementDraft } from '../statement.js';

export type Link = Fact<'inheritance'>;

/** The links of a child that go, and those that come, each in its order. */
export interface Reseating {
  readonly leaves: readonly Link[];
  readonly takes: readonly Link[];
}

const LOCK = { lock: 'ACCESS EXCLUSIVE' } as const;

/**
 * Of the table that a link, or a column, is of: undefined where nothing has to stand in, since no parent comes back and all that
 * comes from new ones is there, or will come from above.
 */
export function reseatingOf(fact: Pick<Fact, 'names'>, context: PlanContext): Reseating | undefined {
  const table = tableId(fact);
  if (context.isCreated(table) || context.isDropped(table)) return undefined;
  const takes = linksOf(context.dependantsAfter(table), table).filter(({ id }) => context.isCreated(id));
  if (takes.length === 0) return undefined;
  const leaves = linksOf(context.dependantsOf(table), table).filter(({ id }) => context.isDropped(id));
  const comesBack = leaves.some(({ id }) => takes.some((link) => link.id === id));
  // What holds the names of the old one has to go before the new one can be made.
  const isReplaced =
    leaves.some((link) => context.isDropped(parentTable(link))) &&
    takes.some((link) => context.isCreated(parentTable(link)));
  return comesBack || isReplaced || missingParts(fact, context).length > 0 ? { leaves, takes } : undefined;
}

function parentTable({ names }: Link): ObjectId {
  return tableId({ names: names.slice(2) });
}

/** Columns and then checks that a parent which the child takes has already: INHERIT wants the child to have them. */
function missingParts(fact: Pick<Fact, 'names'>, context: PlanContext): readonly Part[] {
  const table = tableId(fact);
  const near = context.dependantsAfter(table);
  const columns = near.filter((one) => isKind(one, 'column')).filter((one) => tableId(one) === table);
  const checks = [...near, ...columns.flatMap(({ id }) => context.dependantsAfter(id))]
    .filter((one) => isKind(one, 'constraint'))
    .filter((one) => tableId(one) === table);
  return [...columns, ...new Set(checks)].filter((part) => context.isCreated(part.id) && isOutOfReach(part, context));
}

/** What is inherited alone, of parents that have it already, or are made with it: no statement of theirs brings it to the child. */
function isOutOfReach(part: Part, { after, isCreated }: PlanContext): boolean {
  if (part.attributes.local || !part.attributes.inherited) return false;
  const parents = ofParents(part, after);
  return parents.length > 0 && parents.every(({ id, names }) => !isCreated(id) || isCreated(tableId({ names })));
}

/** Whether a part of a child is added with INHERIT. */
export function comesByStandIn(part: Part, context: PlanContext): boolean {
  return reseatingOf(part, context) !== undefined && isOutOfReach(part, context);
}

/** The links between a table and its parents that are there before and afterwards. */
export function linksThatStay(fact: Pick<Fact, 'names'>, { dependantsOf, after }: PlanContext): readonly ObjectId[] {
  const table = tableId(fact);
  return linksOf(dependantsOf(table), table)
    .map(({ id }) => id)
    .filter((id) => after.facts.has(id));
}

function linksOf(dependants: ReturnType<PlanContext['dependantsOf']>, table: ObjectId): readonly Link[] {
  return dependants
    .filter((fact) => isKind(fact, 'inheritance'))
    .filter((link) => tableId(link) === table)
    .sort((a, b) => a.attributes.order - b.attributes.order);
}

/** Whether a column comes from tables that have nothing above them in common: no ALTER reaches it then. */
export function comesFromTwo(column: Part, before: Catalog): boolean {
  const parents = ofParents(column, before);
  return parents.length > 1 && new Set(parents.flatMap((parent) => rootsOf(parent, before))).size > 1;
}

function rootsOf(column: Part, before: Catalog): readonly ObjectId[] {
  const parents = ofParents(column, before);
  return parents.length === 0 ? [column.id] : parents.flatMap((parent) => rootsOf(parent, before));
}

/** What is said of a part of the child goes to the table that stands in, and comes down to the child from there. */
export function throughStandIn(part: Part, drafts: readonly StatementDraft[]): readonly StatementDraft[] {
  const [alter, instead] = [relationName(part), standIn(part)].map((table) => `ALTER TABLE ${table} `);
  return drafts.map((draft) => ({ ...draft, sql: draft.sql.replace(alter ?? '', () => instead ?? '') }));
}

export function leave(link: Link, context: PlanContext): readonly StatementDraft[] {
  const { child, parent } = link.attributes;
  const isFirst = reseatingOf(link, context)?.leaves[0]?.id === link.id;
  return [...(isFirst ? putStandIn(link) : []), { sql: `ALTER TABLE ${child} NO INHERIT ${parent}`, ...LOCK }];
}

/** `add`: the statement that adds a part to the child. */
export function take(
  link: Link,
  context: PlanContext,
  add: (part: Part) => readonly StatementDraft[],
): readonly StatementDraft[] {
  const { child, parent } = link.attributes;
  const { leaves = [], takes = [] } = reseatingOf(link, context) ?? {};
  const [isFirst, isLast] = [takes[0]?.id === link.id, takes.at(-1)?.id === link.id];
  const table = standIn(link);
  return [
    ...(isFirst && leaves.length === 0 ? putStandIn(link) : []),
    ...(isFirst ? missingParts(link, context).flatMap((part) => throughStandIn(part, add(part))) : []),
    { sql: `ALTER TABLE ${child} INHERIT ${parent}`, ...LOCK },
    ...(isLast ? [{ sql: `ALTER TABLE ${child} NO INHERIT ${table}`, ...LOCK }, { sql: `DROP TABLE ${table}` }] : []),
  ];
}

function putStandIn(link: Link): readonly StatementDraft[] {
  const { child } = link.attributes;
  return [
    { sql: `CREATE TABLE ${standIn(link)} (LIKE ${child} INCLUDING CONSTRAINTS INCLUDING GENERATED)` },
    { sql: `ALTER TABLE ${child} INHERIT ${standIn(link)}`, ...LOCK },
  ];
}

function standIn({ names: [schema = '', table = ''] }: Pick<Fact, 'names'>): string {
  return quoteName([schema, `${table.slice(0, 50)}_stands_in`]);
}
