// What rows have to do with each other: foreign keys as embedded rows, join tables as links.
import type { ForeignKey, Relation } from '../model/relation.js';
import type { Embed, Pair, RelationId, Through } from './resource.js';
import { nounOf } from './words.js';

export function relationId({ schema, name }: Pick<Relation, 'schema' | 'name'>): RelationId {
  return JSON.stringify([schema, name]);
}

/** A table that holds nothing but the pairs of two others: its key is made of two foreign keys, and it has nothing else. */
export interface JoinTable {
  readonly relation: Relation;
  readonly sides: readonly [ForeignKey, ForeignKey];
}

export function joinTableOf(relation: Relation, known: ReadonlyMap<RelationId, Relation>): JoinTable | undefined {
  const [first, second, ...others] = relation.foreignKeys;
  if (relation.kind !== 'table' || !first || !second || others.length > 0) return undefined;
  const columns = [...first.columns, ...second.columns];
  const isWhole =
    new Set(columns).size === columns.length &&
    relation.columns.length === columns.length &&
    relation.key.length === columns.length;
  const sidesAreKeys = [first, second].every(({ references }) => {
    const target = known.get(relationId({ schema: references.schema, name: references.table }));
    return target !== undefined && sameNames(target.key, references.columns);
  });
  return isWhole && sidesAreKeys ? { relation, sides: [first, second] } : undefined;
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}

/** The rows that can stand inside a row: what it refers to, what refers to it, what it is joined with. */
export function embedsOf(
  relation: Relation,
  known: ReadonlyMap<RelationId, Relation>,
  joins: readonly JoinTable[],
): readonly Embed[] {
  const taken = new Set(relation.columns.map(({ name }) => name));
  const joined = new Set(joins.map(({ relation: join }) => relationId(join)));
  const wanted = [...parents(relation, known), ...children(relation, known, joined), ...linked(relation, joins)];
  return wanted.map(({ name, other, ...embed }) => ({ name: freeName(taken, name, other), ...embed }));
}

/** An embed with the name that it would like, and the one that tells it apart where that is taken. */
type Wanted = Embed & { readonly other: string };

function parents(relation: Relation, known: ReadonlyMap<RelationId, Relation>): readonly Wanted[] {
  return relation.foreignKeys.flatMap((key): Wanted[] => {
    const target = targetOf(key);
    if (!known.has(target)) return [];
    const [column = ''] = key.columns;
    const noun = nounOf(key.references.table).replaceAll(' ', '_');
    const name = key.columns.length === 1 && /.[_-]?id$/i.test(column) ? column.replace(/[_-]?id$/i, '') : noun;
    return [{ name, other: `${noun}_by_${key.columns.join('_')}`, target, many: false, on: pairs(key, 'theirs') }];
  });
}

function children(
  relation: Relation,
  known: ReadonlyMap<RelationId, Relation>,
  joined: ReadonlySet<RelationId>,
): readonly Wanted[] {
  const own = relationId(relation);
  return [...known.values()].flatMap((child) =>
    joined.has(relationId(child))
      ? []
      : child.foreignKeys
          .filter((key) => targetOf(key) === own)
          .map((key, _, all): Wanted => {
            const other = `${child.name}_by_${key.columns.join('_')}`;
            const name = all.length > 1 ? other : child.name;
            return { name, other, target: relationId(child), many: true, on: pairs(key, 'ours') };
          }),
  );
}

function linked(relation: Relation, joins: readonly JoinTable[]): readonly Wanted[] {
  const own = relationId(relation);
  return joins.flatMap(({ relation: join, sides: [first, second] }) =>
    [[first, second] as const, [second, first] as const]
      .filter(([near]) => targetOf(near) === own)
      .map(([near, far], index): Wanted => {
        const through: Through = { schema: join.schema, table: join.name, on: pairs(far, 'theirs') };
        const other = `${far.references.table}_by_${join.name}${index === 0 ? '' : `_${far.columns.join('_')}`}`;
        const isSelf = targetOf(far) === own;
        const name = isSelf ? other : far.references.table;
        return { name, other, target: targetOf(far), many: true, on: pairs(near, 'ours'), through };
      }),
  );
}

function targetOf({ references }: ForeignKey): RelationId {
  return relationId({ schema: references.schema, name: references.table });
}

/** Whose columns the referenced ones are: those of the row that is embedded, or ours. */
function pairs({ columns, references }: ForeignKey, referenced: 'theirs' | 'ours'): readonly Pair[] {
  return columns.map((column, index) => {
    const target = references.columns[index] ?? '';
    return referenced === 'theirs' ? { theirs: target, ours: column } : { theirs: column, ours: target };
  });
}

/** PostgreSQL cuts names of more bytes. */
const LONGEST_NAME = 63;

function freeName(taken: Set<string>, ...wanted: readonly string[]): string {
  const cut = (name: string): string => {
    let text = name;
    while (new TextEncoder().encode(text).length > LONGEST_NAME - 4) text = text.slice(0, -1);
    return text;
  };
  const last = cut(wanted.at(-1) ?? '');
  let name = wanted.map(cut).find((candidate) => candidate !== '' && !taken.has(candidate)) ?? `${last}_2`;
  for (let count = 3; taken.has(name); count += 1) name = `${last}_${count}`;
  taken.add(name);
  return name;
}
