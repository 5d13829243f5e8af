// What a generated server validates with, as functions: the mock gives the same verdicts because it runs the same code.
import type { OutputFile } from '@senior-backend/core/files/output-file';
import { checkSyntax } from '../emit/check-syntax.js';
import { type EmitOptions, emitShared, toolFile, usedSchemes } from '../emit/emit-shared.js';
import { render } from '../emit/render.js';
import type { ApiPlan } from '../plan/api-plan.js';
import { loadModules } from './load-modules.js';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

interface Verdict {
  readonly success: boolean;
  readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] };
}

interface Validator {
  safeParse(value: unknown): Verdict;
}

export interface OperationSpec {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: Validator }[];
  readonly body?: { readonly content: Readonly<Record<string, { readonly schema: Validator }>> };
  readonly responses: Readonly<Record<string, Readonly<Record<string, Validator>>>>;
  readonly headers?: Readonly<Record<string, Readonly<Record<string, Validator>>>>;
}

/** Made by `prepare` alone. */
export interface PreparedSpec extends OperationSpec {
  readonly read: unknown;
}

export interface HttpErrorLike extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The generated functions that a request goes through; `templates/shared` has them. */
export interface Runtime {
  readonly operations: Readonly<Record<string, () => OperationSpec>>;
  prepare(spec: OperationSpec): PreparedSpec;
  requestIdOf(given: string | readonly string[] | undefined): string;
  refuseEarly(spec: PreparedSpec, headers: Headers): void;
  readRaw(spec: PreparedSpec, request: { readonly url: string; readonly headers: Headers }): unknown;
  decompress(bytes: Uint8Array, encoding: string | undefined, limit: number): Promise<Uint8Array>;
  readBody(spec: PreparedSpec, headers: Headers, body: unknown): unknown;
  checkRequest(spec: PreparedSpec, raw: unknown, body: unknown): { readonly body: unknown };
  /** Throws 401 where credentials are missing. Whatever they are, they are taken for good. */
  authenticate(spec: OperationSpec, raw: unknown): Promise<unknown>;
  httpError(status: number, code: string, message: string, headers?: Readonly<Record<string, string>>): HttpErrorLike;
  validationError(field: string, place: 'header', message: string): HttpErrorLike;
  toHttpError(error: unknown): HttpErrorLike;
  /** The media type of every error answer. */
  readonly errorType: string;
  errorBody(error: HttpErrorLike, request: { readonly requestId: string; readonly url: string }): unknown;
}

/** Generates what validates the requests of an API, and loads it. Throws SCAF901 for code that would not parse. */
export async function loadRuntime(plan: ApiPlan, options: EmitOptions = {}): Promise<Runtime> {
  const files: readonly OutputFile[] = [
    ...emitShared(plan, options),
    toolFile('middleware/decompress.ts', render('shared/decompress.ts', {})),
  ];
  checkSyntax(files);
  const load = loadModules(files);
  const schemes = usedSchemes(plan).map((scheme) => scheme.name);
  const [validators, requests, errors, compression] = await Promise.all(
    ['validators', 'requests', 'errors', 'decompress'].map((name) => load(`middleware/${name}.ts`)),
  );
  const security = schemes.length === 0 ? undefined : await load('middleware/security.ts');
  return runtimeOf({ validators, requests, errors, compression, security }, schemes);
}

interface Modules {
  readonly validators: unknown;
  readonly requests: unknown;
  readonly errors: unknown;
  readonly compression: unknown;
  readonly security: unknown;
}

type Detail = { readonly field: string; readonly in: 'header'; readonly message: string };

interface ErrorsModule extends Pick<Runtime, 'toHttpError' | 'errorBody'> {
  readonly ERROR_TYPE: string;
  readonly HttpError: new (
    status: number,
    code: string,
    message: string,
    details: readonly Detail[],
    headers: Readonly<Record<string, string>>,
  ) => HttpErrorLike;
  validationError(details: readonly Detail[]): HttpErrorLike;
}

interface SecurityModule {
  authenticate(spec: OperationSpec, raw: unknown, authenticators: object): Promise<unknown>;
}

/** The types are those of the templates, which the tests of generated projects hold to. */
function runtimeOf(modules: Modules, schemes: readonly string[]): Runtime {
  const { operations } = modules.validators as Pick<Runtime, 'operations'>;
  const requests = modules.requests as Pick<
    Runtime,
    'prepare' | 'requestIdOf' | 'refuseEarly' | 'readRaw' | 'readBody' | 'checkRequest'
  >;
  const errors = modules.errors as ErrorsModule;
  const { decompress } = modules.compression as Pick<Runtime, 'decompress'>;
  const security = modules.security as SecurityModule | undefined;
  const everybody = Object.fromEntries(schemes.map((name) => [name, () => true]));
  return {
    ...requests,
    operations,
    decompress,
    toHttpError: errors.toHttpError,
    errorType: errors.ERROR_TYPE,
    errorBody: errors.errorBody,
    authenticate: async (spec, raw) => security?.authenticate(spec, raw, everybody),
    httpError: (status, code, message, headers = {}) => new errors.HttpError(status, code, message, [], headers),
    validationError: (field, place, message) => errors.validationError([{ field, in: place, message }]),
  };
}
