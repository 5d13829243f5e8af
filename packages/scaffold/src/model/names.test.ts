import { describe, expect, test } from 'vitest';
import { camelCase, kebabCase, NameBook, pascalCase } from './names.js';

describe('identifiers', () => {
  test.each([
    ['listUsers', 'listUsers'],
    ['actions/list-artifacts-for-repo', 'actionsListArtifactsForRepo'],
    ['get user_by.id', 'getUserById'],
    ['GetUser', 'getUser'],
    ['APIKey', 'apiKey'],
    ['中文', 'u4e2du6587'],
    ['--', ''],
  ])('%s → %s', (text, name) => {
    expect(camelCase(text)).toBe(name);
  });

  test.each([
    ['simple-user', 'SimpleUser'],
    ['User', 'User'],
    ['user.v1', 'UserV1'],
  ])('%s → %s', (text, name) => expect(pascalCase(text)).toBe(name));
});

describe('file names stay in their folder', () => {
  test.each([
    ['User Accounts', 'user-accounts'],
    ['../../etc/passwd', 'etc-passwd'],
    ['a\0b', 'a-b'],
    ['C:\\x', 'c-x'],
  ])('%j → %s', (text, name) => expect(kebabCase(text)).toBe(name));
});

describe('a book of names', () => {
  test('gives each once, whatever its case', () => {
    const book = new NameBook();
    expect(['User', 'user', 'User', 'V1', 'V1'].map((name) => book.take(name, 'Schema'))).toEqual([
      'User',
      'user2',
      'User3',
      'V1',
      'V1_2',
    ]);
  });

  test('keeps off reserved words, digits and nothing at all', () => {
    const book = new NameBook();
    expect(['delete', 'Error', '2fa', ''].map((name) => book.take(name, 'operation'))).toEqual([
      'delete_',
      'ApiError',
      'operation2fa',
      'operation',
    ]);
  });
});
