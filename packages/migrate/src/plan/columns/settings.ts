// What has no place in a column's definition: storage, statistics, options.
import type { Fact } from '@senior-backend/core/postgres/catalog';
import { ownName, relationName } from '../names.js';
import { foreignChanges, storageChanges } from '../options.js';
import type { StatementDraft } from '../statement.js';

export function alterColumn(fact: Fact<'column'>): string {
  return `ALTER TABLE ${relationName(fact)} ALTER COLUMN ${ownName(fact)}`;
}

export function columnSettings(before: Fact<'column'> | undefined, after: Fact<'column'>): readonly StatementDraft[] {
  const fresh = after.attributes;
  // A new type brings its own storage and compression.
  const moved = before !== undefined && before.attributes.type !== after.attributes.type;
  const old = before && { ...before.attributes, ...(moved && { storage: null, compression: null }) };
  const column = alterColumn(after);
  // Both reach the children otherwise, which may have their own: those are facts as well.
  const only = column.replace('ALTER TABLE ', 'ALTER TABLE ONLY ');
  const options = storageChanges(old?.options ?? [], fresh.options);
  const foreign = old ? foreignChanges(old.serverOptions, fresh.serverOptions) : '';
  const light = { lock: 'SHARE UPDATE EXCLUSIVE' } as const;
  const statements: (StatementDraft | false)[] = [
    (old?.storage ?? null) !== fresh.storage && {
      sql: `${only} SET STORAGE ${fresh.storage ?? fresh.typeStorage}`,
      lock: 'ACCESS EXCLUSIVE',
    },
    old !== undefined &&
      old.compression !== fresh.compression && {
        sql: `${column} SET COMPRESSION ${fresh.compression ?? 'default'}`,
        lock: 'ACCESS EXCLUSIVE',
      },
    (old?.statistics ?? null) !== fresh.statistics && {
      sql: `${only} SET STATISTICS ${fresh.statistics ?? -1}`,
      ...light,
    },
    options.set !== '' && { sql: `${column} SET (${options.set})`, ...light },
    options.reset !== '' && { sql: `${column} RESET (${options.reset})`, ...light },
    foreign !== '' && { sql: `ALTER FOREIGN TABLE ${relationName(after)} ALTER COLUMN ${ownName(after)}${foreign}` },
  ];
  return statements.filter((statement) => statement !== false);
}
