import type { Fact } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { ownName, relationName } from '../names.js';
import { alter, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

type Settings = Fact<'viewColumn'>['attributes'];
const NONE: Settings = { statistics: null, storage: null, compression: null };

function settings(fact: Fact<'viewColumn'>, old: Settings, fresh: Settings): readonly StatementDraft[] {
  const column = `ALTER MATERIALIZED VIEW ${relationName(fact)} ALTER COLUMN ${ownName(fact)}`;
  const statements: (StatementDraft | false)[] = [
    old.storage !== fresh.storage && { sql: `${column} SET STORAGE ${fresh.storage ?? 'DEFAULT'}` },
    old.compression !== fresh.compression && { sql: `${column} SET COMPRESSION ${fresh.compression ?? 'default'}` },
    old.statistics !== fresh.statistics && { sql: `${column} SET STATISTICS ${fresh.statistics ?? -1}` },
  ];
  return statements.filter((statement) => statement !== false);
}

/** Settings of a column of a materialised view. */
export const viewColumnRule: Rule<'viewColumn'> = {
  address: () => undefined,
  create: (fact) => settings(fact, NONE, fact.attributes),
  drop: (fact) => settings(fact, fact.attributes, NONE),
  change: (before, after) => alter(...settings(after, before.attributes, after.attributes)),
  droppedWith: (fact) => [objectId('materializedView', fact.names.slice(0, 2))],
};
