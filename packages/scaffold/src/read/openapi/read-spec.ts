// OpenAPI 2.0 to 3.2 → the model.
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { ApiModel, HttpMethod, Operation, SecurityScheme } from '../../model/api-model.js';
import { isAdditionalMethod, isPathMethod } from '../../model/http-methods.js';
import { openLibrary, type SpecSource } from './library.js';
import { isPath, warnOfSameName, warnOfUnknownKeys } from './mistaken-keys.js';
import { nameByComponents } from './name-by-components.js';
import { child, children, isObject, rootNode, type SpecNode, textOf } from './node.js';
import { locateNodes } from './places/locate-nodes.js';
import { judgeLinks } from './read-links.js';
import { readOperation } from './read-operation.js';
import { readCallbacks, readWebhooks } from './read-outgoing.js';
import { named } from './read-schema.js';
import { readSecuritySchemes } from './read-security.js';
import { filledServer } from './read-server.js';
import { type Dialect, objectAt, type Reading, resolved, type Warning, warn } from './reading.js';
import { describeFaults, faultError, orElse, SpecFault } from './spec-fault.js';

export interface SpecReading {
  readonly model: ApiModel;
  readonly diagnostics: readonly Diagnostic[];
  /** Every file that was read: absolute paths, and addresses. */
  readonly files: readonly string[];
}

/** About two seconds, for all patterns of a document together. */
const STEPS_FOR_PATTERNS = 60_000_000;

/**
 * Reads a spec and the files that it refers to. Throws SCAF1xx with every fault that makes it unusable; says everything
 * else. A lenient reading leaves out what is unusable, and warns.
 */
export function readSpec(cwd: string, source: SpecSource, options: { readonly lenient?: boolean } = {}): SpecReading {
  const library = openLibrary(cwd, source);
  const state: Omit<Reading, 'dialect'> = {
    library,
    warnings: [],
    faults: [],
    schemas: new Map(),
    patternEffort: { left: STEPS_FOR_PATTERNS },
    slowPatterns: new Map(),
    links: [],
    pending: [],
  };
  let model: ApiModel | undefined;
  try {
    model = readModel(state, rootNode(library.entry));
  } catch (error) {
    // What nobody could stand in for, or one fault too many.
    if (!(error instanceof SpecFault)) throw error;
    state.faults.push(error);
  }
  if (model === undefined || (state.faults.length > 0 && options.lenient !== true)) throw faultError(state.faults);
  const leftOut = describeFaults(state.faults).map((fault) => ({ ...fault, severity: 'warning' as const }));
  const files = [...library.documents.keys()];
  return { model, diagnostics: [...describeWarnings(state.warnings), ...leftOut], files };
}

function describeWarnings(warnings: readonly Warning[]): readonly Diagnostic[] {
  const places = locateNodes(warnings.map((warning) => warning.node));
  return warnings.map(({ code, message, help }, index) => {
    const at = places[index];
    return { code, severity: 'warning', message, ...(at && { at }), ...(help !== undefined && { help }) };
  });
}

function readModel(state: Omit<Reading, 'dialect'>, root: SpecNode): ApiModel {
  const dialect = dialectOf(state, root);
  const reading: Reading = { ...state, dialect };
  const paths = child(root, 'paths');
  if (paths === undefined && (dialect === '2.0' || dialect === '3.0')) {
    throw new SpecFault('SCAF102', root, 'the document has no paths', 'add `paths: {}` at the root');
  }
  const securitySchemes = readSecuritySchemes(reading, root);
  const operations = paths === undefined ? [] : readPaths(reading, root, securitySchemes, objectAt(paths, 'paths'));
  judgeLinks(reading, operations);
  const webhooks = readWebhooks({ reading, root, securitySchemes });
  const components = dialect === '2.0' ? child(root, 'definitions') : childOf(root, 'components', 'schemas');
  const listed = new Set(children(components).map((schema) => named(reading, schema)));
  for (let next = reading.pending.pop(); next; next = reading.pending.pop()) orElse(reading, undefined, next);
  const info = child(root, 'info');
  const description = info && textOf(info, 'description');
  return {
    title: (info && textOf(info, 'title')) ?? 'API',
    version: String((info && child(info, 'version')?.value) ?? '0.0.0'),
    ...(description !== undefined && { description }),
    basePath: basePathOf(root),
    operations,
    schemas: nameByComponents(reading.schemas, listed),
    securitySchemes,
    ...(webhooks.length > 0 && { webhooks }),
    ...(reading.slowPatterns.size > 0 && { slowPatterns: reading.slowPatterns }),
  };
}

