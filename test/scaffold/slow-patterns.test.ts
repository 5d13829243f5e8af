// Patterns that a text makes slow, as published software had them: the generated validators take no longer for such a text,
// and their verdict on any other is the expression's.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProject, type TestProject } from './support.js';

/** A pattern, and a text of up to 5,000 characters that keeps a backtracking matcher for seconds or for ever. */
const SLOW: readonly (readonly [pattern: string, attack: string, letters: string])[] = [
  ['^(a+)+$', `${'a'.repeat(4_999)}!`, 'ab'],
  [
    '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$',
    'a'.repeat(5_000),
    'ab1.-_@',
  ],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(5_000), 'ab.A'],
  ['^(?:[^"\\\\]|\\\\.|[^"])*"$', '\\a'.repeat(2_500), '"\\a '],
  ['^(\\w+\\s?)*$', `${'a'.repeat(4_999)}!`, 'a !_'],
  ['^(?:\\p{L}+\\s?)+$', `${'é'.repeat(4_999)}!`, 'aé 1'],
  ['(x+x+)+y', 'x'.repeat(5_000), 'xyz'],
  ['\\s+$', `${' '.repeat(4_999)}a`, ' a'],
  ['^(a+)+\\1$', `${'a'.repeat(4_999)}!`, 'ab'],
  ['^(?=(a+)+$)', `${'a'.repeat(4_999)}!`, 'ab'],
];
/** Those that states cannot say: long texts do not fit. */
const BOUNDED = SLOW.slice(-2).map(([pattern]) => pattern);

interface Verdict {
  readonly success: boolean;
}

let project: TestProject;
let fits: (index: number, text: string) => boolean;

beforeAll(async () => {
  const properties = Object.fromEntries(
    SLOW.map(([pattern], index) => [`p${index}`, { $ref: `#/components/schemas/P${index}`, description: pattern }]),
  );
  const schemas = Object.fromEntries(SLOW.map(([pattern], index) => [`P${index}`, { type: 'string', pattern }]));
  const content = { 'application/json': { schema: { type: 'object', properties } } };
  const post = { operationId: 'post', requestBody: { content }, responses: { 204: { description: 'done' } } };
  const document = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/': { post } },
    components: { schemas },
  };
  project = await createProject({ 'openapi.json': JSON.stringify(document) });
  const { stderr } = await project.scaffold('openapi.json', '--fast-validators');
  expect(stderr.match(/SCAF410.*goes through a text once/g)).toHaveLength(SLOW.length - BOUNDED.length);
  expect(stderr.match(/SCAF410.*refuses texts of more than \d+ characters/g)).toHaveLength(BOUNDED.length);
  expect(await project.typeErrors()).toEqual([]);
  const module = (await import(
    /* @vite-ignore */ pathToFileURL(join(project.folder, 'dist/middleware/validators.js')).href
  )) as Readonly<Record<string, { safeParse(value: unknown): Verdict }>>;
  fits = (index, text) => module[`P${index}`]?.safeParse(text).success === true;
});

afterAll(() => project.remove());

test.each(SLOW.map(([pattern, attack], index) => [pattern, index, attack] as const))(
  '%s takes a few milliseconds for the worst text',
  (_pattern, index, attack) => {
    fits(index, 'a');
    const before = process.cpuUsage();
    expect(fits(index, attack)).toBe(false);
    const { user, system } = process.cpuUsage(before);
    // Seconds, or years, without what is done about it.
    expect((user + system) / 1_000).toBeLessThan(100);
  },
);

test.each(SLOW.map(([pattern, , letters], index) => [pattern, index, letters] as const))(
  '%s fits what the expression fits',
  (pattern, index, letters) => {
    const random = seededRandom(index);
    for (let trial = 0; trial < 300; trial += 1) {
      const characters = Array.from(
        { length: Math.floor(random() * 8) },
        () => letters[Math.floor(random() * letters.length)],
      );
      const text = characters.join('');
      expect([text, fits(index, text)]).toEqual([text, new RegExp(pattern, 'u').test(text)]);
    }
  },
);

test('the document comes back with its patterns', async () => {
  const { exitCode } = await project.scaffold('src/routes', '--generate-spec', '--output', 'again.json');
  expect(exitCode).toBe(0);
  const text = await project.read('again.json');
  for (const [pattern] of SLOW) expect(text).toContain(JSON.stringify(pattern));
});
