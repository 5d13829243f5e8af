import type { Catalog, Fact } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { parentDropsIt } from '../columns/inheritance.js';
import { markers } from '../index-markers.js';
import { occupied, ownName, relationName, tableId } from '../names.js';
import { alter, type PlanContext, REBUILD, type Rule } from '../rule.js';
import { type Hazard, hazard, type StatementDraft } from '../statement.js';

export const constraintRule: Rule<'constraint'> = {
  address: (fact) => ({ keyword: 'CONSTRAINT', name: `${ownName(fact)} ON ${relationName(fact)}` }),
  create: (fact, context) => [...addConstraint(fact, context), ...markers(undefined, fact, context)],
  drop: (fact, context) => {
    if (isFromParent(fact) && (isOfPartition(fact, context) || parentDropsIt(fact, context))) return [];
    return [{ sql: `ALTER TABLE ${relationName(fact)} DROP CONSTRAINT ${ownName(fact)}`, lock: 'ACCESS EXCLUSIVE' }];
  },
  change: (before, after, context) => {
    const old = before.attributes;
    const fresh = after.attributes;
    // Whether it is inherited follows from ATTACH, DETACH and NO INHERIT by itself.
    const sameRule = old.definition.replace(/ NOT VALID$/, '') === fresh.definition.replace(/ NOT VALID$/, '');
    if (!sameRule || (old.validated && !fresh.validated)) {
      const only = deferral(before, after);
      return only ? alter({ sql: only, lock: 'ACCESS EXCLUSIVE' }) : REBUILD;
    }
    return alter(
      !old.validated && fresh.validated && validate(after),
      old.tablespace !== fresh.tablespace && {
        sql: `ALTER INDEX ${quoteIdentifier(after.names[0] ?? '')}.${ownName(after)} SET TABLESPACE ${quoteIdentifier(fresh.tablespace ?? 'pg_default')}`,
        lock: 'ACCESS EXCLUSIVE',
        rewrites: true,
      },
      ...markers(before, after, context),
    );
  },
  createdWith: (fact, after) => {
    const { type, validated, tablespace } = fact.attributes;
    const apart = type === 'foreign key' || !validated || tablespace !== null || outdoesParent(fact, after);
    return apart ? undefined : tableId(fact);
  },
  droppedWith: (fact) => [tableId(fact)],
  occupies: (fact) =>
    ['primary key', 'unique', 'exclude'].includes(fact.attributes.type)
      ? occupied({ names: [fact.names[0] ?? '', fact.names[2] ?? ''] })
      : [],
};

function isOfPartition(fact: Fact<'constraint'>, { before }: PlanContext): boolean {
  const table = before.facts.get(tableId(fact));
  return table?.kind === 'table' && table.attributes.isPartition;
}

function isFromParent({ attributes: { type, inherited, local } }: Fact<'constraint'>): boolean {
  return type === 'check' && inherited && !local;
}

/** A child that was made after its parent's NOT VALID check had no row that could break it: its own is valid. */
function outdoesParent(fact: Fact<'constraint'>, after: Catalog): boolean {
  if (!isFromParent(fact) || !fact.attributes.validated) return false;
  const parents = fact.dependsOn.map((id) => after.facts.get(id));
  return parents.some((parent) => parent?.kind === 'constraint' && !parent.attributes.validated);
}

function validate(fact: Fact<'constraint'>): StatementDraft {
  return {
    sql: `ALTER TABLE ${relationName(fact)} VALIDATE CONSTRAINT ${ownName(fact)}`,
    lock: 'SHARE UPDATE EXCLUSIVE',
    scans: true,
  };
}

/** A foreign key that only becomes deferrable, or stops being so, is altered in place. */
function deferral(before: Fact<'constraint'>, after: Fact<'constraint'>): string | undefined {
  if (after.attributes.type !== 'foreign key') return undefined;
  const bare = (definition: string): string => definition.replace(/ DEFERRABLE| INITIALLY DEFERRED/g, '');
  if (bare(before.attributes.definition) !== bare(after.attributes.definition)) return undefined;
  const words = /( DEFERRABLE)?( INITIALLY DEFERRED)?( NOT VALID)?$/.exec(after.attributes.definition);
  const mode = `${words?.[1] ? 'DEFERRABLE' : 'NOT DEFERRABLE'}${words?.[2] ? ' INITIALLY DEFERRED' : ''}`;
  return `ALTER TABLE ${relationName(after)} ALTER CONSTRAINT ${ownName(after)} ${mode}`;
}

