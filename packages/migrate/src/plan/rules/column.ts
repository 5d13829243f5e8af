import type { AnyFact, Fact } from '@senior-backend/core/postgres/catalog';
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { columnDefinition, identityDefinition } from '../column-definition.js';
import { ownName, relationName, tableId } from '../names.js';
import { foreignChanges, storageChanges } from '../options.js';
import { type Change, type PlanContext, REBUILD, type Rule } from '../rule.js';
import { hazard, type StatementDraft } from '../statement.js';
import { sequenceOptions } from './sequence.js';

export const columnRule: Rule<'column'> = {
  address: (fact) => ({ keyword: 'COLUMN', name: `${relationName(fact)}.${ownName(fact)}` }),
  create: (fact, context) => createColumn(fact, context),
  drop: (fact, context) => dropColumn(fact, context),
  change: (before, after, context) => changeColumn(before, after, context),
  createdWith: (fact) => tableId(fact),
  droppedWith: (fact) => [tableId(fact)],
  endures: (fact, rebuilt) => rebuilt.kind === 'column' && fact.attributes.generated === null,
  occupies: (fact) => (fact.attributes.identity ? [JSON.stringify(fact.attributes.identity.sequence)] : []),
};

function createColumn(fact: Fact<'column'>, context: PlanContext): readonly StatementDraft[] {
  if (context.isCreated(tableId(fact))) return settings(undefined, fact);
  const table = relationName(fact);
  if (becomesInherited(context.before.facts.get(fact.id), fact)) {
    return [
      {
        sql: `UPDATE ${table} SET ${ownName(fact)} = ${movedName(fact)}`,
        hazards: [hazard('rewrite', `every row of ${table} is written to move ${ownName(fact)}`)],
      },
      { sql: `ALTER TABLE ${table} DROP COLUMN ${movedName(fact)}`, lock: 'ACCESS EXCLUSIVE' },
      ...settings(undefined, fact),
    ];
  }
  // A column that comes from a parent comes with the parent's own ADD COLUMN, or with INHERIT.
  if (!fact.attributes.local && fact.attributes.inherited) return settings(undefined, fact);
  const value = context.createdWith(fact.id).find((rider) => isKind(rider, 'default'));
  const { generated, identity, notNull } = fact.attributes;
  const needsValue = notNull && !value && generated === null && identity === null;
  const rewrites = generated !== null || identity !== null;
  const hazards = [
    ...(needsValue
      ? [
          hazard(
            'mayFail',
            `fails where ${table} has rows: ${ownName(fact)} is NOT NULL and has no default`,
            `SELECT count(*) FROM ${table}`,
          ),
        ]
      : []),
    ...(rewrites ? [hazard('rewrite', `${table} is rewritten to fill ${ownName(fact)}`)] : []),
  ];
  return [
    {
      sql: `ALTER TABLE ${table} ADD COLUMN ${columnDefinition(fact, value ? value.attributes.expression : null)}`,
      lock: 'ACCESS EXCLUSIVE',
      rewrites,
      hazards,
    },
    ...settings(undefined, fact),
  ];
}

function dropColumn(fact: Fact<'column'>, context: PlanContext): readonly StatementDraft[] {
  if (becomesInherited(fact, context.after.facts.get(fact.id)))
    return [
      {
        sql: `ALTER TABLE ${relationName(fact)} RENAME COLUMN ${ownName(fact)} TO ${movedName(fact)}`,
        lock: 'ACCESS EXCLUSIVE',
      },
    ];
  if (fact.attributes.inherited && !fact.attributes.local && parentDropsIt(fact, context)) return [];
  const name = `${relationName(fact)}.${ownName(fact)}`;
  const hazards =
    fact.attributes.generated === null
      ? [
          hazard(
            'destructive',
            `column ${name} goes with its values`,
            `SELECT count(${ownName(fact)}) FROM ${relationName(fact)}`,
          ),
        ]
      : [];
  const only = childrenKeepIt(fact, context) ? 'ONLY ' : '';
  return [
    { sql: `ALTER TABLE ${only}${relationName(fact)} DROP COLUMN ${ownName(fact)}`, lock: 'ACCESS EXCLUSIVE', hazards },
  ];
}

/** DROP COLUMN on the parent reaches its children, unless it says ONLY. */
function parentDropsIt(fact: Fact<'column'>, context: PlanContext): boolean {
  return fact.dependsOn.some((id) => {
    const parent = context.before.facts.get(id);
    return (
      parent !== undefined && isKind(parent, 'column') && context.isDropped(id) && !childrenKeepIt(parent, context)
    );
  });
}

