// Applications as their authors published them: what --generate-spec finds in each, against a list that was made by hand. Their
// code is fetched for the run and is no part of this project. A case is a folder in test/cases/published with a routes.json:
// the package, what is read of it, its routes, and the lines of routes that OpenAPI has no path for or that a run decides.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSource } from '../../packages/scaffold/src/read/source/read-source.js';
import { ROOT } from './support.js';

const run = promisify(execFile);
const CASES = join(ROOT, 'test/cases/published');
const NAMES = readdirSync(CASES);

interface PublishedApp {
  /** `name@version` */
  readonly package: string;
  readonly read: string;
  /** `GET /users/{id}`; of `app.all`, each method that is answered. */
  readonly routes: readonly string[];
  /** `file:line` of what must be said to be unresolved. */
  readonly listed: readonly string[];
}

function readCase(name: string): PublishedApp {
  return JSON.parse(readFileSync(join(CASES, name, 'routes.json'), 'utf8')) as PublishedApp;
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'published-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The folder of a package as it was published, unpacked and not installed. */
async function fetchPackage(name: string, of: string): Promise<string> {
  const to = join(folder, of);
  await run('mkdir', [to]);
  const { stdout } = await run('npm', ['pack', name, '--silent', '--pack-destination', to], { cwd: to });
  await run('tar', ['xzf', stdout.trim().split('\n').at(-1) ?? '', '--strip-components=1'], { cwd: to });
  return to;
}

if (process.env['CHECK'] !== 'full') {
  test('the lists of published applications are lists of routes', () => {
    process.stdout.write(`CHECK=full fetches ${NAMES.length} published applications and reads them\n`);
    for (const name of NAMES) {
      const { routes, package: from } = readCase(name);
      expect(from).toMatch(/^@?[\w./-]+@\d[\w.-]*$/);
      expect(new Set(routes).size).toBe(routes.length);
      for (const route of routes) expect(route).toMatch(/^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/\S*$/);
    }
  });
} else {
  const totals = { wanted: 0, found: 0, right: 0 };

  test.each(NAMES)(
    '%s',
    async (name) => {
      const expected = readCase(name);
      const { operations, unresolved } = readSource(await fetchPackage(expected.package, name), expected.read);
      const found = operations.map(({ operation: { method, path } }) => `${method.toUpperCase()} ${path}`);
      const right = found.filter((route) => expected.routes.includes(route));
      totals.wanted += expected.routes.length;
      totals.found += found.length;
      totals.right += right.length;
      process.stdout.write(
        `${expected.package}: ${right.length} of ${expected.routes.length}, ${found.length} found\n`,
      );
      expect([...found].sort()).toEqual([...expected.routes].sort());
      const lines = new Set(unresolved.map(({ file, line }) => `${file}:${line ?? ''}`));
      expect(expected.listed.filter((line) => !lines.has(line))).toEqual([]);
    },
    120_000,
  );

  afterAll(() => {
    const { wanted, found, right } = totals;
    process.stdout.write(
      `${NAMES.length} published applications: ${right} of ${wanted} routes, recall ${(right / wanted).toFixed(3)}, precision ${(right / found).toFixed(3)}\n`,
    );
  });
}
