// The files that are the same for every framework.
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { SecurityScheme } from '../model/api-model.js';
import { mediaKind } from '../model/media-kind.js';
import type { ApiPlan } from '../plan/api-plan.js';
import { streamUse } from '../plan/streams.js';
import { type Code, code, comment, ident, joinCode, key, NOTHING, str } from './code.js';
import { outgoingFiles } from './emit-outgoing.js';
import { streamFiles } from './emit-streams.js';
import type { SharedParts } from './framework.js';
import { emitGuards, type Guards } from './guards/emit-guards.js';
import { entry, group, print } from './layout.js';
import { render } from './render.js';
import { emitTypes } from './types/emit-types.js';
import { HELPERS, infersObjects } from './zod/context.js';
import { emitValidators, type Validators } from './zod/emit-validators.js';
import { OBJECT_KINDS } from './zod/object-of.js';

export interface EmitOptions {
  /** Straight-line checks of JSON bodies in `guards.ts`, tried before the validators. */
  readonly fastValidators?: boolean;
  /** The shape of every error answer: the contract's envelope, or problem details of RFC 9457. */
  readonly errors?: ErrorFormat;
  /** What the `type` of a problem begins with; `about:blank` where nothing is given. */
  readonly problemTypes?: string | undefined;
  /** Nothing, where they are loaded and not written. */
  readonly shared?: SharedParts;
}

const NOTHING_MORE: SharedParts = { isJsonText: false, begun: false, signalOf: false };

export type ErrorFormat = 'envelope' | 'problem';

export function emitShared(plan: ApiPlan, options: EmitOptions = {}): readonly OutputFile[] {
  const { fastValidators = false, shared = NOTHING_MORE } = options;
  const guards = fastValidators ? emitGuards(plan) : undefined;
  const validators = emitValidators(plan, guards);
  const { bytesIn, sequencesIn } = streamUse(plan);
  const forms = hasForms(plan);
  const requests = { guards: fastValidators, forms, streams: bytesIn || sequencesIn };
  return [
    ...declarationFiles(plan, validators),
    toolFile('middleware/parameters.ts', render('shared/parameters.ts', { guards: fastValidators })),
    toolFile('middleware/requests.ts', render('shared/requests.ts', requests)),
    toolFile('middleware/answers.ts', render('shared/answers.ts', { isJsonText: shared.isJsonText })),
    toolFile('middleware/issues.ts', render('shared/issues.ts', {})),
    toolFile('middleware/errors.ts', render('shared/errors.ts', errorsView(options))),
    ...formatsFile(validators, guards),
    ...(forms ? [toolFile('middleware/forms.ts', render('shared/forms.ts', {}))] : []),
    ...streamFiles(plan, shared),
    ...outgoingFiles(plan),
    ...guardsFile(guards),
    ...jsonSchemaFile(validators),
    ...securityFiles(plan),
  ];
}

