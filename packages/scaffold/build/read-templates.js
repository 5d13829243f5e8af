// The last step of a build: every template, read by Handlebars, as one file that a run loads in place of the parser.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTemplate } from '../dist/emit/read-template.js';
import { hashOfTemplate } from '../dist/emit/template-file.js';

const folder = dirname(fileURLToPath(import.meta.resolve('@senior-backend/templates/package.json')));
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.hbs') && !name.startsWith('node_modules'))
  .map((name) => name.replaceAll('\\', '/').slice(0, -'.hbs'.length))
  .sort();
const templates = names.map((name) => {
  const source = readFileSync(join(folder, `${name}.hbs`), 'utf8');
  return [name, { source: hashOfTemplate(source), parts: readTemplate(source) }];
});
writeFileSync(
  join(import.meta.dirname, '../dist/templates.json'),
  `${JSON.stringify(Object.fromEntries(templates))}\n`,
);
