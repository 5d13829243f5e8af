import { expect, test } from 'vitest';
import { chosenName } from './chosen-name.js';

// As PostgreSQL 18 chose them.
test.each([
  [['users', 'id'], 'users_id_not_null'],
  [['email_address'], 'email_address_not_null'],
  [
    [
      'a_table_whose_name_is_so_long_that_the_server_must_cut_it',
      'a_column_whose_name_is_so_long_that_the_server_must_cut_it_too',
    ],
    'a_table_whose_name_is_so_lo_a_column_whose_name_is_so__not_null',
  ],
  [
    ['a_table_whose_name_is_so_long_that_the_server_must_cut_it', 'renamed_later'],
    'a_table_whose_name_is_so_long_that_the_s_renamed_later_not_null',
  ],
  [['t', 'x'.repeat(63)], `t_${'x'.repeat(52)}_not_null`],
  [['ä'.repeat(31), 'b'.repeat(60)], `${'ä'.repeat(13)}_${'b'.repeat(26)}_not_null`],
  [['d'.repeat(60)], `${'d'.repeat(54)}_not_null`],
])('the NOT NULL of %j is called %s', (names, expected) => {
  const [first = '', second] = names;
  expect(chosenName(first, second)).toBe(expected);
});