/** The types of the API and its validators. */
function declarationFiles(plan: ApiPlan, validators: Validators): readonly OutputFile[] {
  const text = validators.schemas + validators.operations;
  const declarations = emitTypes(plan);
  const hasFiles = text.includes('z.instanceof(File)');
  const types = {
    declarations,
    readable: streamUse(plan).bytesIn,
    files: /\bFile\b/.test(declarations) && hasFiles,
  };
  const view = {
    schemas: validators.schemas,
    operations: validators.operations,
    imports: importsOf(validators),
    objects: infersObjects(plan) ? NOTHING : uninferredObjects(text),
    recursive: validators.helpers.has('recursive'),
    zod: /\bz\.|\b(?:object|looseObject|strictObject)\(\{/.test(text),
    files: hasFiles,
    webhooks: plan.webhooks.length > 0,
    callbacks: plan.callbacks.length > 0,
  };
  return [
    toolFile('types/api.ts', render('shared/api.ts', types)),
    toolFile('middleware/validators.ts', render('shared/validators.ts', view)),
  ];
}

function formatsFile({ helpers }: Validators, guards: Guards | undefined): readonly OutputFile[] {
  if (!helpers.has('format')) return [];
  const view = { guards: guards?.uses.has('hasFormat') ?? false };
  return [toolFile('middleware/formats.ts', render('shared/formats.ts', view))];
}

function guardsFile(guards: Guards | undefined): readonly OutputFile[] {
  if (!guards || guards.functions === '') return [];
  const { constants, functions } = guards;
  const uses = Object.fromEntries([...guards.uses].map((name) => [name, true]));
  return [toolFile('middleware/guards.ts', render('shared/guards.ts', { constants, functions, uses }))];
}

function jsonSchemaFile({ helpers }: Validators): readonly OutputFile[] {
  const names = [...helpers].filter((name) => name !== 'format');
  if (names.length === 0) return [];
  const uses = Object.fromEntries(HELPERS.map((name) => [name, helpers.has(name)]));
  const zod = names.some((name) => name !== 'inOnePass' && name !== 'upTo');
  const view = { uses, zod, ...sharedParts(helpers) };
  return [toolFile('middleware/json-schema.ts', render('shared/json-schema.ts', view))];
}

/** What the tool knows of the schemes, and the file in which a person checks credentials. */
function securityFiles(plan: ApiPlan): readonly OutputFile[] {
  const schemes = usedSchemes(plan);
  if (schemes.length === 0) return [];
  const view = { members: authenticatorTypes(schemes), schemes: schemeTable(schemes) };
  const stubs = joinCode(schemes.map(authenticatorStub), '\n\n');
  return [
    toolFile('middleware/security.ts', render('shared/security.ts', view)),
    { path: 'middleware/auth.ts', owner: 'user', content: render('shared/auth.ts', { members: stubs }) },
  ];
}

/** `const object = z.object<z.core.$ZodLooseShape>;` for each kind that the validators use. */
function uninferredObjects(text: string): Code {
  const used = OBJECT_KINDS.filter((kind) => new RegExp(`\\b${kind}\\(`).test(text));
  return joinCode(
    used.map((kind) => code`const ${ident(kind)} = z.${ident(kind)}<z.core.$ZodLooseShape>;`),
    '\n',
  );
}

/** A body of any type may be a form too. */
function hasForms({ operations, webhooks, callbacks }: ApiPlan): boolean {
  const all = [...operations, ...webhooks, ...callbacks];
  const types = all.flatMap(({ operation }) => operation.requestBody?.content ?? []).map(({ type }) => type);
  return types.some((type) => mediaKind(type) === 'form' || /^(?:\*|application|multipart)\/\*$/.test(type));
}

/** What several helpers are built on, by the helpers that need it. */
const PARTS = {
  payload:
    'conditional contains dependentRequired dependentSchemas maxLength maxProperties minLength minProperties not otherItems otherProperties propertyNames required unevaluatedItems unevaluatedProperties uniqueItems oneOfValues',
  checks:
    'conditional contains dependentRequired dependentSchemas maxLength maxProperties minLength minProperties not otherItems otherProperties propertyNames required unevaluatedItems unevaluatedProperties uniqueItems',
  reports: 'contains dependentRequired maxProperties minProperties not oneOfValues propertyNames required uniqueItems',
  nested: 'conditional dependentSchemas otherItems otherProperties unevaluatedItems unevaluatedProperties',
  objects:
    'anyOf byDiscriminator dependentRequired dependentSchemas maxProperties minProperties otherProperties propertyNames required unevaluatedProperties whenHas wholeObject',
  equality: 'oneOfValues uniqueItems',
  characters: 'maxLength minLength',
  validator:
    'anyOf byDiscriminator conditional contains dependentSchemas itemsLike not otherItems otherProperties propertyNames unevaluatedItems unevaluatedProperties untyped when',
  evaluation: 'unevaluatedItems unevaluatedProperties',
} as const;

function sharedParts(helpers: ReadonlySet<string>): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    Object.entries(PARTS).map(([part, names]) => [part, names.split(' ').some((name) => helpers.has(name))]),
  );
}

function errorsView({ errors, problemTypes }: EmitOptions): {
  readonly problem: boolean;
  readonly types: Code | false;
} {
  const isProblem = errors === 'problem';
  if (!isProblem || problemTypes === undefined) return { problem: isProblem, types: false };
  return { problem: true, types: str(problemTypes.endsWith('/') ? problemTypes : `${problemTypes}/`) };
}

