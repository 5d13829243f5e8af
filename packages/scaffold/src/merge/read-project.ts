// What a previous run, and the user, left on the disk.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, parseManifest } from '@senior-backend/core/files/manifest';
import { readFileError } from '@senior-backend/core/files/read';
import * as z from 'zod';
import type { HandlerStyle } from '../plan/api-plan.js';
import { MANIFEST, type OutputLayout } from '../write/output-layout.js';
import type { SourceFile } from './source-file.js';

export interface KnownOperation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

export interface Project {
  readonly manifest: Manifest | undefined;
  /** The operations of the previous run. */
  readonly operations: readonly KnownOperation[];
  /** The framework of the previous run; undefined before the first. */
  readonly framework: string | undefined;
  /** How its handlers were written last; undefined before the first run. */
  readonly style: HandlerStyle | undefined;
  /** Every route file of the user's, by its name without extension. */
  readonly routes: ReadonlyMap<string, SourceFile>;
}

const stateSchema = z.object({
  operations: z.array(z.object({ name: z.string(), method: z.string(), path: z.string() })),
  framework: z.string().optional(),
  style: z.enum(['native', 'portable']).optional(),
});

/** Throws SCAF303 for a route file that cannot be parsed, CORE102 for a manifest that is none. */
export async function readProject(layout: OutputLayout): Promise<Project> {
  const manifestPath = join(layout.base, MANIFEST);
  const text = await readIfThere(manifestPath);
  const manifest = text === undefined ? undefined : parseManifest(manifestPath, text);
  const state = stateSchema.safeParse(manifest?.state);
  return {
    manifest,
    operations: state.success ? state.data.operations : [],
    framework: state.data?.framework,
    style: state.data?.style,
    routes: await readRoutes(layout),
  };
}

async function readRoutes(layout: OutputLayout): Promise<ReadonlyMap<string, SourceFile>> {
  const folder = join(layout.base, layout.routes);
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw readFileError(folder, error);
  });
  const files = names
    .filter(
      (name) =>
        name.endsWith('.ts') && !name.endsWith('.d.ts') && !/\.(?:test|spec)\.ts$/.test(name) && name !== 'index.ts',
    )
    .sort();
  if (files.length === 0) return new Map();
  const { readSourceFile } = await import('./source-file.js');
  const routes = await Promise.all(
    files.map(async (name): Promise<[string, SourceFile]> => {
      const path = `${layout.routes}/${name}`;
      return [
        name.slice(0, -'.ts'.length),
        readSourceFile(layout.shown(path), (await readIfThere(join(folder, name))) ?? ''),
      ];
    }),
  );
  return new Map(routes);
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw readFileError(path, error);
  });
}
