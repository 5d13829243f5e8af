import { expect, test } from 'vitest';
import { analysed } from '../../../../../test/support/analysis.js';

const BLOG = `
CREATE TABLE posts (id int PRIMARY KEY, title text);
CREATE TABLE comments (id int PRIMARY KEY, post_id int NOT NULL REFERENCES posts, body text);
CREATE INDEX ON comments (post_id);
INSERT INTO posts SELECT n, 'post ' || n FROM generate_series(1, 50) n;
INSERT INTO comments SELECT n, n % 50 + 1, 'text' FROM generate_series(1, 500) n;`;

test('many queries by the foreign key for each list of parents', async () => {
  const { of } = await analysed(BLOG, [
    { sql: 'SELECT * FROM posts ORDER BY id LIMIT 50', times: 4 },
    { sql: 'SELECT * FROM comments WHERE post_id = $1', values: [3], times: 200 },
  ]);
  expect(of('MIG503')).toMatchObject([
    { object: 'public.comments', columns: ['post_id'], severity: 'high', evidence: { calls: 200 } },
  ]);
  expect(of('MIG503')[0]?.summary).toContain('200 calls for 4 list calls on public.posts (50 each)');
  expect(of('MIG503')[0]?.evidence.notes).toEqual([
    'about one call for each row that the list returned',
    'the list: SELECT * FROM posts ORDER BY id LIMIT $1',
    'for each row: SELECT * FROM comments WHERE post_id = $1',
  ]);
});

test('a list whose rows the child queries match one by one, among other lists', async () => {
  const { of } = await analysed(BLOG, [
    { sql: 'SELECT * FROM posts ORDER BY id LIMIT 50', times: 4 },
    { sql: 'SELECT * FROM posts WHERE title > $1 LIMIT 3', values: ['a'], times: 40 },
    { sql: 'SELECT * FROM comments WHERE post_id = $1', values: [3], times: 200 },
  ]);
  expect(of('MIG503')[0]?.summary).toContain('200 calls for 4 list calls');
  expect(of('MIG503')[0]?.evidence.notes).toContain('about one call for each row that the list returned');
});

test('is silent where all children are asked for at once, and where no list was read', async () => {
  const batched = await analysed(BLOG, [
    { sql: 'SELECT * FROM posts ORDER BY id LIMIT 50', times: 10 },
    { sql: 'SELECT * FROM comments WHERE post_id = ANY($1)', values: [[1, 2, 3]], times: 200 },
  ]);
  expect(batched.of('MIG503')).toEqual([]);
  const pages = await analysed(BLOG, [
    { sql: 'SELECT * FROM posts WHERE id = $1', values: [1], times: 10 },
    { sql: 'SELECT * FROM comments WHERE post_id = $1', values: [3], times: 200 },
  ]);
  expect(pages.of('MIG503')).toEqual([]);
});
