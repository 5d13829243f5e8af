// Each hazard has a page, and the page's own examples are run: one where it speaks, one where it is silent.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HAZARD_KINDS, hazard } from '../../packages/migrate/src/plan/statement.js';
import { type MigrateDocument, project } from './run.js';

const FOLDER = join(import.meta.dirname, '../../docs/hazards');
const PAGES = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const block = (title: string): string =>
    new RegExp(`^\`\`\`sql ${title}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(text)?.[1] ?? `-- ${name} has no ${title}`;
  const code = /^# (MIG\d+): /.exec(text)?.[1] ?? name;
  return { code, old: block('old'), speaks: block('speaks'), silent: block('silent') };
});

test('each kind of hazard has a page', () => {
  expect(PAGES.map(({ code }) => code).sort()).toEqual(HAZARD_KINDS.map((kind) => hazard(kind, '').code).sort());
});

test.each(PAGES)('$code speaks where its page says so, and only there', async ({ code, old, speaks, silent }) => {
  const { json } = await project(old, { 'speaks.sql': speaks, 'silent.sql': silent });
  const codes = async (schema: string): Promise<readonly string[]> => {
    const document = await json<MigrateDocument & { data: { empty: boolean } }>('--compare', schema, '--dry-run');
    expect(document.data.empty, schema).toBe(false);
    return document.diagnostics.map((one) => one.code);
  };
  expect(await codes('speaks.sql')).toContain(code);
  expect(await codes('silent.sql')).not.toContain(code);
});
