// Every template, read by Handlebars, as one file that a run of api-scaffold loads in place of the parser.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTemplate } from '../packages/scaffold/dist/emit/read-template.js';
import { hashOfTemplate } from '../packages/scaffold/dist/emit/template-file.js';

const root = join(import.meta.dirname, '..');

/** Writes `dist/templates.json` of api-scaffold. Needs what tsc makes of its sources. */
export function readTemplates() {
  const folder = join(root, 'templates');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.hbs') && !name.startsWith('node_modules'))
    .map((name) => name.replaceAll('\\', '/').slice(0, -'.hbs'.length))
    .sort();
  const templates = names.map((name) => {
    const source = readFileSync(join(folder, `${name}.hbs`), 'utf8');
    return [name, { source: hashOfTemplate(source), parts: readTemplate(source) }];
  });
  writeFileSync(
    join(root, 'packages/scaffold/dist/templates.json'),
    `${JSON.stringify(Object.fromEntries(templates))}\n`,
  );
}
