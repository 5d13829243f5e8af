// --from-db: tables → resources → the document → the code that the document gives, with handlers that do their work.
import { relative } from 'node:path';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { designApi } from '../design/design-api.js';
import { designResources } from '../design/design-resources.js';
import { emitDatabase } from '../emit/database/emit-database.js';
import { databaseHandlers } from '../emit/database/emit-handlers.js';
import { emitAppTest, emitProject, emitServer, emitShared } from '../emit/database/emit-project.js';
import { renderOpenApi } from '../emit/openapi/render-openapi.js';
import { frameworkOf } from '../frameworks/frameworks.js';
import { readProject } from '../merge/read-project.js';
import { readDatabase } from '../read/database/read-database.js';
import { readSpec } from '../read/openapi/read-spec.js';
import { reportRun } from '../report.js';
import type { Settings } from '../settings.js';
import { outputLayout } from '../write/output-layout.js';
import { generateFrom, hasApp } from './scaffold.js';

const DOCUMENT = 'openapi.yaml';

export async function fromDatabase(context: ToolContext<Settings>): Promise<Outcome> {
  const { settings, env } = context;
  const [url] = context.arguments;
  const layout = await outputLayout(env.cwd, settings.output);
  const project = await readProject(layout);
  const isAround = hasApp(settings, project);
  const choice = { schemas: settings.schema, tables: settings.table };
  const { database, serverVersion, relations } = await readDatabase(context, url ?? settings.connection, choice);
  const { design, diagnostics } = designResources(relations, {
    rowSecurity: settings.rowSecurity,
    ifMatchRequired: settings.requireIfMatch,
    problems: settings.errors === 'problem',
    probes: !isAround,
    schemas: settings.schema,
  });
  const document = renderOpenApi(designApi(design, database));
  // The code is made of the document and not of the design, so that a later run on openapi.yaml gives the same.
  const reading = readSpec(layout.project, { file: DOCUMENT, text: document }, settings);
  const framework = frameworkOf(settings.framework, project.framework);
  const base = relative(layout.project, layout.base).replaceAll('\\', '/');
  const parts = { design, framework: framework.name, routes: layout.routes, base, document };
  const run = await generateFrom(context, layout, {
    spec: database,
    model: reading.model,
    diagnostics: [...diagnostics, ...reading.diagnostics],
    sources: [],
    handlers: databaseHandlers(design, framework),
    files: [...emitDatabase(design), ...(isAround ? [] : [emitServer(parts)])],
    projectFiles: [...emitShared({ ...parts, database, serverVersion }), ...(isAround ? [] : emitProject(parts))],
    databaseTests: (probes) => [emitAppTest(design, probes)],
  });
  return reportRun(run);
}
