// What a framework is to the rest of the tool. Each lives in a folder with the same file names.
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { Code } from '../emit/code.js';
import type { ApiPlan, PlannedOperation } from '../plan/api-plan.js';

export interface Framework {
  readonly name: 'express' | 'fastify' | 'koa';
  /** The files that the tool owns: the router, and how the framework calls a handler. */
  emitToolFiles(plan: ApiPlan): readonly OutputFile[];
  /** The imports of a route file that holds handlers. */
  readonly routeImports: readonly { readonly name: string; readonly from: string; readonly isType: boolean }[];
  /** A handler as it is first written. `local` gives the name that an import has in the file. */
  emitHandler(planned: PlannedOperation, local: (name: string) => Code): Code;
}