/** To a table that passes it on. */
export function addCheck(fact: Fact<'constraint'>): readonly StatementDraft[] {
  const { definition, validated } = fact.attributes;
  const sql = `ALTER TABLE ${relationName(fact)} ADD CONSTRAINT ${ownName(fact)} ${definition}`;
  return [{ sql, lock: 'ACCESS EXCLUSIVE', scans: validated, hazards: validated ? additionHazards(fact) : [] }];
}

function addConstraint(fact: Fact<'constraint'>, context: PlanContext): readonly StatementDraft[] {
  const { type, definition, validated, tablespace } = fact.attributes;
  const riding = context.createdWith(tableId(fact)).includes(fact);
  if (riding) return [];
  // A check of a parent reaches its children by itself, as valid as the parent's.
  if (isFromParent(fact)) return outdoesParent(fact, context.after) ? [validate(fact)] : [];
  const isIndex = type === 'primary key' || type === 'unique' || type === 'exclude';
  const place = tablespace === null ? '' : ` USING INDEX TABLESPACE ${quoteIdentifier(tablespace)}`;
  const table = context.after.facts.get(tableId(fact));
  const only = isIndex && table?.kind === 'table' && table.attributes.variant === 'partitioned' ? 'ONLY ' : '';
  return [
    {
      sql: `ALTER TABLE ${only}${relationName(fact)} ADD CONSTRAINT ${ownName(fact)} ${definition}${place}`,
      lock: type === 'foreign key' ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE',
      scans: validated,
      hazards: context.isCreated(tableId(fact)) || !validated ? [] : additionHazards(fact),
    },
  ];
}

/** A key over periods, from version 18: rows conflict where they overlap, and a reference wants every day of a period covered. */
function isTemporal({ attributes: { type, definition } }: Fact<'constraint'>): boolean {
  return type === 'foreign key' ? /, PERIOD /.test(definition) : / WITHOUT OVERLAPS\)/.test(definition);
}

function additionHazards(fact: Fact<'constraint'>): readonly Hazard[] {
  const table = relationName(fact);
  const waiting = fact.attributes.type === 'foreign key' ? 'writers' : 'readers and writers';
  const violation = isTemporal(fact)
    ? hazard('mayFail', `fails where periods in ${table} overlap, or are not covered`)
    : violationOf(fact);
  return [hazard('blocking', `${waiting} of ${table} wait while it is read`), ...(violation ? [violation] : [])];
}

function violationOf(fact: Fact<'constraint'>): Hazard | undefined {
  const table = relationName(fact);
  const { type, columns, definition } = fact.attributes;
  const list = columns.map(quoteIdentifier).join(', ');
  const fails = (what: string, check?: string): Hazard => hazard('mayFail', `fails where ${what}`, check);
  switch (type) {
    case 'primary key':
    case 'unique':
      return fails(
        `${table} has the same ${list} twice`,
        `SELECT count(*) FROM (SELECT FROM ${table} GROUP BY ${list} HAVING count(*) > 1) AS twice`,
      );
    case 'check': {
      const condition = definition.replace(/^CHECK /, '').replace(/ NO INHERIT$/, '');
      return fails(`a row of ${table} breaks ${ownName(fact)}`, `SELECT count(*) FROM ${table} WHERE NOT ${condition}`);
    }
    case 'foreign key':
      return orphans(fact);
    case 'exclude':
      return fails(`two rows of ${table} conflict`);
    default:
      return type satisfies never;
  }
}

function orphans(fact: Fact<'constraint'>): Hazard | undefined {
  const { columns, references } = fact.attributes;
  if (!references) return undefined;
  const table = relationName(fact);
  const target = quoteName([references.schema, references.table]);
  const match = columns
    .map((column, index) => `p.${quoteIdentifier(references.columns[index] ?? '')} = c.${quoteIdentifier(column)}`)
    .join(' AND ');
  const present = columns.map((column) => `c.${quoteIdentifier(column)} IS NOT NULL`).join(' AND ');
  return hazard(
    'mayFail',
    `fails where a row of ${table} has no match in ${target}`,
    `SELECT count(*) FROM ${table} c WHERE ${present} AND NOT EXISTS (SELECT FROM ${target} p WHERE ${match})`,
  );
}