function dialectOf(reading: Pick<Reading, 'warnings'>, root: SpecNode): Dialect {
  if (!isObject(root.value)) {
    throw new SpecFault(
      'SCAF102',
      root,
      'the document is no object',
      'an OpenAPI document begins with `openapi: 3.1.0`',
    );
  }
  const version = child(root, 'openapi') ?? child(root, 'swagger');
  // YAML reads an unquoted 2.0 as the number 2.
  const text = typeof version?.value === 'number' ? version.value.toFixed(1) : String(version?.value ?? '');
  if (version && typeof version.value === 'number') {
    reading.warnings.push({
      code: 'SCAF201',
      node: version,
      message: `${version.key} must be a text; read as "${text}"`,
      help: `write ${version.key}: "${text}"`,
    });
  }
  const dialect = (['2.0', '3.0', '3.1', '3.2'] as const).find(
    (known) => text === known || text.startsWith(`${known}.`),
  );
  if (dialect && version?.key === (dialect === '2.0' ? 'swagger' : 'openapi')) return dialect;
  throw version === undefined
    ? new SpecFault(
        'SCAF102',
        root,
        'the document names no OpenAPI version',
        'an OpenAPI document begins with `openapi: 3.1.0`',
      )
    : new SpecFault(
        'SCAF102',
        version,
        `${version.key}: ${text} is not supported`,
        'OpenAPI 2.0, 3.0, 3.1 and 3.2 are',
      );
}

function readPaths(
  reading: Reading,
  root: SpecNode,
  securitySchemes: Map<string, SecurityScheme>,
  paths: SpecNode,
): readonly Operation[] {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  return children(paths)
    .filter((entry) => isPath(reading, entry))
    .flatMap((entry) => orElse(reading, [], () => readPath({ reading, root, securitySchemes, taken, names }, entry)));
}

interface PathsSource {
  readonly reading: Reading;
  readonly root: SpecNode;
  readonly securitySchemes: Map<string, SecurityScheme>;
  readonly taken: Set<string>;
  /** Which operation has each operationId. */
  readonly names: Map<string, string>;
}

function readPath(
  { reading, root, securitySchemes, taken, names }: PathsSource,
  entry: SpecNode,
): readonly Operation[] {
  const item = objectAt(resolved(reading, entry), `the path ${entry.key}`);
  warnOfUnknownKeys(reading, item);
  const members = methodsOf(reading, item).filter(({ method }) => isFirst(reading, taken, entry, item, method));
  return members.flatMap(({ method, member }) =>
    orElse<readonly Operation[]>(reading, [], () => {
      const node = resolved(reading, member);
      const operation = readOperation({ reading, root, securitySchemes, item, path: entry.key, method, node });
      warnOfSameName(reading, names, node, operation);
      const callbacks = readCallbacks({ reading, root, securitySchemes }, node);
      return [callbacks.length === 0 ? operation : { ...operation, callbacks }];
    }),
  );
}

/** "Templated paths with the same hierarchy but different templated names MUST NOT exist" (OpenAPI 3.1.1, paths object). */
function isFirst(reading: Reading, taken: Set<string>, entry: SpecNode, item: SpecNode, method: HttpMethod): boolean {
  const route = `${method} ${entry.key.replace(/\{[^{}]+\}/g, '{}')}`;
  if (taken.has(route))
    warn(
      reading,
      child(item, method) ?? item,
      `${method.toUpperCase()} ${entry.key} is the same route as another path; it is left out`,
    );
  return !taken.has(route) && taken.add(route) !== undefined;
}

interface MethodMember {
  readonly method: HttpMethod;
  readonly member: SpecNode;
}

/** OpenAPI 3.2 has a member for QUERY, and any other method by its name in capitals, as it is sent. */
function methodsOf(reading: Reading, item: SpecNode): readonly MethodMember[] {
  const usual = children(item).flatMap((member): readonly MethodMember[] =>
    isPathMethod(member.key) ? [{ method: member.key, member }] : [],
  );
  const query = child(item, 'query');
  const others = [...(query ? [query] : []), ...children(child(item, 'additionalOperations'))];
  return [...usual, ...others.flatMap((member) => additionalMember(reading, member, member === query))];
}

function additionalMember(reading: Reading, member: SpecNode, isQuery: boolean): readonly MethodMember[] {
  if (!isObject(member.value)) return [];
  const method = member.key.toLowerCase();
  const isSent = isQuery || (member.key === member.key.toUpperCase() && method !== 'query');
  if (reading.dialect === '3.2' && isSent && isAdditionalMethod(method)) return [{ method, member }];
  warn(reading, member, `the method ${member.key.toUpperCase()} is not served; the operation is left out`);
  return [];
}

function childOf(node: SpecNode, ...keys: readonly string[]): SpecNode | undefined {
  return keys.reduce<SpecNode | undefined>((at, key) => at && child(at, key), node);
}

/** The path of the first server, with its variables at their defaults. */
function basePathOf(root: SpecNode): string {
  const basePath = textOf(root, 'basePath');
  if (basePath !== undefined) return /^\/[\w./~-]*$/.test(basePath) ? basePath.replace(/\/+$/, '') : '';
  const [server] = children(child(root, 'servers'));
  if (server === undefined) return '';
  const filled = filledServer(server) ?? '';
  const path = URL.canParse(filled, 'http://localhost') ? new URL(filled, 'http://localhost').pathname : '';
  return path.replace(/\/+$/, '');
}
