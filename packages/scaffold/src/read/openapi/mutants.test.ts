// Broken documents: every mutant of a real one is read, or refused with a code. CHECK=full takes 10,000, an everyday run 600.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { ToolError } from '@senior-backend/core/errors/tool-error';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { CORPUS, HAS_CORPUS, ROOT } from '../../../../../test/scaffold/support.js';
import { checkSyntax } from '../../emit/check-syntax.js';
import { emitFiles } from '../../emit/emit-files.js';
import { frameworkOf } from '../../frameworks/frameworks.js';
import { FRAMEWORK_NAMES } from '../../model/framework-name.js';
import { planApi } from '../../plan/plan-api.js';
import { readSpec } from './read-spec.js';

const MUTANTS = process.env['CHECK'] === 'full' ? 10_000 : 600;

const random = seededRandom(7);
const below = (limit: number): number => Math.floor(random() * limit);

const texts = [
  join(ROOT, 'examples/shop/openapi.yaml'),
  ...(HAS_CORPUS
    ? [
        'museum.yaml',
        'train-travel.yaml',
        'oai-v2.0-yaml-uber.yaml',
        'readme-3.0/parameters-style.json',
        'readme-3.0/schema-types.json',
        'readme-3.1/security.json',
        'readme-3.0/discriminators.json',
      ].map((name) => join(CORPUS, 'openapi', name))
    : []),
].map((path) => readFileSync(path, 'utf8'));

const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"',
  "'",
  '\n',
  '\t',
  '  ',
  '#',
  '&a',
  '*a',
  '|',
  '>',
  '%',
  '@',
  '`',
  '-',
  '$ref',
  'null',
  'true',
  '1e999',
  '-1',
  '__proto__',
  '\u0000',
  '\ud800',
  '!!js/function',
  '<<: *a',
  '---\n',
  '...\n',
];

/** A byte or a token changed, dropped, doubled or put in. */
function mutateText(text: string): string {
  const at = below(text.length);
  switch (below(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + below(20));
    case 1:
      return text.slice(0, at) + TOKENS[below(TOKENS.length)] + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at, at + below(200)) + text.slice(at);
    default:
      return text.slice(0, at) + String.fromCharCode(below(0x250)) + text.slice(at + 1);
  }
}

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e21,
  'text',
  '',
  [],
  {},
  [null],
  [[]],
  { $ref: '#/x' },
  { $ref: 1 },
  { $ref: '#' },
  { type: 'object' },
  { allOf: [{ $ref: '#/components/schemas/A' }] },
  ['a', 1, {}],
  { type: [] },
  { enum: [] },
  'x'.repeat(1_000),
];

/** One value somewhere in the document replaced, dropped, renamed or copied to another place. */
function mutateStructure(root: unknown): unknown {
  const holders: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      holders.push({ holder: value as Record<string, unknown>, key });
      visit((value as Record<string, unknown>)[key]);
    }
  };
  visit(root);
  const chosen = holders[below(holders.length)];
  const other = holders[below(holders.length)];
  if (!chosen || !other) return root;
  const kind = below(4);
  if (kind === 0) chosen.holder[chosen.key] = VALUES[below(VALUES.length)];
  else if (kind === 1) delete chosen.holder[chosen.key];
  else if (kind === 2) chosen.holder[chosen.key] = structuredClone(other.holder[other.key]);
  else chosen.holder[`${chosen.key}x`] = chosen.holder[chosen.key];
  return root;
}

function mutant(index: number): string {
  const text = texts[below(texts.length)] ?? '';
  if (index % 2 === 0) return mutateText(text);
  return JSON.stringify(mutateStructure(mutateStructure(load(text))));
}

test(`${MUTANTS} broken documents are read or refused with a code`, () => {
  let refused = 0;
  let placed = 0;
  const bugs: string[] = [];
  for (let index = 0; index < MUTANTS; index += 1) {
    const text = mutant(index);
    try {
      const { model } = readSpec('/', { file: '-', text });
      checkSyntax(emitFiles(planApi(model), frameworkOf(FRAMEWORK_NAMES[index % FRAMEWORK_NAMES.length] ?? 'express')));
    } catch (error) {
      if (!(error instanceof ToolError) || error.exitCode === 70)
        bugs.push(
          `${index}: ${error instanceof Error ? error.stack?.split('\n').slice(0, 4).join(' ') : String(error)}`,
        );
      else {
        refused += 1;
        if (error.diagnostic.at?.line !== undefined) placed += 1;
      }
    }
  }
  process.stdout.write(
    `mutants: ${MUTANTS}, refused ${refused}, of those with a line ${placed}, bugs ${bugs.length}\n`,
  );
  expect(bugs).toEqual([]);
  expect(placed / Math.max(refused, 1)).toBeGreaterThanOrEqual(0.9);
}, 900_000);
