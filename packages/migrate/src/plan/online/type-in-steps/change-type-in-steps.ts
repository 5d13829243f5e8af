// Another type for a column of a large table. ALTER COLUMN … TYPE writes the table anew under a lock that stops readers; here a
// second column fills beside the first one, kept in step by a trigger, gets its own indexes, and takes the first one's place
// in one short transaction.
import type { Fact } from '@senior-backend/core/postgres/catalog';
import { isRewritten } from '../../columns/change-type.js';
import { alterColumn } from '../../columns/settings.js';
import { tableId } from '../../names.js';
import type { Statement, StatementDraft } from '../../statement.js';
import { requireValues } from '../required-column.js';
import { isFilledQuietly } from '../volatile-column.js';
import { companionsOf, type Sides } from './companions.js';
import { indexOnMoving, keyOnMoving } from './moved-index.js';
import { addMovingColumn, movingColumn, movingName } from './moving-column.js';
import { proveAgain, swapColumns } from './swap-columns.js';

export interface TypeSteps {
  /** Before anything that stands in the way goes; ends committed. */
  readonly prepare: readonly StatementDraft[];
  /** In the place of ALTER COLUMN … TYPE, in one transaction. */
  readonly swap: readonly StatementDraft[];
  /** After that is committed. */
  readonly settle: readonly StatementDraft[];
}

/** Undefined where the type changes without a rewrite, or where more hangs on the column than can be moved with it. */
export function changeTypeInSteps(
  statement: Statement,
  old: Fact<'column'>,
  fresh: Fact<'column'>,
  sides: Sides,
): TypeSteps | undefined {
  if (!statement.sql.startsWith(`${alterColumn(fresh)} TYPE `)) return undefined;
  if (!isRewritten(old.attributes.type, fresh.attributes.type) || !isFilledQuietly(tableId(old), sides.before))
    return undefined;
  if (!isPlain(old) || !isPlain(fresh) || hasIdentity(old) !== hasIdentity(fresh) || !hasRoomForNames(fresh))
    return undefined;
  const companions = companionsOf(old, sides);
  if (!companions) return undefined;
  const moving = movingColumn(fresh);
  const builds = [
    ...companions.keys.map((key) => keyOnMoving(key, fresh, moving)),
    ...companions.indexes.map((index) => indexOnMoving(index, fresh, moving)),
  ];
  if (builds.some((build) => build === undefined)) return undefined;
  return {
    prepare: [
      ...addMovingColumn(old, fresh, statement.hazards),
      ...builds.filter((build) => build !== undefined),
      ...(fresh.attributes.notNull ? requireValues(moving, []) : []),
    ],
    swap: swapColumns(old, fresh, companions, sides.after),
    settle: proveAgain(companions),
  };
}

function isPlain({ attributes: { generated, inherited, notNullConstraint } }: Fact<'column'>): boolean {
  const isPlainlyRequired = notNullConstraint?.noInherit !== true && notNullConstraint?.validated !== false;
  return generated === null && !inherited && isPlainlyRequired;
}

function hasIdentity({ attributes }: Fact<'column'>): boolean {
  return attributes.identity !== null;
}

/** The server shortens a name of its own that is longer than 63 bytes in its own way. */
function hasRoomForNames({ names }: Fact<'column'>): boolean {
  return Buffer.byteLength(`${names[1]}_${movingName(names[2] ?? '')}_not_null`) <= 63;
}
