// One run: spec → model → plan → files → what is on the disk → write, or say what would be written.

import { coreError } from '@senior-backend/core/errors/tool-error';
import {
  hashOfWords,
  isAsWritten,
  type Manifest,
  manifestEntry,
  renderManifest,
} from '@senior-backend/core/files/manifest';
import type { OutputFile, PlannedFile } from '@senior-backend/core/files/output-file';
import { planFiles } from '@senior-backend/core/files/plan';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import type { AppFiles, AppOrder } from '../app/app-files.js';
import { scaffoldError } from '../codes.js';
import { checkSyntax } from '../emit/check-syntax.js';
import { emitFiles } from '../emit/emit-files.js';
import type { HandlerEmitter } from '../emit/framework.js';
import { stylesOf } from '../emit/portable.js';
import { frameworkOf } from '../frameworks/frameworks.js';
import { groupBy } from '../group-by.js';
import type { UserFiles } from '../merge/extend-user-file.js';
import { handlerStyles } from '../merge/handler-styles.js';
import { placeOperations } from '../merge/place-operations.js';
import { type Project, readProject } from '../merge/read-project.js';
import type { ApiModel } from '../model/api-model.js';
import type { ApiPlan, HandlerStyle } from '../plan/api-plan.js';
import { planApi } from '../plan/plan-api.js';
import { type DocumentContext, readDocument } from '../read/read-document.js';
import { type Run, reportRun } from '../report.js';
import { errorOptions, type Settings } from '../settings.js';
import { leftOverFiles } from '../write/left-over-files.js';
import { MANIFEST, type OutputLayout, outputLayout } from '../write/output-layout.js';
import { planProjectFiles, writeFiles } from '../write/project-files.js';
import { otherErrors } from './other-errors.js';

const VERSION = '0.1.0';

export async function scaffold(context: ToolContext<Settings>): Promise<Outcome> {
  return reportRun(await generate(context));
}

/** Generates, and writes unless the settings say otherwise. */
export async function generate(context: DocumentContext): Promise<Run> {
  const layout = await outputLayout(context.env.cwd, context.settings.output);
  const { model, diagnostics, files: sources } = await readDocument(context);
  return generateFrom(context, layout, { spec: context.arguments[0] ?? '', model, diagnostics, sources });
}

/** What is to be generated, wherever it was read from. */
export interface Source {
  /** As it is shown to the user. */
  readonly spec: string;
  readonly model: ApiModel;
  readonly diagnostics: Run['diagnostics'];
  readonly sources: Run['sources'];
  /** Who writes new handlers; stubs that answer 501 where nobody is named. */
  readonly handlers?: HandlerEmitter;
  /** Files besides those that every model gives: below the base, and below the project. */
  readonly files?: readonly OutputFile[];
  readonly projectFiles?: readonly OutputFile[];
  /** The tests of `--app` where the handlers ask a database. */
  readonly databaseTests?: AppOrder['databaseTests'];
}

export async function generateFrom(
  { env, settings, progress }: Omit<DocumentContext, 'arguments'>,
  layout: OutputLayout,
  { spec, model, diagnostics, sources, handlers, files = [], projectFiles = [], databaseTests }: Source,
): Promise<Run> {
  const project = await readProject(layout);
  const framework = frameworkOf(settings.framework, project.framework);
  const whole = planApi(model);
  const styles = handlerStyles(whole, project, framework, settings.style);
  const placement = placeOperations(whole, project, settings.only, styles.styleOf);
  refuseTooMany(spec, placement.plan);
  progress.update('generating');
  const { plan } = placement;
  const emitter = handlers ?? stylesOf(framework);
  const options = { fastValidators: settings.fastValidators, ...errorOptions(settings) };
  const app = hasApp(settings, project)
    ? await appOf({ plan, framework, layout, isFirst: settings.app, databaseTests })
    : NO_APP;
  const wanted = filesIn(layout, [...emitFiles(plan, framework, emitter, options), ...files, ...app.toolFiles]);
  const around = await planProjectFiles(
    layout,
    [...projectFiles, ...app.projectFiles],
    project.manifest,
    settings.force,
  );
  const routes = await planWithUserFiles(
    { layout, project, plan, handlers: emitter, rewritten: styles.rewritten },
    wanted,
    settings.force,
  );
  const planned = [...routes, ...around];
  checkSyntax(planned);
  env.signal.throwIfAborted();
  const writes = !settings.dryRun && !settings.check;
  if (writes) await write(layout, planned, project, { plan, style: styles.wanted, framework: framework.name });
  const kept = keptStyles(layout, project, plan, styles.wanted);
  const leftOver = leftOverFiles(layout, project.manifest, planned);
  const begins = project.manifest === undefined ? otherErrors(model, settings) : [];
  const all = [...diagnostics, ...begins, ...kept, ...leftOver, ...app.missing(around)];
  return { layout, settings, placement, project, planned, diagnostics: all, sources };
}

/** Handlers with code in them whose style is not the one that is asked for. */
function keptStyles(
  layout: OutputLayout,
  project: Project,
  plan: ApiPlan,
  wanted: HandlerStyle,
): readonly Run['diagnostics'][number][] {
  const kept = plan.operations.filter(
    ({ name, file, style }) => style !== wanted && project.routes.get(file)?.exports.has(name),
  );
  return [...groupBy(kept, ({ file }) => file)].map(([file, operations]) => ({
    code: 'SCAF420',
    severity: 'warning' as const,
    message: `${operations.map(({ name }) => name).join(', ')}: not written in the style ${wanted}; kept as ${operations.length === 1 ? 'it is' : 'they are'}`,
    at: { file: layout.shown(`${layout.routes}/${file}.ts`) },
  }));
}

