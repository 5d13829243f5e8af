// What a run has to say: the report, the data of --json, and the exit code.

import { type Diagnostic, locate } from '@senior-backend/core/errors/diagnostic';
import type { PlannedFile } from '@senior-backend/core/files/output-file';
import type { Block } from '@senior-backend/core/report/model';
import type { Outcome } from '@senior-backend/core/tool/tool';
import { groupBy } from './group-by.js';
import type { LeftOver, Placement } from './merge/place-operations.js';
import type { Project } from './merge/read-project.js';
import type { PlannedOperation } from './plan/api-plan.js';
import type { Settings } from './settings.js';
import type { OutputLayout } from './write/output-layout.js';

export interface Run {
  readonly layout: OutputLayout;
  readonly settings: Settings;
  readonly placement: Placement;
  readonly project: Project;
  readonly planned: readonly PlannedFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the spec was read from: absolute paths, and addresses. */
  readonly sources: readonly string[];
}

export async function reportRun(run: Run): Promise<Outcome> {
  const { settings, planned, placement } = run;
  const drift = planned.filter(
    (file) => file.action === 'created' || file.action === 'updated' || file.action === 'conflict',
  );
  const failed = settings.check && drift.length > 0;
  const leftOver = placement.leftOver.map((handler) => leftOverDiagnostic(run, handler));
  const drifted: Diagnostic[] = failed
    ? [
        {
          code: 'SCAF301',
          severity: 'error',
          message: `${drift.length} ${drift.length === 1 ? 'file is' : 'files are'} not what the spec asks for`,
          help: 'run the same command without --check and commit the result',
        },
      ]
    : [];
  const diffs = settings.check && drift.length > 0 ? await diffBlocks(run, drift) : [];
  return {
    exitCode: failed ? 1 : 0,
    data: dataOf(run),
    report: { blocks: [...handlerBlocks(run), ...fileBlocks(run), ...diffs] },
    diagnostics: [...run.diagnostics, ...leftOver, ...drifted],
  };
}

/** What a later run of --watch has to say: one line of what became different, and the findings. */
export async function reportChange(run: Run, durationMs: number): Promise<Outcome> {
  const { exitCode, data, diagnostics = [] } = await reportRun(run);
  const changed = run.planned.filter((file) => file.action !== 'unchanged' && file.action !== 'kept');
  const added = run.placement.plan.operations.filter((planned) => !hasHandler(run, planned));
  const parts = [
    ...(added.length > 0 ? [`added ${added.map((planned) => planned.name).join(', ')}`] : []),
    ...[...groupBy(changed, (file) => actionWord(file, run.settings.dryRun).toLowerCase())].map(
      ([word, files]) => `${word} ${files.map((file) => run.layout.shown(file.path)).join(', ')}`,
    ),
  ];
  const text = `${parts.length === 0 ? 'nothing to change' : parts.join('; ')} (${Math.round(durationMs)} ms)`;
  return { exitCode, data, diagnostics, report: { blocks: [{ kind: 'paragraph', text }] } };
}

function hasHandler({ project }: Run, planned: PlannedOperation): boolean {
  return project.routes.get(planned.file)?.exports.has(planned.name) ?? false;
}

function handlerBlocks(run: Run): Block[] {
  const { layout, settings, placement } = run;
  const added = placement.plan.operations.filter((planned) => !hasHandler(run, planned));
  const kept = placement.plan.operations.length - added.length;
  const folder = `${layout.shown(layout.routes)}/`;
  const verb = settings.dryRun || settings.check ? 'Would generate' : 'Generated';
  const blocks: Block[] = [];
  if (added.length > 0 || kept === 0) {
    blocks.push({
      kind: 'paragraph',
      text: `${verb} ${added.length} ${kept > 0 ? 'new ' : ''}${plural(added.length, 'route handler')} in ${folder}`,
    });
    if (added.length > 0)
      blocks.push({ kind: 'list', items: added.map((planned) => ({ text: operationLine(planned) })) });
  }
  if (kept > 0) blocks.push({ kind: 'paragraph', text: `Kept ${kept} ${plural(kept, 'route handler')} in ${folder}` });
  if (placement.leftOver.length > 0) {
    blocks.push({
      kind: 'paragraph',
      text: `Left over: ${placement.leftOver.length} ${plural(placement.leftOver.length, 'handler')} whose operation is gone from the spec`,
      tone: 'warning',
    });
    blocks.push({
      kind: 'list',
      items: placement.leftOver.map(({ operation, file }) => ({
        text: `${operation.name} in ${layout.shown(`${layout.routes}/${file}.ts`)}`,
      })),
    });
  }
  return blocks;
}

function operationLine({ operation, name }: PlannedOperation): string {
  return `${operation.method.toUpperCase()} ${operation.path} (${name})`;
}

