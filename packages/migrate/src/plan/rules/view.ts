import type { Fact } from '@senior-backend/core/postgres/catalog';
import type { ViewColumn } from '@senior-backend/core/postgres/catalog/attributes';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { occupied, relationName } from '../names.js';
import { storageChanges, storageOptions } from '../options.js';
import { alter, REBUILD, type Rule } from '../rule.js';
import { hazard, type StatementDraft } from '../statement.js';

export const viewRule: Rule<'view'> = {
  address: (fact) => ({ keyword: 'VIEW', name: relationName(fact) }),
  create: (fact) => [createView('CREATE', fact)],
  drop: (fact) => [{ sql: `DROP VIEW ${relationName(fact)}` }],
  change: (before, after) => {
    if (!replaceable(before.attributes.columns, after.attributes.columns)) return REBUILD;
    const options = storageChanges(before.attributes.options, after.attributes.options);
    const secured = options.reset.includes('security_invoker') || options.reset.includes('security_barrier');
    const hazards = secured ? [hazard('access', `${relationName(after)} loses a security option`)] : [];
    // CREATE OR REPLACE replaces the options too.
    if (before.attributes.definition !== after.attributes.definition)
      return alter({ ...createView('CREATE OR REPLACE', after), hazards });
    return alter(
      options.set !== '' && { sql: `ALTER VIEW ${relationName(after)} SET (${options.set})` },
      options.reset !== '' && { sql: `ALTER VIEW ${relationName(after)} RESET (${options.reset})`, hazards },
    );
  },
  occupies: occupied,
};

function createView(verb: string, fact: Fact<'view'>): StatementDraft {
  const { columns, definition, options } = fact.attributes;
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const list = columns.length === 0 ? '' : ` (${names})`;
  return {
    sql: `${verb} VIEW ${relationName(fact)}${list}${options.length === 0 ? '' : ` WITH (${storageOptions(options)})`} AS\n${definition.replace(/;$/, '')}`,
  };
}

/** CREATE OR REPLACE VIEW keeps the columns that are there, and may add some behind them. */
function replaceable(before: readonly ViewColumn[], after: readonly ViewColumn[]): boolean {
  return before.every((column, index) => JSON.stringify(column) === JSON.stringify(after[index]));
}
