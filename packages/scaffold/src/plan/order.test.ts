import { describe, expect, test } from 'vitest';
import type { Operation } from '../model/api-model.js';
import { orderByReference } from './reference-order.js';
import { sortBySpecificity } from './route-order.js';

describe('schemas', () => {
  const order = (references: Readonly<Record<string, readonly string[]>>): readonly string[] =>
    orderByReference(new Map(Object.entries(references))).map(({ name, recursive }) => (recursive ? `${name}*` : name));

  test('what is referred to comes first', () => expect(order({ a: ['b'], b: ['c'], c: [] })).toEqual(['c', 'b', 'a']));
  test('circles are marked', () =>
    expect(order({ a: ['b'], b: ['a'], c: ['a'], d: ['d'] }).toSorted()).toEqual(['a*', 'b*', 'c', 'd*']));
  test('a chain of 100,000 is no deep recursion', () => {
    const chain = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`s${index}`, [`s${index + 1}`]]));
    expect(order(chain)).toHaveLength(100_000);
  });
});

describe('routes', () => {
  const sorted = (...paths: readonly string[]): readonly string[] => {
    const operations = paths.map((path) => ({ name: path, file: '', operation: { path } as Operation }));
    return sortBySpecificity(operations).map(({ name }) => name);
  };

  test('literal segments before parameters', () => {
    expect(sorted('/users/{id}', '/users/me', '/{a}/b', '/users/v{n}')).toEqual([
      '/users/me',
      '/users/v{n}',
      '/users/{id}',
      '/{a}/b',
    ]);
  });
  test('the order of the document elsewhere', () => expect(sorted('/b', '/a', '/c')).toEqual(['/b', '/a', '/c']));
});
