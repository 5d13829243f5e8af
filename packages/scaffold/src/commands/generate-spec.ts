// `--generate-spec`: source code → model → document, beside what is on the disk.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { planFiles, writePlan } from '@senior-backend/core/files/plan';
import { readFileError } from '@senior-backend/core/files/read';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { scaffoldError } from '../codes.js';
import { asOpenApi30 } from '../emit/openapi/as-openapi-3.0.js';
import type { JsonObject } from '../emit/openapi/json-object.js';
import { openApiDocument } from '../emit/openapi/openapi-document.js';
import { renderDocument } from '../emit/openapi/render-openapi.js';
import { editDocument } from '../generate/edit-document.js';
import type { GeneratedDocument } from '../generate/generated-document.js';
import { mergeBase } from '../generate/merge/merge-base.js';
import { reportNoRoutes } from '../generate/report-no-routes.js';
import { reportSpec } from '../generate/report-spec.js';
import type { ApiModel, Operation } from '../model/api-model.js';
import { parseSpecDocument } from '../read/openapi/document.js';
import { readSpec } from '../read/openapi/read-spec.js';
import { readSource } from '../read/source/read-source.js';
import type { SourceReading } from '../read/source/source-reading.js';
import type { Settings } from '../settings.js';

interface Base {
  readonly file: string;
  readonly text: string;
  readonly model: ApiModel;
  readonly document: JsonObject;
}

export async function generateSpec({
  env,
  arguments: [target = '.'],
  settings,
  progress,
}: ToolContext<Settings>): Promise<Outcome> {
  progress.update(`reading ${target}`);
  const reading = readSource(env.cwd, target);
  if (reading.operations.length === 0) return reportNoRoutes(target, reading);
  env.signal.throwIfAborted();
  const output = outputFile(env.cwd, settings.output);
  const base = await readBase(env.cwd, settings.base ?? (existsSync(output) ? output : undefined));
  const generated = generate(reading, base, settings.specVersion, output);
  const file = { path: basename(output), content: generated.text, owner: 'tool' as const };
  const [found] = await planFiles(dirname(output), [file], undefined, true);
  const planned = found ?? { ...file, action: 'created' as const, before: undefined };
  if (!settings.dryRun && !settings.check) await writePlan(dirname(output), [planned]);
  return reportSpec({ env, settings, output, planned, reading, generated, baseFile: base?.file });
}

/** `--output` names a file here; a folder gets an openapi.yaml, and where nothing is named, the current folder does. */
function outputFile(cwd: string, output: string): string {
  if (/\.(?:json|ya?ml)$/i.test(output)) return resolve(cwd, output);
  return output === 'src/routes/' ? resolve(cwd, 'openapi.yaml') : join(resolve(cwd, output), 'openapi.yaml');
}

async function readBase(cwd: string, file: string | undefined): Promise<Base | undefined> {
  if (file === undefined) return undefined;
  const path = resolve(cwd, file);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw readFileError(path, cause);
  });
  const { model } = readSpec(cwd, { file }, { lenient: true });
  const { root } = parseSpecDocument(file, path, text);
  const document = root as JsonObject;
  if (typeof document['openapi'] !== 'string' && typeof document['openapi'] !== 'number') {
    throw scaffoldError('SCAF344', {
      message: `${file} is OpenAPI 2.0, which the result cannot be written into`,
      at: { file },
      help: 'convert it to OpenAPI 3 first, or generate into another file',
    });
  }
  return { file, text, model, document };
}

function generate(
  reading: SourceReading,
  base: Base | undefined,
  version: '3.0' | '3.1' | undefined,
  output: string,
): GeneratedDocument {
  const isOld =
    version === '3.0' || (version === undefined && String(base?.document['openapi'] ?? '').startsWith('3.0'));
  const model = base ? belowServer(reading.model, base.model.basePath) : reading.model;
  const full = openApiDocument(model);
  const { document, leftOut } = isOld ? asOpenApi30(full) : { document: full, leftOut: new Map<string, number>() };
  if (!base) return { text: renderDocument(document, extname(output) === '.json'), merge: undefined, leftOut };
  const complete = new Set(
    reading.operations.filter(({ isComplete }) => isComplete).map(({ operation }) => operationKey(operation)),
  );
  const merge = mergeBase(base, { model, document }, (operation) => complete.has(operationKey(operation)));
  return { text: editDocument(base.file, base.text, merge.edits), merge, leftOut };
}

function operationKey({ operationId, method, path }: Operation): string {
  return `${method} ${path} ${operationId ?? ''}`;
}

/** Code that says `/v1/users` where the document has a server at `/v1`. */
function belowServer(model: ApiModel, basePath: string): ApiModel {
  if (
    basePath === '' ||
    model.basePath !== '' ||
    !model.operations.every(({ path }) => path.startsWith(`${basePath}/`))
  )
    return model;
  return {
    ...model,
    basePath,
    operations: model.operations.map((operation) => ({ ...operation, path: operation.path.slice(basePath.length) })),
  };
}
