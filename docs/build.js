// Writes the parts of the documentation that the code knows best: `--help` into docs/commands, the codes into
// docs/errors.md. With --check it writes nothing and fails where a page is not what the code says.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { helpText } from '../packages/core/dist/cli/help.js';
import { CORE_CODES } from '../packages/core/dist/errors/codes.js';
import { EXIT_CODES } from '../packages/core/dist/errors/exit-codes.js';
import { tool as load } from '../packages/load/dist/tool.js';
import { tool as migrate } from '../packages/migrate/dist/tool.js';
import { tool as scaffold } from '../packages/scaffold/dist/tool.js';

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const stale = [];

function write(path, text) {
  const file = join(root, path);
  let before = '';
  try {
    before = readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  if (before === text) return;
  if (check) stale.push(path);
  else writeFileSync(file, text);
}

/** Replaces what stands between `<!-- help -->` and `<!-- /help -->`. */
function embedHelp(tool) {
  const path = `docs/commands/${tool.name}.md`;
  const page = readFileSync(join(root, path), 'utf8');
  const embedded = `<!-- help -->\n\`\`\`text\n${helpText(tool, 100).trimEnd()}\n\`\`\`\n<!-- /help -->`;
  if (!/<!-- help -->[\s\S]*<!-- \/help -->/.test(page))
    throw new Error(`${path} has no <!-- help --> … <!-- /help -->`);
  write(
    path,
    page.replace(/<!-- help -->[\s\S]*<!-- \/help -->/, () => embedded),
  );
}

function errorsPage(tables) {
  const parts = [
    '# Errors and findings',
    '',
    'Made from the code by `pnpm run docs`. Each is also there offline: `api-load --explain LOAD001`.',
    '',
  ];
  parts.push(
    '| exit code | meaning |',
    '| ---: | --- |',
    ...Object.entries(EXIT_CODES).map(([code, meaning]) => `| ${code} | ${meaning} |`),
    '',
  );
  for (const table of tables) {
    for (const [code, entry] of Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1))) {
      parts.push(`## ${code}: ${entry.title}`, '', entry.explanation, '', `Exit code ${entry.exitCode}.`, '');
    }
  }
  return `${parts.join('\n').trimEnd()}\n`;
}

const tools = [scaffold, migrate, load];
for (const tool of tools) embedHelp(tool);
const loaded = await Promise.all(tools.map((tool) => tool.load()));
write('docs/errors.md', errorsPage([CORE_CODES, ...loaded.map((tool) => tool.codes)]));

if (stale.length > 0) {
  console.error(`not what the code says: ${stale.join(', ')}. Run: pnpm run docs`);
  process.exitCode = 1;
}