export function toolFile(path: string, content: string): OutputFile {
  return { path, content, owner: 'tool' };
}

/** The schemes that an operation asks for, in the order of the document. */
export function usedSchemes(plan: ApiPlan): readonly SecurityScheme[] {
  const used = new Set(
    plan.operations.flatMap(({ operation }) => operation.security.flat().map((requirement) => requirement.scheme)),
  );
  return [...plan.model.securitySchemes.values()].filter((scheme) => used.has(scheme.name));
}

function importsOf({ helpers, places, bodies, streams, guards }: Validators): Code {
  const line = (names: ReadonlySet<string>, file: string): Code[] => {
    if (names.size === 0) return [];
    const items = [...names].sort().map((name) => entry(ident(name)));
    return [print(group(code`import {`, items, code`} from ${str(file)};`, { padded: true }))];
  };
  const formats = new Set([...helpers].filter((name) => name === 'format'));
  const others = new Set([...helpers].filter((name) => name !== 'format'));
  const requests = [...bodies].sort().map((name) => entry(ident(name)));
  const spec = entry(ident('OperationSpec'), { head: code`type ` });
  return joinCode(
    [
      ...line(formats, './formats.js'),
      ...line(guards, './guards.js'),
      ...line(others, './json-schema.js'),
      ...line(places, './parameters.js'),
      requests.length === 0
        ? code`import type { OperationSpec } from './requests.js';`
        : print(group(code`import {`, [...requests, spec], code`} from './requests.js';`, { padded: true })),
      ...line(new Set([...streams].filter((name) => name === 'items' || name === 'events')), './answer-streams.js'),
      ...line(new Set([...streams].filter((name) => name === 'bytes' || name === 'sequence')), './request-streams.js'),
    ],
    '\n',
  );
}

function credentialsOf(scheme: SecurityScheme): Code {
  switch (scheme.kind) {
    case 'basic':
      return code`credentials: BasicCredentials`;
    case 'apiKey':
      return code`apiKey: string`;
    case 'mutualTLS':
    case 'undeclared':
      return code`present: true`;
    case 'bearer':
    case 'http':
    case 'oauth2':
    case 'openIdConnect':
      return code`token: string`;
    default:
      return scheme satisfies never;
  }
}

function authenticatorTypes(schemes: readonly SecurityScheme[]): Code {
  const lines = schemes.map(
    (scheme) =>
      code`${comment([scheme.description], 2)}  readonly ${key(scheme.name)}: (${credentialsOf(scheme)}, context: AuthContext) => unknown;`,
  );
  return joinCode(lines, '\n');
}

/** The function of a scheme as it is first written into `auth.ts`. */
export function authenticatorStub(scheme: SecurityScheme): Code {
  return code`${comment([scheme.description], 2)}  ${key(scheme.name)}: async () => {\n    throw authNotImplemented(${str(scheme.name)});\n  },`;
}

function schemeTable(schemes: readonly SecurityScheme[]): Code {
  return print(
    group(
      code`{`,
      schemes.map((scheme) => entry(schemeLiteral(scheme), { head: code`${key(scheme.name)}: `, note: () => NOTHING })),
      code`}`,
    ),
  );
}

function schemeLiteral(scheme: SecurityScheme): Code {
  switch (scheme.kind) {
    case 'apiKey':
      return code`{ kind: 'apiKey', in: ${str(scheme.in)}, name: ${str(scheme.parameter)} }`;
    case 'basic':
      return code`{ kind: 'basic' }`;
    case 'http':
      return code`{ kind: 'http', scheme: ${str(scheme.scheme)} }`;
    case 'bearer':
    case 'oauth2':
    case 'openIdConnect':
    case 'mutualTLS':
    case 'undeclared':
      return code`{ kind: ${str(scheme.kind)} }`;
    default:
      return scheme satisfies never;
  }
}

export function secured(plan: ApiPlan): boolean {
  return usedSchemes(plan).length > 0;
}