const DESCRIPTIONS: readonly (readonly [RegExp, string])[] = [
  [/^middleware\/validators\.ts$/, 'validation middleware'],
  [/^types\/api\.ts$/, 'TypeScript types'],
];

/** The two files that everybody looks for have a line of their own; the others share one. */
function fileBlocks({ layout, settings, planned }: Run): Block[] {
  const would = settings.dryRun || settings.check;
  const blocks: Block[] = [];
  for (const [pattern, description] of DESCRIPTIONS) {
    const file = planned.find(({ path }) => pattern.test(path));
    if (file)
      blocks.push({ kind: 'paragraph', text: `${actionWord(file, would)} ${description}: ${layout.shown(file.path)}` });
  }
  const others = planned.filter(
    ({ path, owner }) => owner === 'tool' && !DESCRIPTIONS.some(([pattern]) => pattern.test(path)),
  );
  const around = planned.filter((file) => isAround(file, layout.routes) && (settings.app || file.action !== 'kept'));
  for (const list of [others, around])
    for (const [word, files] of groupBy(list, (file) => actionWord(file, would)))
      blocks.push({ kind: 'paragraph', text: `${word} ${files.map((file) => layout.shown(file.path)).join(', ')}` });
  const auth = planned.find(({ path }) => path === 'middleware/auth.ts');
  if (auth && auth.action !== 'kept')
    blocks.push({
      kind: 'paragraph',
      text: `${actionWord(auth, would)} ${layout.shown(auth.path)}: fill in who may call`,
    });
  return blocks;
}

/** What the user owns beside the handlers: the project of `--app`, the repositories and the server of `--from-db`. */
function isAround({ path, owner }: PlannedFile, routes: string): boolean {
  return owner === 'user' && path !== 'middleware/auth.ts' && !path.startsWith(`${routes}/`);
}

function actionWord(file: PlannedFile, would: boolean): string {
  switch (file.action) {
    case 'created':
      return would ? 'Would create' : 'Created';
    case 'updated':
      return would ? 'Would update' : 'Updated';
    case 'unchanged':
      return 'Unchanged';
    case 'kept':
      return 'Kept';
    case 'conflict':
      return 'Edited by hand:';
    default:
      return file.action satisfies never;
  }
}

const LONGEST_DIFF = 20_000;

async function diffBlocks({ layout }: Run, drift: readonly PlannedFile[]): Promise<readonly Block[]> {
  const { createTwoFilesPatch } = await import('diff');
  return drift.map((file): Block => {
    const name = layout.shown(file.path);
    const patch = createTwoFilesPatch(
      file.before === undefined ? '/dev/null' : `a/${name}`,
      `b/${name}`,
      file.before ?? '',
      file.content,
      '',
      '',
      { context: 2 },
    );
    const text =
      patch.length > LONGEST_DIFF
        ? `${patch.slice(0, LONGEST_DIFF)}\n… ${patch.length - LONGEST_DIFF} more characters`
        : patch;
    return { kind: 'code', language: 'diff', text };
  });
}

function leftOverDiagnostic({ layout, project }: Run, { operation, file, offset, renamedTo }: LeftOver): Diagnostic {
  const path = layout.shown(`${layout.routes}/${file}.ts`);
  const text = project.routes.get(file)?.text ?? '';
  const route = `${operation.method.toUpperCase()} ${operation.path}`;
  return {
    code: 'SCAF302',
    severity: 'warning',
    message:
      renamedTo === undefined
        ? `${operation.name} is left over: ${route} is gone from the spec`
        : `${operation.name} is left over: ${route} is called ${renamedTo} now`,
    at: locate(path, text, offset),
    help:
      renamedTo === undefined
        ? 'delete the handler when nothing needs it'
        : `move its body to ${renamedTo} and delete it`,
  };
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}

function dataOf({ layout, planned, placement, project }: Run): unknown {
  const texts = new Map(planned.map((file) => [file.path, file.content]));
  return {
    files: planned.map(({ path, action, owner }) => ({ path: layout.shown(path), action, owner })),
    operations: placement.plan.operations.map(({ operation, name, file }) => {
      const path = `${layout.routes}/${file}.ts`;
      const text = texts.get(path) ?? '';
      // A handler that was there before stands where it stood, or an import further down; a new one is as we wrote it.
      const offset =
        Math.max(0, text.indexOf(`export const ${name}:`)) || (project.routes.get(file)?.exports.get(name) ?? 0);
      return {
        method: operation.method.toUpperCase(),
        path: operation.path,
        operationId: operation.operationId ?? null,
        handler: name,
        file: layout.shown(path),
        line: locate(path, text, offset).line ?? 1,
      };
    }),
    unresolved: [],
  };
}
