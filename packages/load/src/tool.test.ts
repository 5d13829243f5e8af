import { expect, test } from 'vitest';
import { loadOptions } from './options.js';
import { tool } from './tool.js';

const flags = loadOptions.flatMap((option) => option.flags.match(/-[-\w]+/g) ?? []);

test.each(Object.entries(tool.wordsOfOthers ?? {}))('%s of another tool is %s here', (word, ours) => {
  // Those that every tool has, such as --json, come from the core.
  expect([...flags, '--json']).toContain(ours);
  expect(flags).not.toContain(word);
});