/** With ONLY the column becomes the children's own. */
function childrenKeepIt(fact: Fact<'column'>, context: PlanContext): boolean {
  if (context.isCreated(fact.id)) return false;
  return context
    .dependantsOf(fact.id)
    .some((child) => isKind(child, 'column') && child.attributes.inherited && context.after.facts.has(child.id));
}

/**
 * A column of a child that now comes from the parent. PostgreSQL never forgets that a column was declared locally, so the
 * column is made anew by the parent's ADD COLUMN, and the values move over.
 */
function becomesInherited(before: AnyFact | undefined, after: AnyFact | undefined): boolean {
  if (!before || !after || !isKind(before, 'column') || !isKind(after, 'column')) return false;
  return (
    before.attributes.local && !before.attributes.inherited && !after.attributes.local && after.attributes.inherited
  );
}

/** ATTACH PARTITION makes the columns inherited by itself. */
function isPartition(fact: Fact<'column'>, context: PlanContext): boolean {
  const table = context.after.facts.get(tableId(fact));
  return table !== undefined && isKind(table, 'table') && table.attributes.isPartition;
}

function movedName(fact: Fact<'column'>): string {
  return quoteIdentifier(`${(fact.names[2] ?? '').slice(0, 55)}_moved`);
}

function changeColumn(before: Fact<'column'>, after: Fact<'column'>, context: PlanContext): Change {
  const old = before.attributes;
  const fresh = after.attributes;
  if (becomesInherited(before, after) && !isPartition(after, context)) return REBUILD;
  if (old.generated === null && fresh.generated !== null) return REBUILD;
  if (old.generatedKind !== fresh.generatedKind && fresh.generated !== null) return REBUILD;
  if (old.generated !== null && fresh.generated !== null && old.generated !== fresh.generated) return REBUILD;
  const typeChanges = old.type !== fresh.type || old.collation !== fresh.collation;
  const onlyInherited = fresh.inherited && !fresh.local && old.inherited;
  const statements = [
    ...(old.generated !== null && fresh.generated === null
      ? [{ sql: `${alterColumn(after)} DROP EXPRESSION`, lock: 'ACCESS EXCLUSIVE' } as const]
      : []),
    ...(typeChanges && !onlyInherited ? [changeType(before, after)] : []),
    ...identity(before, after),
    ...(onlyInherited && fresh.notNull ? [] : nullability(before, after)),
    ...settings(before, after),
  ];
  return typeChanges
    ? { how: 'alter', statements, disturbs: (dependant) => inTheWay(dependant, context) }
    : { how: 'alter', statements };
}

/** What ALTER COLUMN … TYPE refuses to work under (tablecmds.c, RememberAllDependentForRebuilding), and a default that must change with the type. */
function inTheWay(dependant: AnyFact, context: PlanContext): boolean {
  switch (dependant.kind) {
    case 'view':
    case 'materializedView':
    case 'rule':
    case 'policy':
    case 'trigger':
    case 'function':
    case 'publicationTable':
      return true;
    case 'column':
      return dependant.attributes.generated !== null;
    case 'default': {
      const fresh = context.after.facts.get(dependant.id);
      return !fresh || !isKind(fresh, 'default') || fresh.attributes.expression !== dependant.attributes.expression;
    }
    case 'constraint':
    case 'index':
      return JSON.stringify(context.after.facts.get(dependant.id)?.attributes) !== JSON.stringify(dependant.attributes);
    default:
      return false;
  }
}

function alterColumn(fact: Fact<'column'>): string {
  return `ALTER TABLE ${relationName(fact)} ALTER COLUMN ${ownName(fact)}`;
}

function changeType(before: Fact<'column'>, after: Fact<'column'>): StatementDraft {
  const { type, collation, generated } = after.attributes;
  const collate = collation === null ? '' : ` COLLATE ${collation}`;
  const using =
    generated === null && baseOf(before.attributes.type) !== baseOf(type)
      ? ` USING ${conversion(ownName(after), before.attributes.type, type)}`
      : '';
  const name = `${relationName(after)}.${ownName(after)}`;
  return {
    sql: `${alterColumn(after)} TYPE ${type}${collate}${using}`,
    lock: 'ACCESS EXCLUSIVE',
    rewrites: true,
    hazards: [
      hazard('rewrite', `${relationName(after)} may be rewritten: ${ownName(after)} becomes ${type}`),
      hazard('mayFail', `fails where a value of ${name} is no ${type}`),
    ],
  };
}

const baseOf = (type: string): string => type.replace(/\(.*?\)/, '');