const NO_APP: AppFiles = { toolFiles: [], projectFiles: [], missing: () => [] };

/** Whether there is a project around the routes: with `--app`, and in every run after that. */
export function hasApp({ app }: Settings, { manifest }: Pick<Project, 'manifest'>): boolean {
  return app || manifest?.files['openapi.json'] !== undefined;
}

async function appOf(order: AppOrder): Promise<AppFiles> {
  const { appFiles } = await import('../app/app-files.js');
  return appFiles(order);
}

/** What can be generated within 5 s of CPU and 512 MB. The largest published document has 1,223 operations. */
const MOST_OPERATIONS = 8_000;
const MOST_SCHEMAS = 40_000;

function refuseTooMany(spec: string, { operations, schemas }: ApiPlan): void {
  if (operations.length <= MOST_OPERATIONS && schemas.length <= MOST_SCHEMAS) return;
  const [count, what] =
    operations.length > MOST_OPERATIONS ? [operations.length, 'operations'] : [schemas.length, 'schemas'];
  throw scaffoldError('SCAF106', {
    message: `${spec} has ${count} ${what}; at most ${MOST_OPERATIONS} operations and ${MOST_SCHEMAS} schemas are generated at once`,
    at: { file: spec },
    help: 'split the document, or take some of its tags with --only',
  });
}

/** The files with the folder of the routes as the user named it. */
function filesIn(layout: OutputLayout, files: readonly OutputFile[]): readonly OutputFile[] {
  return files.map((file) => ({ ...file, path: file.path.replace(/^routes\//, `${layout.routes}/`) }));
}

interface OwnedFiles extends UserFiles {
  /** Route files without code of anybody's that are written in another style. */
  readonly rewritten: ReadonlySet<string>;
}

/** What the core's planner says, with the user's files extended by what they lack. */
async function planWithUserFiles(
  user: OwnedFiles,
  files: readonly OutputFile[],
  force: boolean,
): Promise<readonly PlannedFile[]> {
  const { layout, project, rewritten } = user;
  const planned = await planFiles(layout.base, files, project.manifest, force);
  return Promise.all(
    planned.map(async (file): Promise<PlannedFile> => {
      if (file.owner === 'tool' || file.before === undefined || isUntouched(file, project)) return asUpdate(file);
      if (rewritten.has(file.path.slice(layout.routes.length + 1, -'.ts'.length)))
        return { ...file, action: 'updated' };
      // With the parser of source code, which a first run has no need of.
      const { extendUserFile } = await import('../merge/extend-user-file.js');
      const content = extendUserFile(user, file, file.before);
      return { ...file, content, action: content === file.before ? 'kept' : 'updated' };
    }),
  );
}

/**
 * A repository that is still as the tool wrote it holds no hand-written code, and follows its table. Route files and
 * auth.ts are extended in any case.
 */
function isUntouched({ path, before }: PlannedFile, { manifest }: Project): boolean {
  return path.startsWith('repositories/') && before !== undefined && isAsWritten(path, before, manifest?.files[path]);
}

function asUpdate(file: PlannedFile): PlannedFile {
  const { owner, action, path, content, before } = file;
  if (owner !== 'user' || action !== 'kept' || before === undefined) return file;
  const words = hashOfWords(path, content);
  return words !== undefined && words === hashOfWords(path, before) ? file : { ...file, action: 'updated' };
}

/** What the next run must know of this one. */
interface RunState {
  readonly plan: ApiPlan;
  readonly style: HandlerStyle | undefined;
  readonly framework: string;
}

/** Writes the files, and the manifest last: a run that dies half-way is repeated by the next one. */
async function write(
  layout: OutputLayout,
  planned: readonly PlannedFile[],
  project: Project,
  state: RunState,
): Promise<void> {
  const conflicts = planned.filter((file) => file.action === 'conflict');
  if (conflicts.length > 0) throw editedByHand(layout, conflicts, project);
  const manifest = renderManifest(manifestOf(planned, state, project.manifest));
  const isNew = project.manifest === undefined || renderManifest(project.manifest) !== manifest;
  await writeFiles(layout, [
    ...planned,
    ...(isNew
      ? [{ path: MANIFEST, content: manifest, owner: 'tool' as const, action: 'updated' as const, before: undefined }]
      : []),
  ]);
}

/** Files of another direction stay known. Of a user's file that was kept it remembers what the tool wrote, not what the user made of it. */
function manifestOf(
  planned: readonly PlannedFile[],
  { plan, style, framework }: RunState,
  before: Manifest | undefined,
): Manifest {
  const files = planned.flatMap((file) => {
    const known = before?.files[file.path];
    if (file.action === 'kept') return known ? [[file.path, known] as const] : [];
    return [[file.path, manifestEntry(file, known)] as const];
  });
  const operations = plan.operations.map(({ name, operation }) => ({
    name,
    method: operation.method,
    path: operation.path,
  }));
  return {
    tool: 'api-scaffold',
    version: VERSION,
    files: { ...before?.files, ...Object.fromEntries(files) },
    // Native is what nobody needs to be told.
    state: { framework, operations, ...(style === 'portable' && { style }) },
  };
}

function editedByHand(layout: OutputLayout, conflicts: readonly PlannedFile[], project: Project): Error {
  const names = conflicts.map((file) => layout.shown(file.path)).join(', ');
  const why =
    project.manifest === undefined ? 'stood there before the first run' : 'was edited by hand since the last run';
  return coreError('CORE105', {
    message:
      conflicts.length === 1 ? `${names} ${why}` : `${conflicts.length} files ${why.replace('was', 'were')}: ${names}`,
    help: 'nothing was written; move the edit to a file of your own, or pass --force to overwrite it',
  });
}
