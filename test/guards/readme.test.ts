// The command lines that the documentation shows are ones that the commands take.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCommandLine } from '../../packages/core/src/cli/command.js';
import type { ToolFace } from '../../packages/core/src/tool/tool.js';
import { tool as load } from '../../packages/load/src/tool.js';
import { tool as migrate } from '../../packages/migrate/src/tool.js';
import { tool as scaffold } from '../../packages/scaffold/src/tool.js';
import { ROOT, trackedFiles } from '../support/source-files.js';

const TOOLS: Readonly<Record<string, ToolFace>> = { 'api-scaffold': scaffold, 'db-migrate': migrate, 'api-load': load };
const PAGES = trackedFiles(
  'README.md',
  'packages/*/README.md',
  'ARCHITECTURE.md',
  'docs/*.md',
  'docs/**/*.md',
  'examples/**/*.md',
);

/** `npx api-load http://x --header 'K: V'` → the words behind the command's name. */
function shellWords(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** What stands between fences; prose may begin a line with a command's name. */
function fenced(text: string): string {
  return [...text.matchAll(/```\w*\n([\s\S]*?)```/g)].map((match) => match[1] ?? '').join('\n');
}

const LINES = PAGES.flatMap(({ path, text }) =>
  [
    ...fenced(text).matchAll(
      /^(?:\$ |> )?(?:npx |pnpm exec )?(api-scaffold|db-migrate|api-load) +([^#\n|<`\\]+?)(?: {2,}.*| +#.*)?$/gm,
    ),
  ]
    .filter(([, , rest = '']) => !/^(help|complete)\b|\[|…|=>/.test(rest))
    .map(([, name = '', rest = '']) => [path, name, rest] as const),
);

test('there are command lines to look at', () => {
  expect(LINES.length).toBeGreaterThan(10);
});

test.each(LINES)('%s: %s %s', (_, name, rest) => {
  const tool = TOOLS[name];
  expect(tool).toBeDefined();
  if (tool) expect(parseCommandLine(tool, shellWords(rest), 80)).not.toMatchObject({ kind: 'wrong' });
});

test('links between pages lead somewhere', () => {
  const broken = PAGES.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map((match) => join(ROOT, path, '..', match[1] ?? ''))
      .filter((target) => {
        try {
          return (
            readdirSync(join(target, '..')).includes(target.split('/').at(-1) ?? '') === false && !target.endsWith('/')
          );
        } catch {
          return true;
        }
      }),
  );
  expect(broken).toEqual([]);
});
