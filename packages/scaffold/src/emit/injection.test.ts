// No text of a spec becomes code: a hostile text gives the syntax tree of a harmless one, and each literal equals its input.
// CHECK=full runs every slot with every payload on every framework; an everyday run a seeded tenth.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { parseSync } from 'oxc-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  escapeForRegExp,
  HOSTILE_TEXTS,
  type Json,
  SLOTS,
  type Slot,
} from '../../../../test/scaffold/hostile-specs.js';
import {
  createProject,
  FRAMEWORKS,
  type FrameworkName,
  mountRoutes,
  type TestProject,
} from '../../../../test/scaffold/support.js';
import { frameworkOf } from '../frameworks/frameworks.js';
import { planApi } from '../plan/plan-api.js';
import { readSpec } from '../read/openapi/read-spec.js';
import { emitFiles } from './emit-files.js';

/** Files whose text does not depend on the spec are the same on both sides. */
function generate(spec: Json, framework: FrameworkName): ReadonlyMap<string, string> {
  const { model } = readSpec('/', { file: '-', text: JSON.stringify(spec) });
  return new Map(emitFiles(planApi(model), frameworkOf(framework)).map(({ path, content }) => [path, content]));
}

interface Tree {
  readonly shape: string;
  readonly literals: ReadonlySet<string>;
}

/** The kinds of all nodes in their order, with the text of literals, names and keys left out. */
function treeOf(path: string, text: string): Tree {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) return { shape: `does not parse: ${errors[0]?.message}`, literals: new Set() };
  const kinds: string[] = [];
  const literals = new Set<string>();
  const visit = (node: unknown, isKey = false): void => {
    if (Array.isArray(node)) for (const item of node) visit(item);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const { type, ...members } = node as { readonly type?: string };
    const isLiteral = type === 'Literal' && typeof (members as { value?: unknown }).value === 'string';
    if (isLiteral) literals.add(String((members as { value?: unknown }).value));
    // A name that needs no quotes has its text all the same.
    if (isKey && type === 'Identifier') literals.add(String((members as { name?: unknown }).name));
    if (isKey && (isLiteral || type === 'Identifier')) {
      kinds.push('Key');
      return;
    }
    if (type !== undefined) kinds.push(type);
    const hasKey = type === 'Property' || type === 'TSPropertySignature';
    for (const [name, member] of Object.entries(members))
      if (name !== 'start' && name !== 'end') visit(member, hasKey && name === 'key');
  };
  visit(program.body);
  return { shape: kinds.join(' '), literals };
}

interface Case {
  readonly slot: Slot;
  readonly payload: string;
  readonly framework: FrameworkName;
}

const ALL: readonly Case[] = FRAMEWORKS.flatMap((framework) =>
  SLOTS.flatMap((slot) => HOSTILE_TEXTS.map((payload) => ({ framework, slot, payload }))),
);

function judge({ slot, payload, framework }: Case): string | undefined {
  const where = `${framework}, ${slot.name}, ${JSON.stringify(payload.slice(0, 60))}`;
  // An inherited name as a member needs a validator of another form; its twin is another inherited name.
  const twin = slot.twin ?? (payload === 'constructor' ? 'valueOf' : 'harmless');
  const hostile = [...generate(slot.put(payload), framework)];
  const harmless = [...generate(slot.put(twin), framework)];
  const literals = new Set<string>();
  for (const [index, [path, text]] of hostile.entries()) {
    const other = harmless[index];
    if (text === other?.[1]) continue;
    if (/[^\w./-]|\.\./.test(path)) return `${where}: the path ${path}`;
    const tree = treeOf(path, text);
    for (const literal of tree.literals) literals.add(literal);
    if (tree.shape !== treeOf(path, other?.[1] ?? '').shape) return `${where}: another tree in ${path}`;
  }
  const expected = slot.name.startsWith('pattern') ? escapeForRegExp(payload) : payload;
  return slot.isLiteral && !literals.has(expected) && expected.length > 0
    ? `${where}: not the same literal`
    : undefined;
}

test(`hostile text gives harmless code, ${SLOTS.length} slots × ${HOSTILE_TEXTS.length} payloads × ${FRAMEWORKS.length} frameworks`, () => {
  const random = seededRandom(20_261_122);
  const chosen = process.env['CHECK'] === 'full' ? ALL : ALL.filter(() => random() < 0.1);
  const faults = chosen.flatMap((item) => judge(item) ?? []);
  process.stdout.write(`injection: ${chosen.length} cases, ${faults.length} faults\n`);
  expect(faults).toEqual([]);
}, 900_000);

describe('what was generated from hostile text', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await createProject();
  });
  afterAll(() => project.remove());

  test('compiles, loads and runs nothing of it', async () => {
    const folders: string[] = [];
    for (const [index, payload] of HOSTILE_TEXTS.entries()) {
      const framework = FRAMEWORKS[index % FRAMEWORKS.length] ?? 'express';
      for (const [number, slot] of SLOTS.entries()) {
        if ((index + number) % 29 !== 0) continue;
        const folder = `src/p${index}s${number}`;
        await project.write('openapi.json', JSON.stringify(slot.put(payload)));
        const result = await project.scaffold(
          'openapi.json',
          '--framework',
          framework,
          '--output',
          `${folder}/routes/`,
        );
        expect([slot.name, payload, result.exitCode, result.exitCode === 0 ? '' : result.stderr]).toEqual([
          slot.name,
          payload,
          0,
          '',
        ]);
        folders.push(folder);
      }
    }
    expect(await project.typeErrors()).toEqual([]);
    for (const folder of folders) {
      const module: unknown = await import(
        /* @vite-ignore */ pathToFileURL(join(project.folder, folder.replace('src', 'dist'), 'routes/index.js')).href
      );
      await mountRoutes(FRAMEWORKS[Number(/p(\d+)s/.exec(folder)?.[1]) % FRAMEWORKS.length] ?? 'express', module);
    }
    expect(Reflect.get(globalThis, 'HACKED')).toBeUndefined();
  }, 300_000);
});