/** Types of users are reached through text: there is no cast between them and others. */
function conversion(column: string, from: string, to: string): string {
  const userType = /\./.test(from) || /\./.test(to);
  if (userType) return `${column}::text${to.endsWith('[]') && from.endsWith('[]') ? '[]' : ''}::${to}`;
  return from === 'boolean' ||
    to === 'boolean' ||
    !/^(integer|bigint|smallint|numeric|text|character|double|real)/.test(from)
    ? throughText(column, from, to)
    : `${column}::${to}`;
}

/** Casts that the server has; the rest goes through text. */
function throughText(column: string, from: string, to: string): string {
  const family = (type: string): string =>
    /^(date|timestamp|time)/.test(type)
      ? 'time'
      : /^(json)/.test(type)
        ? 'json'
        : /^(boolean|integer)/.test(type)
          ? 'bool'
          : type;
  return family(from) === family(to) || /^(text|character)/.test(to) ? `${column}::${to}` : `${column}::text::${to}`;
}

function identity(before: Fact<'column'>, after: Fact<'column'>): readonly StatementDraft[] {
  const old = before.attributes.identity;
  const fresh = after.attributes.identity;
  if (JSON.stringify(old) === JSON.stringify(fresh)) return [];
  const column = alterColumn(after);
  const lock = 'ACCESS EXCLUSIVE';
  if (!fresh) return [{ sql: `${column} DROP IDENTITY`, lock }];
  // An identity column must not be null already.
  const required = before.attributes.notNull ? [] : [{ sql: `${column} SET NOT NULL`, lock, scans: true } as const];
  if (!old) return [...required, { sql: `${column} ADD ${identityDefinition(fresh)}`, lock }];
  if (JSON.stringify(old.sequence) !== JSON.stringify(fresh.sequence) || old.type !== fresh.type) {
    return [
      { sql: `${column} DROP IDENTITY`, lock },
      { sql: `${column} ADD ${identityDefinition(fresh)}`, lock },
    ];
  }
  const options = sequenceOptions(fresh).replace(
    /(START|INCREMENT|MINVALUE|MAXVALUE|CACHE|NO CYCLE|(?<!NO )CYCLE)/g,
    'SET $1',
  );
  return [
    { sql: `${column} SET GENERATED ${fresh.generation === 'always' ? 'ALWAYS' : 'BY DEFAULT'} ${options}`, lock },
  ];
}

function nullability(before: Fact<'column'>, after: Fact<'column'>): readonly StatementDraft[] {
  if (before.attributes.notNull === after.attributes.notNull) return [];
  if (!after.attributes.notNull) return [{ sql: `${alterColumn(after)} DROP NOT NULL`, lock: 'ACCESS EXCLUSIVE' }];
  if (before.attributes.identity === null && after.attributes.identity !== null) return [];
  const table = relationName(after);
  return [
    {
      sql: `${alterColumn(after)} SET NOT NULL`,
      lock: 'ACCESS EXCLUSIVE',
      scans: true,
      hazards: [
        hazard('blocking', `${table} is read whole under a lock that stops readers and writers`),
        hazard(
          'mayFail',
          `fails where ${table}.${ownName(after)} is null`,
          `SELECT count(*) FROM ${table} WHERE ${ownName(after)} IS NULL`,
        ),
      ],
    },
  ];
}

/** What has no place in a column's definition: storage, statistics, options. */
function settings(before: Fact<'column'> | undefined, after: Fact<'column'>): readonly StatementDraft[] {
  const fresh = after.attributes;
  const old = before?.attributes;
  const column = alterColumn(after);
  const options = storageChanges(old?.options ?? [], fresh.options);
  const foreign = old ? foreignChanges(old.serverOptions, fresh.serverOptions) : '';
  const light = { lock: 'SHARE UPDATE EXCLUSIVE' } as const;
  const statements: (StatementDraft | false)[] = [
    (old?.storage ?? null) !== fresh.storage && {
      sql: `${column} SET STORAGE ${fresh.storage ?? 'DEFAULT'}`,
      lock: 'ACCESS EXCLUSIVE',
    },
    old !== undefined &&
      old.compression !== fresh.compression && {
        sql: `${column} SET COMPRESSION ${fresh.compression ?? 'default'}`,
        lock: 'ACCESS EXCLUSIVE',
      },
    (old?.statistics ?? null) !== fresh.statistics && {
      sql: `${column} SET STATISTICS ${fresh.statistics ?? -1}`,
      ...light,
    },
    options.set !== '' && { sql: `${column} SET (${options.set})`, ...light },
    options.reset !== '' && { sql: `${column} RESET (${options.reset})`, ...light },
    foreign !== '' && { sql: `ALTER FOREIGN TABLE ${relationName(after)} ALTER COLUMN ${ownName(after)}${foreign}` },
  ];
  return statements.filter((statement) => statement !== false);
}
