import { expect, test } from 'vitest';
import { settingHere } from './own-settings.js';

test.each([
  ['ALTER DATABASE shop SET timezone TO utc', 'ALTER DATABASE scratch_1 SET timezone TO utc'],
  ['alter database Shop reset all', 'alter database scratch_1 reset all'],
  ['ALTER ROLE "the app" IN DATABASE "shop" SET x.y = 1', 'ALTER ROLE "the app" IN DATABASE scratch_1 SET x.y = 1'],
  ['ALTER USER app IN DATABASE shop RESET ALL', 'ALTER USER app IN DATABASE scratch_1 RESET ALL'],
  // Another database, or nothing that is set.
  ['ALTER DATABASE "Shop" SET timezone TO utc', undefined],
  ['ALTER ROLE app IN DATABASE shop_test SET x.y = 1', undefined],
  ['ALTER DATABASE shop SET TABLESPACE fast', undefined],
  ['ALTER DATABASE shop OWNER TO app', undefined],
  ['ALTER ROLE app SET search_path TO shop', undefined],
])('%s', (sql, expected) => {
  expect(settingHere(sql, 'shop', 'scratch_1')).toBe(expected);
});
