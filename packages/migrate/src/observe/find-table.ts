// Questions to an observation about its tables and their indexes.
import type { Observation, ObservedIndex, ObservedTable, TableName } from './observation.js';

/** Below this many rows a sequential scan is a handful of pages, and an index saves nothing worth its upkeep. */
export const SMALL_TABLE_ROWS = 1_000;

export function sameTable(a: TableName, b: TableName): boolean {
  return a.schema === b.schema && a.name === b.name;
}

export function findTable(observation: Observation, name: TableName): ObservedTable | undefined {
  return relationsOf(observation).tables.get(keyOf(name));
}

/** The indexes of a table, in the order of their names. */
export function indexesOf(observation: Observation, name: TableName): readonly ObservedIndex[] {
  return relationsOf(observation).indexes.get(keyOf(name)) ?? [];
}

interface Relations {
  readonly tables: ReadonlyMap<string, ObservedTable>;
  readonly indexes: ReadonlyMap<string, readonly ObservedIndex[]>;
}

/** By table, made once an observation: rules ask for each table of ten thousand. */
const known = new WeakMap<Observation, Relations>();

function relationsOf(observation: Observation): Relations {
  const found = known.get(observation) ?? {
    tables: new Map(observation.tables.map((table) => [keyOf(table), table])),
    indexes: byTable(observation.indexes),
  };
  known.set(observation, found);
  return found;
}

function byTable(indexes: readonly ObservedIndex[]): ReadonlyMap<string, readonly ObservedIndex[]> {
  const groups = new Map<string, ObservedIndex[]>();
  for (const index of indexes) {
    const key = keyOf(index.table);
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  return groups;
}

function keyOf({ schema, name }: TableName): string {
  return JSON.stringify([schema, name]);
}

/** True only where the size is known: a table that was never analysed may be any size. */
export function isSmall(table: ObservedTable): boolean {
  return table.estimatedRows >= 0 && table.estimatedRows < SMALL_TABLE_ROWS;
}
