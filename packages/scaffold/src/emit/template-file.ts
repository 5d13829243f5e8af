// Templates from the disk. A build reads all of them once (build/read-templates.js); one that has changed since, or was not
// there, is read when it is wanted.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FrameworkName } from '../model/framework-name.js';
import { readTemplate, type TemplatePart } from './read-template.js';

export type TemplateName = `${'app' | 'shared' | 'database' | FrameworkName}/${string}`;

/** What a build read, by name, with the hash of the source that it read. */
export type BuiltTemplates = Readonly<
  Record<string, { readonly source: string; readonly parts: readonly TemplatePart[] }>
>;

// From dist/emit/ and from dist/bundle/ alike.
const BUILT = new URL('../../dist/templates.json', import.meta.url);

const { resolve } = createRequire(import.meta.url);

const known = new Map<TemplateName, readonly TemplatePart[]>();
let built: BuiltTemplates | undefined;

export function templateOf(name: TemplateName): readonly TemplatePart[] {
  const parts = known.get(name) ?? fromDisk(name);
  known.set(name, parts);
  return parts;
}

export function hashOfTemplate(source: string): string {
  return createHash('sha256').update(source).digest('hex');
}

function fromDisk(name: TemplateName): readonly TemplatePart[] {
  const source = readFileSync(resolve(`@senior-backend/templates/${name}.hbs`), 'utf8');
  built ??= readBuilt();
  const found = Object.hasOwn(built, name) ? built[name] : undefined;
  return found?.source === hashOfTemplate(source) ? found.parts : readTemplate(source);
}

function readBuilt(): BuiltTemplates {
  try {
    return JSON.parse(readFileSync(BUILT, 'utf8')) as BuiltTemplates;
  } catch (error) {
    // Compiled by tsc alone, as while one works on it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
