// A file that a person owns, brought up to the plan: what it lacks is added, what stands there stays.
import type { PlannedFile } from '@senior-backend/core/files/output-file';
import { usedSchemes } from '../emit/emit-shared.js';
import type { HandlerEmitter } from '../emit/framework.js';
import type { ApiPlan } from '../plan/api-plan.js';
import type { OutputLayout } from '../write/output-layout.js';
import { extendAuthFile } from './auth-file.js';
import type { Project } from './read-project.js';
import { extendRouteFile } from './route-file.js';
import { readSourceFile } from './source-file.js';

export interface UserFiles {
  readonly layout: OutputLayout;
  readonly project: Project;
  readonly plan: ApiPlan;
  readonly handlers: HandlerEmitter;
}

export function extendUserFile(
  { layout, project, plan, handlers }: UserFiles,
  file: PlannedFile,
  before: string,
): string {
  if (file.path === 'middleware/auth.ts')
    return extendAuthFile(readSourceFile(layout.shown(file.path), before), usedSchemes(plan));
  if (!file.path.startsWith(`${layout.routes}/`)) return before;
  const name = file.path.slice(layout.routes.length + 1, -'.ts'.length);
  const source = project.routes.get(name) ?? readSourceFile(layout.shown(file.path), before);
  return extendRouteFile(
    handlers,
    source,
    plan.operations.filter((operation) => operation.file === name),
  );
}
