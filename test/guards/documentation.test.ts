// Every code and every flag is documented, and nothing is documented that is not there.
import { describe, expect, test } from 'vitest';
import type { CodeTable } from '../../packages/core/src/errors/codes.js';
import { CORE_CODES } from '../../packages/core/src/errors/codes.js';
import { allOptions, longFlag, optionName } from '../../packages/core/src/tool/options.js';
import type { ToolFace } from '../../packages/core/src/tool/tool.js';
import { tool as load } from '../../packages/load/src/tool.js';
import { tool as migrate } from '../../packages/migrate/src/tool.js';
import { tool as scaffold } from '../../packages/scaffold/src/tool.js';
import { sources, trackedFiles } from '../support/source-files.js';

const TOOLS: readonly ToolFace[] = [scaffold, migrate, load];

async function allCodes(): Promise<CodeTable> {
  const tables = await Promise.all([scaffold.load(), migrate.load(), load.load()]);
  return Object.assign({}, CORE_CODES, ...tables.map((tool) => tool.codes)) as CodeTable;
}

describe.each(TOOLS.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  const page = trackedFiles(`docs/commands/${name}.md`)[0]?.text ?? '';

  test('each flag stands in its page, and each flag of the page is one', () => {
    const flags = allOptions(tool).map((option) => longFlag(option.flags));
    expect(flags.filter((flag) => !page.includes(flag))).toEqual([]);
    const shown = [...page.matchAll(/^ {2}(?:-\w, )?(--[a-z0-9-]+)/gm)].map((match) => match[1] ?? '');
    expect(shown.filter((flag) => !flags.includes(flag) && flag !== '--help' && flag !== '--version')).toEqual([]);
  });

  test('each flag that belongs to others has one of them in its example, and none that it cannot be used with', () => {
    const flagOf = new Map(allOptions(tool).map(({ flags }) => [optionName(flags), longFlag(flags)]));
    for (const { flags, example, goesWith, notWith = [] } of tool.options) {
      const words = example.split(/\s+/);
      const said = (name: string): boolean => words.includes(flagOf.get(name) ?? `no flag ${name}`);
      if (goesWith) expect(goesWith.some(said), flags).toBe(true);
      expect(notWith.filter(said), flags).toEqual([]);
      for (const name of [...(goesWith ?? []), ...notWith]) expect(flagOf.has(name), name).toBe(true);
    }
  });

  test('each flag has a description, an example that uses it, and a group', () => {
    for (const option of allOptions(tool)) {
      const flag = longFlag(option.flags);
      expect(option.example, option.flags).toContain(flag);
      expect(option.example, option.flags).toMatch(new RegExp(`^${name} `));
      expect(option.description.length, option.flags).toBeGreaterThan(9);
    }
  });
});

test('each code stands in docs/errors.md, and is used', async () => {
  const codes = await allCodes();
  const page = trackedFiles('docs/errors.md')[0]?.text ?? '';
  expect(Object.keys(codes).filter((code) => !page.includes(`## ${code}`))).toEqual([]);
  expect(
    [...page.matchAll(/^## ([A-Z]+\d+)/gm)]
      .map((match) => match[1] ?? '')
      .filter((code) => !Object.hasOwn(codes, code)),
  ).toEqual([]);
  const code = sources('packages')
    .filter(({ path }) => !/codes\.ts$/.test(path))
    .map(({ text }) => text)
    .join('\n');
  expect(Object.keys(codes).filter((one) => !code.includes(`'${one}'`) && !code.includes(`${one}:`))).toEqual([]);
});

test('each finding of --analyze has a page', async () => {
  const pages = trackedFiles('docs/rules')
    .map(({ text }) => text)
    .join('\n');
  const codes = Object.keys(await allCodes()).filter((code) => code.startsWith('MIG5'));
  expect(codes.filter((code) => !pages.includes(`# ${code}`))).toEqual([]);
});
