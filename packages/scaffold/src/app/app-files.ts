// What `--app` writes beside the routes. Nothing that exists is touched, and what it lacks is said.
import { relative } from 'node:path';
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { OutputFile, PlannedFile } from '@senior-backend/core/files/output-file';
import { scaffoldError } from '../codes.js';
import type { Framework } from '../emit/framework.js';
import type { ApiPlan } from '../plan/api-plan.js';
import { createSampler } from '../runtime/create-sampler.js';
import { loadRuntime } from '../runtime/load-runtime.js';
import type { OutputLayout } from '../write/output-layout.js';
import { type AppLayout, emitAppFiles, emitAppToolFiles, type Probes, probesOf } from './emit-app.js';
import { emitTests } from './emit-tests.js';

export interface AppFiles {
  /** Below the folder of the sources: what follows the document. */
  readonly toolFiles: readonly OutputFile[];
  /** Below the folder of the project: what is written once. */
  readonly projectFiles: readonly OutputFile[];
  /** What a package.json that was kept lacks for the others. */
  missing(planned: readonly PlannedFile[]): readonly Diagnostic[];
}

export interface AppOrder {
  readonly plan: ApiPlan;
  readonly framework: Framework;
  readonly layout: OutputLayout;
  /** `--app` was given; otherwise a run before this one had it. */
  readonly isFirst: boolean;
  /** In the place of a test for each operation, which would write to the database of whoever runs it; absent without a database. */
  readonly databaseTests?: ((probes: Probes) => readonly OutputFile[]) | undefined;
}

/** Throws SCAF384 where the sources do not stand in a folder of their own, right below the project. */
export async function appFiles({ plan, framework, layout, isFirst, databaseTests }: AppOrder): Promise<AppFiles> {
  const names = appLayout(layout, databaseTests !== undefined);
  const toolFiles = emitAppToolFiles(plan, names);
  if (!isFirst) return { toolFiles, projectFiles: [], missing: () => [] };
  const tests =
    databaseTests?.(probesOf(plan.model)) ?? emitTests(plan, await loadRuntime(plan), createSampler(plan.model, 1));
  return {
    toolFiles,
    projectFiles: [...emitAppFiles(plan, framework, names), ...tests],
    missing: (planned) => planned.flatMap((file) => [...lacking(layout, file), ...otherServer(layout, names, file)]),
  };
}

function appLayout({ base, project, routes }: OutputLayout, hasDatabase: boolean): AppLayout {
  const source = relative(project, base);
  if ([source, routes].every((name) => /^[\w-][\w.-]*$/.test(name))) return { source, routes, hasDatabase };
  throw scaffoldError('SCAF384', {
    message: `a project cannot be written around ${source === '' ? routes : `${source}/${routes}`}/`,
    help: 'run the command in the folder of the project, with an output such as --output src/routes/',
  });
}

/** A server that was there before, and does not start the app beside it: that of `--from-db` without `--app`, or the user's. */
function otherServer(
  layout: OutputLayout,
  { source }: AppLayout,
  { path, before }: PlannedFile,
): readonly Diagnostic[] {
  if (path !== `../${source}/server.ts` || before === undefined || before.includes('./app.js')) return [];
  return [
    {
      code: 'SCAF385',
      severity: 'warning',
      message: `${layout.shown(path)} was kept, and does not start what ${source}/app.ts makes`,
      at: { file: layout.shown(path) },
      help: 'delete it and run the command again, or call createApp in it',
    },
  ];
}

/** What the package.json that was there before lacks for the files beside it. */
function lacking(layout: OutputLayout, { path, before, content }: PlannedFile): readonly Diagnostic[] {
  if (path !== '../package.json' || before === undefined) return [];
  const wanted = JSON.parse(content) as Manifest;
  const there = parseManifest(before);
  const missing = [
    ...(there.type === 'module' ? [] : ['"type": "module"']),
    ...Object.keys(wanted.scripts ?? {}).flatMap((name) => (there.scripts?.[name] ? [] : [`the script ${name}`])),
    ...Object.entries({ ...wanted.dependencies, ...wanted.devDependencies }).flatMap(([name, range]) =>
      there.dependencies?.[name] || there.devDependencies?.[name] ? [] : [`${name}@${range}`],
    ),
  ];
  if (missing.length === 0) return [];
  return [
    {
      code: 'SCAF385',
      severity: 'warning',
      message: `package.json was kept, and lacks ${missing.join(', ')}`,
      at: { file: layout.shown(path) },
      help: 'add what the server is to have',
    },
  ];
}

interface Manifest {
  readonly type?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function parseManifest(text: string): Manifest {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    // No JSON: it lacks everything, which is what is said.
    return {};
  }
}
