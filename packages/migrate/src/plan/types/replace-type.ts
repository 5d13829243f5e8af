// Types that have no ALTER for a change are made anew beside the old one, and the columns move over: no row is lost.
import type { AnyFact, Fact, ObjectId, ObjectKind } from '@senior-backend/core/postgres/catalog';
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier, quoteLiteral, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { isLocal } from '../columns/inheritance.js';
import { placesRows } from '../columns/partition-key.js';
import { ownName, relationName, tableId } from '../names.js';
import type { Change, PlanContext } from '../rule.js';
import { hazard, type StatementDraft } from '../statement.js';

/** How a column's value comes from the old type to the new one. */
export type Conversion = (column: string, type: string) => string;

/** `status::text::public.status` */
const throughText: Conversion = (column, type) => `${column}::text${type.endsWith('[]') ? '[]' : ''}::${type}`;

export interface Replacing {
  readonly create: readonly StatementDraft[];
  readonly convert?: Conversion;
  /** What is there for the conversion alone, once the columns have moved. */
  readonly cleanUp?: readonly StatementDraft[];
}

/** What the old type is called until it goes. */
export function replacedName({ names: [schema = '', name = ''] }: Pick<Fact, 'names'>): readonly [string, string] {
  return [schema, `${name.slice(0, 50)}_replaced`];
}

/** Renames the old type, makes the new one, and moves the columns from one to the other. */
export function replaceType(
  keyword: 'TYPE' | 'DOMAIN',
  before: Fact,
  after: Fact,
  { create, convert = throughText, cleanUp = [] }: Replacing,
  context: PlanContext,
): Change {
  const old = replacedName(after);
  const columns = movingColumns(before, after, context);
  return {
    how: 'alter',
    statements: [
      { sql: `ALTER ${keyword} ${relationName(before)} RENAME TO ${quoteIdentifier(old[1])}` },
      ...create,
      ...columns.map((column) => moveColumn(column, after, context, convert)),
      ...cleanUp,
      { sql: `DROP ${keyword} ${quoteName(old)}` },
    ],
    disturbs: (dependant) => !(isKind(dependant, 'column') && stays(dependant, after, context)),
    displaces: columns.flatMap((column) => inTheWay(column, context)),
  };
}

/** Those of tables that are made anew come with these. */
function movingColumns(before: Fact, after: Fact, context: PlanContext): readonly AnyFact[] {
  return context
    .dependantsOf(before.id)
    .filter((fact) => stays(fact, after, context) && !context.isDropped(tableId(fact)));
}

function inTheWay(column: AnyFact, context: PlanContext): readonly ObjectId[] {
  return isKind(column, 'column') && placesRows(column, context) ? [tableId(column)] : standingOn(column, context);
}

/**
 * The same for a type that brings functions under its own name, which a rename would leave behind: the columns are text
 * while the type is made anew.
 */
export function rebuildType(
  before: Fact,
  after: Fact,
  create: readonly StatementDraft[],
  context: PlanContext,
): Change {
  const columns = movingColumns(before, after, context);
  const asText = columns.map((column): StatementDraft => {
    const type = typeOf(column, context).endsWith('[]') ? 'text[]' : 'text';
    return {
      sql: `ALTER TABLE ${relationName(column)} ALTER COLUMN ${ownName(column)} TYPE ${type}${using(column, `${ownName(column)}::${type}`, context)}`,
      lock: 'ACCESS EXCLUSIVE',
      rewrites: true,
    };
  });
  return {
    how: 'alter',
    statements: [
      ...asText,
      { sql: `DROP TYPE ${relationName(before)}` },
      ...create,
      ...columns.map((column) => moveColumn(column, after, context)),
    ],
    disturbs: (dependant) => !(isKind(dependant, 'column') && stays(dependant, after, context)),
    displaces: columns.flatMap((column) => inTheWay(column, context)),
  };
}

/** What the server changes no column's type under. */
const FIXED: ReadonlySet<ObjectKind> = new Set([
  'view',
  'materializedView',
  'rule',
  'policy',
  'trigger',
  'function',
  'publicationTable',
]);

/** And what would have one end of either type. */
function standingOn(column: AnyFact, context: PlanContext): readonly ObjectId[] {
  const isForeignKey = (fact: AnyFact): boolean => isKind(fact, 'constraint') && fact.attributes.type === 'foreign key';
  const isGenerated = (fact: AnyFact): boolean => isKind(fact, 'column') && fact.attributes.generated !== null;
  return context
    .dependantsOf(column.id)
    .filter((fact) => FIXED.has(fact.kind) || isForeignKey(fact) || isGenerated(fact))
    .map(({ id }) => id);
}

/** A column that is there on both sides with this type; where its own type changes, its own rule moves it. */
export function stays(fact: AnyFact, type: Fact, context: PlanContext): boolean {
  if (!isKind(fact, 'column') || fact.attributes.generated !== null) return false;
  const fresh = context.after.facts.get(fact.id);
  return (
    fresh !== undefined &&
    isKind(fresh, 'column') &&
    fresh.dependsOn.includes(type.id) &&
    fresh.attributes.type === fact.attributes.type
  );
}

function moveColumn(
  column: AnyFact,
  fresh: Fact,
  context: PlanContext,
  convert: Conversion = throughText,
): StatementDraft {
  const type = typeOf(column, context);
  const isArray = type.endsWith('[]');
  return {
    sql: `ALTER TABLE ${relationName(column)} ALTER COLUMN ${ownName(column)} TYPE ${type}${using(column, convert(ownName(column), type), context)}`,
    lock: 'ACCESS EXCLUSIVE',
    rewrites: true,
    scans: true,
    hazards: [
      hazard('rewrite', `${relationName(column)} is rewritten: column ${ownName(column)} moves to the new type`),
      hazard(
        'mayFail',
        `fails where ${relationName(column)}.${ownName(column)} holds a value that the new type does not have`,
        labelsInTheWay(column, fresh as AnyFact, isArray),
      ),
    ],
  };
}

/** The server converts no rows that are elsewhere. */
function using(column: AnyFact, value: string, context: PlanContext): string {
  return isKind(column, 'column') && !isLocal(column, context) ? '' : ` USING ${value}`;
}

/** Counts the rows with a label that an enum loses; of other types the rows alone know. */
function labelsInTheWay(column: AnyFact, fresh: AnyFact, isArray: boolean): string | undefined {
  if (!isKind(fresh, 'enum')) return undefined;
  const labels = `ARRAY[${fresh.attributes.labels.map(quoteLiteral).join(', ')}]::text[]`;
  const name = ownName(column);
  const isLost = isArray ? `NOT ${name}::text[] <@ ${labels}` : `${name}::text <> ALL (${labels})`;
  return `SELECT count(*) FROM ${relationName(column)} WHERE ${isLost}`;
}

function typeOf(column: AnyFact, context: PlanContext): string {
  const fresh = context.after.facts.get(column.id);
  return fresh && isKind(fresh, 'column') ? fresh.attributes.type : '';
}
