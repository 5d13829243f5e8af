import type { Catalog, Fact, ObjectId } from '@senior-backend/core/postgres/catalog';
import type { SequenceAttributes } from '@senior-backend/core/postgres/catalog/attributes';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { occupied, relationName } from '../names.js';
import { parseQualified } from '../parse-qualified.js';
import { alter, type Rule } from '../rule.js';
import { hazard, type StatementDraft } from '../statement.js';

export const sequenceRule: Rule<'sequence'> = {
  address: (fact) => ({ keyword: 'SEQUENCE', name: relationName(fact) }),
  create: (fact) => [
    {
      sql: `CREATE ${fact.attributes.unlogged ? 'UNLOGGED ' : ''}SEQUENCE ${relationName(fact)} AS ${fact.attributes.type} ${sequenceOptions(fact.attributes)}`,
    },
  ],
  drop: (fact) => [{ sql: `DROP SEQUENCE ${relationName(fact)}` }],
  change: (before, after) => {
    const { unlogged: wasUnlogged, ...old } = before.attributes;
    const { unlogged, ...fresh } = after.attributes;
    const type = old.type === fresh.type ? '' : `AS ${fresh.type} `;
    return alter(
      ...intoRange(relationName(after), old, fresh),
      JSON.stringify(old) !== JSON.stringify(fresh) && {
        sql: `ALTER SEQUENCE ${relationName(after)} ${type}${sequenceOptions(fresh)}`,
      },
      wasUnlogged !== unlogged && {
        sql: `ALTER SEQUENCE ${relationName(after)} SET ${unlogged ? 'UNLOGGED' : 'LOGGED'}`,
      },
    );
  },
  droppedWith: (fact, before) => ownerColumn(fact, before),
  occupies: occupied,
};

export function sequenceOptions({
  start,
  increment,
  min,
  max,
  cache,
  cycle,
}: Omit<SequenceAttributes, 'type' | 'unlogged'>): string {
  return `START WITH ${start} INCREMENT BY ${increment} MINVALUE ${min} MAXVALUE ${max} CACHE ${cache}${cycle ? ' CYCLE' : ' NO CYCLE'}`;
}

/** What a sequence of each type can hold. */
export const BOUNDS: Readonly<Record<string, readonly [min: string, max: string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
};

/** 1, 2, 3 and so on, as far as its type goes: what a sequence does of which nothing is said. */
export function isUsualSequence({ type, ...given }: Omit<SequenceAttributes, 'unlogged'>): boolean {
  const [, max] = BOUNDS[type] ?? [];
  return max !== undefined && sequenceOptions(given) === sequenceOptions({ ...USUAL, max });
}

const USUAL = { start: '1', increment: '1', min: '1', cache: '1', cycle: false };

/** A sequence goes with the column that owns it. */
function ownerColumn(fact: Fact<'sequence'>, before: Catalog): readonly ObjectId[] {
  const owner = before.facts.get(objectId('sequenceOwner', fact.names));
  if (!owner || !isKind(owner, 'sequenceOwner')) return [];
  const table = parseQualified(owner.attributes.table);
  return [objectId('column', [...table, owner.attributes.column])];
}

/** ALTER SEQUENCE refuses bounds that leave the sequence's place outside. */
export function intoRange(
  name: string,
  old: Omit<SequenceAttributes, 'unlogged'>,
  fresh: Omit<SequenceAttributes, 'unlogged'>,
): readonly StatementDraft[] {
  const place = (bound: string, beyond: '<' | '>'): StatementDraft => ({
    sql: `SELECT setval(${quoteLiteral(name)}, ${bound}, false) FROM ${name} WHERE last_value ${beyond} ${bound}`,
    hazards: [hazard('mayFail', `${name} moves to ${bound} where its value is beyond the new bound`)],
  });
  return [
    ...(BigInt(fresh.min) > BigInt(old.min) && BigInt(fresh.min) <= BigInt(old.max) ? [place(fresh.min, '<')] : []),
    ...(BigInt(fresh.max) < BigInt(old.max) && BigInt(fresh.max) >= BigInt(old.min) ? [place(fresh.max, '>')] : []),
  ];
}
