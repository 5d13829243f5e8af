import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { occupied, relationName } from '../names.js';
import { storageChanges, storageOptions } from '../options.js';
import { alter, REBUILD, type Rule } from '../rule.js';

export const materializedViewRule: Rule<'materializedView'> = {
  address: (fact) => ({ keyword: 'MATERIALIZED VIEW', name: relationName(fact) }),
  create: (fact) => {
    const { accessMethod, columns, definition, options, populated, tablespace } = fact.attributes;
    const words = [
      `CREATE MATERIALIZED VIEW ${relationName(fact)}${columns.length === 0 ? '' : ` (${columns.map(({ name }) => quoteIdentifier(name)).join(', ')})`}`,
      accessMethod === null ? '' : ` USING ${quoteIdentifier(accessMethod)}`,
      options.length === 0 ? '' : ` WITH (${storageOptions(options)})`,
      tablespace === null ? '' : ` TABLESPACE ${quoteIdentifier(tablespace)}`,
      ` AS\n${definition.replace(/;$/, '')}`,
      populated ? '' : '\nWITH NO DATA',
    ];
    return [{ sql: words.join('') }];
  },
  drop: (fact) => [{ sql: `DROP MATERIALIZED VIEW ${relationName(fact)}` }],
  change: (before, after) => {
    const { options: oldOptions, tablespace: oldPlace, populated: _, ...old } = before.attributes;
    const { options: newOptions, tablespace: newPlace, populated: __, ...fresh } = after.attributes;
    if (JSON.stringify(old) !== JSON.stringify(fresh)) return REBUILD;
    const options = storageChanges(oldOptions, newOptions);
    const name = relationName(after);
    return alter(
      options.set !== '' && { sql: `ALTER MATERIALIZED VIEW ${name} SET (${options.set})` },
      options.reset !== '' && { sql: `ALTER MATERIALIZED VIEW ${name} RESET (${options.reset})` },
      oldPlace !== newPlace && {
        sql: `ALTER MATERIALIZED VIEW ${name} SET TABLESPACE ${quoteIdentifier(newPlace ?? 'pg_default')}`,
      },
    );
  },
  occupies: occupied,
};
