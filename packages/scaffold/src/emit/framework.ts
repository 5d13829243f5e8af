// What a framework is to the rest of the tool. Each lives in a folder with the same file names.
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { FrameworkName } from '../model/framework-name.js';
import type { ApiPlan, PlannedOperation } from '../plan/api-plan.js';
import type { Code } from './code.js';
import type { Phrases } from './phrases.js';

export interface Framework extends HandlerStubs {
  readonly name: FrameworkName;
  /** The files that the tool owns: the router, and how the framework calls a handler. */
  emitToolFiles(plan: ApiPlan): readonly OutputFile[];
  readonly phrases: Phrases;
  /** What its files take of the shared ones beyond what the files of all take. */
  shared(plan: ApiPlan): SharedParts;
}

export interface SharedParts {
  /** Whether a text is a JSON answer, where the framework would send it as plain text. */
  readonly isJsonText: boolean;
  /** A wait for the first bytes, where a stream is handed over for good. */
  readonly begun: boolean;
  /** The signal of a client that goes away, where the framework has none of its own. */
  readonly signalOf: boolean;
}

interface HandlerStubs {
  /** The imports of a route file that holds handlers. */
  readonly routeImports: readonly RouteImport[];
  /** A handler as it is first written. `local` gives the name that an import has in the file. */
  emitHandler(planned: PlannedOperation, local: (name: string) => Code): Code;
}

export interface RouteImport {
  readonly name: string;
  readonly from: string;
  readonly isType: boolean;
  /** Everything that the file exports, under the name: `import * as name`. */
  readonly isNamespace?: true;
}

/** Who writes the handlers of a route file as it is first written: stubs that answer 501, or handlers that do their work. */
export interface HandlerEmitter {
  importsOf(operations: readonly PlannedOperation[]): readonly RouteImport[];
  emitHandler(planned: PlannedOperation, local: (name: string) => Code): Code;
}

export function stubsOf({ routeImports, emitHandler }: HandlerStubs): HandlerEmitter {
  return { importsOf: () => routeImports, emitHandler };
}
