// The identity of a column that is there already. Its sequence goes on where it stood: one that began anew would give numbers
// that rows have.
import type { Fact } from '@senior-backend/core/postgres/catalog';
import type { IdentityAttributes, SequenceAttributes } from '@senior-backend/core/postgres/catalog/attributes';
import { quoteIdentifier, quoteLiteral, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { ownName, relationName } from '../names.js';
import { BOUNDS, intoRange, sequenceOptions } from '../rules/sequence.js';
import type { StatementDraft } from '../statement.js';
import { identityDefinition } from './definition.js';
import { alterColumn } from './settings.js';

/** After the statement that changes the column's type, which takes the sequence's along (parse_utilcmd.c). */
export function changeIdentity(before: Fact<'column'>, after: Fact<'column'>): readonly StatementDraft[] {
  const old = before.attributes.identity;
  const fresh = after.attributes.identity;
  if (JSON.stringify(old) === JSON.stringify(fresh)) return [];
  const column = alterColumn(after);
  const lock = 'ACCESS EXCLUSIVE';
  if (!fresh) return [{ sql: `${column} DROP IDENTITY`, lock }];
  if (!old) {
    // An identity column must not be null already.
    const required = before.attributes.notNull ? [] : [{ sql: `${column} SET NOT NULL`, lock, scans: true } as const];
    return [
      ...required,
      { sql: `${column} ADD ${identityDefinition(after, fresh)}`, lock },
      afterHighest(after, quoteName(fresh.sequence), fresh),
    ];
  }
  const [schema = '', name = ''] = fresh.sequence;
  const isRenamed = old.sequence[1] !== name;
  const isSettled =
    JSON.stringify({ ...withType(old, fresh.type), sequence: fresh.sequence }) === JSON.stringify(fresh);
  const options = sequenceOptions(fresh).replace(
    /(START|INCREMENT|MINVALUE|MAXVALUE|CACHE|NO CYCLE|(?<!NO )CYCLE)/g,
    'SET $1',
  );
  return [
    // It lies in the schema of its table, always.
    ...(isRenamed
      ? [{ sql: `ALTER SEQUENCE ${quoteName([schema, old.sequence[1]])} RENAME TO ${quoteIdentifier(name)}` }]
      : []),
    ...intoRange(quoteName(fresh.sequence), old, fresh),
    ...(isSettled
      ? []
      : [
          {
            sql: `${column} SET GENERATED ${fresh.generation === 'always' ? 'ALWAYS' : 'BY DEFAULT'} ${options}`,
            lock,
          } as const,
        ]),
  ];
}

/** As the server leaves it when the column gets another type: bounds that were those of the old type become the new one's. */
function withType(old: IdentityAttributes, type: string): IdentityAttributes {
  const [from, to] = [BOUNDS[old.type], BOUNDS[type]];
  if (!from || !to) return { ...old, type };
  return { ...old, type, min: old.min === from[0] ? to[0] : old.min, max: old.max === from[1] ? to[1] : old.max };
}

/** A new sequence for a column that has values goes on behind them; one without any begins where it says. */
export function afterHighest(column: Fact<'column'>, sequence: string, attributes: SequenceAttributes): StatementDraft {
  const isFalling = attributes.increment.startsWith('-');
  const last = `${isFalling ? 'min' : 'max'}(${ownName(column)})`;
  const isReached = isFalling ? `${last} <= ${attributes.max}` : `${last} >= ${attributes.min}`;
  return {
    sql: `SELECT pg_catalog.setval(${quoteLiteral(sequence)}, ${last}) FROM ${relationName(column)} HAVING ${isReached}`,
    scans: true,
  };
}
