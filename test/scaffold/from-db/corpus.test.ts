// Schemas that other people wrote: each that loads and has tables becomes a project whose every file parses, and a sample of
// them type-checks. Left out where ../shared/corpus is not there.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../support/postgres.js';
import { CORPUS, createProject, HAS_CORPUS } from '../support.js';

const IS_FULL = process.env['CHECK'] === 'full';
const root = join(CORPUS, 'migrations');

/** Every schema in a stable order; every so many of them where not all are wanted. */
function schemas(): readonly string[] {
  const all = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('new.sql'))
    .sort();
  const step = IS_FULL ? 1 : Math.floor(all.length / 8);
  return all.filter((_, index) => index % step === Math.floor(step / 2));
}

describe.runIf(HAS_CORPUS)('schemas of other projects', () => {
  test('become projects that parse, and a sample of them compiles', async () => {
    const failures: string[] = [];
    let generated = 0;
    for (const name of schemas()) {
      const database = await testDatabase({ sql: readFileSync(join(root, name), 'utf8') }).catch(() => undefined);
      // It needs a role, an extension or a version that is not here.
      if (!database) continue;
      const project = await createProject();
      const { exitCode, stderr } = await project.scaffold('--from-db', database.url);
      if (exitCode === 0) {
        generated += 1;
        const errors = generated % (IS_FULL ? 25 : 6) === 1 ? await project.typeErrors() : [];
        if (errors.length > 0) failures.push(`${name}: ${errors.slice(0, 3).join('\n')}`);
      } else if (!stderr.includes('SCAF310')) failures.push(`${name}: ${stderr}`);
      await project.remove();
      await database.drop();
    }
    expect(failures).toEqual([]);
    expect(generated).toBeGreaterThan(IS_FULL ? 500 : 2);
  }, 3_600_000);
});
