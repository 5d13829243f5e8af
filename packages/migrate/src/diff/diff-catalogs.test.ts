import { seededRandom } from '@senior-backend/core/env/memory-env';
import type { AnyFact, Catalog } from '@senior-backend/core/postgres/catalog';
import { expect, test } from 'vitest';
import { type Delta, diffCatalogs } from './diff-catalogs.js';

const fact = (id: string, position = 0): AnyFact => ({
  id: `comment:${id}`,
  kind: 'comment',
  names: [id],
  attributes: { target: id, part: { kind: 'whole' }, text: String(position) },
  dependsOn: [],
  position: 0,
});

const catalog = (facts: readonly AnyFact[]): Catalog => ({
  serverVersion: 150_000,
  role: 'me',
  facts: new Map(facts.map((one) => [one.id, one])),
});

const words = (deltas: readonly Delta[]): readonly string[] =>
  deltas.map((delta) => `${delta.change} ${(delta.change === 'drop' ? delta.before : delta.after).names[0]}`);

test('finds what is new, other and gone, in the order of the sides', () => {
  const before = catalog([fact('a'), fact('b'), fact('c'), fact('e')]);
  const after = catalog([fact('b'), fact('c', 1), fact('d'), fact('f')]);
  expect(words(diffCatalogs(before, after))).toEqual(['alter c', 'create d', 'create f', 'drop a', 'drop e']);
  expect(diffCatalogs(before, before)).toEqual([]);
  expect(words(diffCatalogs(before, catalog([])))).toEqual(['drop a', 'drop b', 'drop c', 'drop e']);
});

test('finds the same whatever the order of the sides is', () => {
  const random = seededRandom(8);
  const shuffled = (facts: readonly AnyFact[]): readonly AnyFact[] =>
    facts
      .map((one) => ({ one, place: random() }))
      .sort((a, b) => a.place - b.place)
      .map(({ one }) => one);
  for (let round = 0; round < 200; round += 1) {
    const some = (): readonly AnyFact[] =>
      [...'abcdefghij'].filter(() => random() < 0.6).map((id) => fact(id, random() < 0.3 ? 1 : 0));
    const [before, after] = [some(), some()];
    const expected = [...words(diffCatalogs(catalog(before), catalog(after)))].sort();
    expect([...words(diffCatalogs(catalog(shuffled(before)), catalog(shuffled(after))))].sort()).toEqual(expected);
    const [old, now] = [catalog(before).facts, catalog(after).facts];
    expect(expected.length).toBe(
      [...new Set([...old.keys(), ...now.keys()])].filter(
        (id) => JSON.stringify(old.get(id)?.attributes) !== JSON.stringify(now.get(id)?.attributes),
      ).length,
    );
  }
});
