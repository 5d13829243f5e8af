// The modules of the code: each is walked through once, when it is first imported.
import { readFileSync } from 'node:fs';
import type { ExportNamedDeclaration, ImportDeclaration, ModuleExportName, Statement } from 'oxc-parser';
import type { ModuleResolver } from '../resolve-module.js';
import { BANNER, isParsed, type Place, parseSource, type SourceFile, type Unparsed } from '../source-file.js';
import { constant, type Item, list, native, type RecordValue, record, unknown, type Value } from '../values.js';
import { makeClass } from './classes.js';
import { closureOf } from './functions.js';
import type { Frame, Machine } from './machine.js';
import { nodeModule } from './natives/node-modules.js';
import { Scope } from './scope.js';
import { executeAll } from './statements.js';

export interface LoadedModule {
  readonly file: SourceFile;
  readonly scope: Scope;
  readonly exports: RecordValue;
  /** `module.exports = …` replaces what is exported. */
  readonly commonJs: RecordValue;
}

export interface ModuleStore {
  readonly modules: ReadonlyMap<string, LoadedModule>;
  readonly unparsed: readonly Unparsed[];
  /** Walks through a file; undefined where it cannot be parsed. */
  load(machine: Machine, path: string): LoadedModule | undefined;
  importModule(machine: Machine, from: SourceFile, specifier: string): Value;
  /** The file behind a specifier, parsed; undefined for a package. */
  fileOf(machine: Machine, from: SourceFile, specifier: string): SourceFile | undefined;
}

interface StoreOptions {
  readonly root: string;
  readonly resolver: ModuleResolver;
  shown(path: string): string;
}

export function moduleStore({ root, resolver, shown }: StoreOptions): ModuleStore {
  const modules = new Map<string, LoadedModule>();
  const unparsed = new Map<string, Unparsed>();

  function load(machine: Machine, path: string): LoadedModule | undefined {
    const known = modules.get(path);
    if (known || unparsed.has(path)) return known;
    const file = parseSource(path, shown(path), readFileSync(path, 'utf8'));
    if (!isParsed(file)) {
      unparsed.set(path, file);
      return undefined;
    }
    const loaded = emptyModule(machine, file);
    modules.set(path, loaded);
    walk(machine, loaded);
    return loaded;
  }

  function importModule(machine: Machine, from: SourceFile, specifier: string): Value {
    const at = { file: from, start: 0 };
    const builtIn = nodeModule(root, specifier, at);
    if (builtIn) return builtIn;
    const path = resolver.resolve(from.path, specifier);
    if (path === undefined)
      return specifier.startsWith('.')
        ? unknown(`the module ${specifier} is not there`)
        : { kind: 'package', name: specifier };
    if (path.endsWith('.json')) return jsonModule(path, at);
    const own = ownModule(path);
    if (own) return own;
    const loaded = load(machine, path);
    return loaded ? moduleValue(loaded) : unknown(`${shown(path)} cannot be parsed`);
  }

  return {
    modules,
    get unparsed() {
      return [...unparsed.values()];
    },
    load,
    importModule,
    fileOf(machine, from, specifier) {
      const path = resolver.resolve(from.path, specifier);
      return path === undefined || path.endsWith('.json') ? undefined : load(machine, path)?.file;
    },
  };
}

const OWN =
  /[/\\]middleware[/\\](adapter|answers|answer-streams|errors|forms|formats|handler|issues|json-schema|parameters|portable|requests|request-streams|security)\.ts$/;

/** What this tool generates is known by its names, and not walked through: `handle('listUsers', …)`, `maxLength(5)`. */
function ownModule(path: string): Value | undefined {
  const name = OWN.exec(path)?.[1];
  if (name === undefined || !readFileSync(path, 'utf8').startsWith(BANNER)) return undefined;
  return { kind: 'package', name: `api-scaffold/${name}` };
}

function emptyModule(machine: Machine, file: SourceFile): LoadedModule {
  const at = { file, start: 0 };
  const exports = record();
  const commonJs = record(new Map([['exports', { value: exports, at }]]));
  const scope = new Scope();
  scope.declare('module', commonJs);
  scope.declare('exports', exports);
  const importNamed = native('require', ([name]) =>
    name?.value.kind === 'constant'
      ? machine.importModule(file, String(name.value.value))
      : unknown('the module is named at run time'),
  );
  scope.declare('require', importNamed);
  return { file, scope, exports, commonJs };
}

/** What `require` and `import` of a module give. */
function moduleValue({ exports, commonJs }: LoadedModule): Value {
  return commonJs.members.get('exports')?.value ?? exports;
}

function walk(machine: Machine, loaded: LoadedModule): void {
  const frame: Frame = { file: loaded.file, scope: loaded.scope, self: loaded.exports, depth: 0 };
  const { body } = loaded.file.program;
  for (const statement of body) if (statement.type === 'ImportDeclaration') declareImports(machine, frame, statement);
  const own = body.filter((statement) => statement.type !== 'ImportDeclaration');
  // Names are exported before they have their value: modules may import each other in a circle.
  for (const statement of own) hoistFunction(frame, statement);
  for (const statement of own) {
    executeAll(machine, frame, [
      statement.type === 'ExportNamedDeclaration' && statement.declaration ? statement.declaration : statement,
    ]);
    exportStatement(machine, frame, loaded, statement);
  }
}

function hoistFunction(frame: Frame, statement: Statement): void {
  const declaration =
    statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
      ? statement.declaration
      : statement;
  if (declaration?.type === 'FunctionDeclaration' && declaration.id)
    frame.scope.declare(declaration.id.name, closureOf(frame, declaration));
}

function declareImports(machine: Machine, frame: Frame, { source, specifiers, importKind }: ImportDeclaration): void {
  if (importKind === 'type') return;
  const module = machine.importModule(frame.file, source.value);
  for (const specifier of specifiers) {
    const { name } = specifier.local;
    if (specifier.type === 'ImportNamespaceSpecifier') frame.scope.declare(name, module);
    else if (specifier.type === 'ImportDefaultSpecifier') frame.scope.declare(name, () => defaultOf(machine, module));
    else if (specifier.importKind !== 'type')
      frame.scope.declare(name, () => machine.member(module, exportName(specifier.imported)));
  }
}

/** A CommonJS module has no `default`: the import is the whole of it. */
function defaultOf(machine: Machine, module: Value): Value {
  if (module.kind === 'record') return module.members.get('default')?.value ?? module;
  return module.kind === 'package' ? machine.member(module, 'default') : module;
}

function exportName(name: ModuleExportName): string {
  return name.type === 'Literal' ? name.value : name.name;
}

function exportStatement(
  machine: Machine,
  frame: Frame,
  { exports, commonJs, file }: LoadedModule,
  statement: Statement,
): void {
  const at = { file, start: statement.start };
  if (statement.type === 'ExportDefaultDeclaration') {
    exports.members.set('default', { value: defaultExport(machine, frame, statement.declaration), at });
  } else if (statement.type === 'TSExportAssignment') {
    commonJs.members.set('exports', { value: machine.evaluate(frame, statement.expression), at });
  } else if (statement.type === 'ExportAllDeclaration') {
    const module = machine.importModule(file, statement.source.value);
    if (statement.exported) exports.members.set(exportName(statement.exported), { value: module, at });
    else if (module.kind === 'record')
      for (const [name, item] of module.members) if (name !== 'default') exports.members.set(name, item);
  } else if (statement.type === 'ExportNamedDeclaration') {
    exportNamed(machine, frame, exports, statement, at);
  }
}

type DefaultDeclaration = Extract<Statement, { type: 'ExportDefaultDeclaration' }>['declaration'];

function defaultExport(machine: Machine, frame: Frame, declaration: DefaultDeclaration): Value {
  if (declaration.type === 'FunctionDeclaration') return closureOf(frame, declaration);
  if (declaration.type === 'ClassDeclaration')
    return (declaration.id && frame.scope.lookUp(declaration.id.name)) ?? makeClass(machine, frame, declaration);
  if (declaration.type === 'TSInterfaceDeclaration') return unknown('a type');
  return 'expression' in declaration || 'start' in declaration
    ? machine.evaluate(frame, declaration as Parameters<Machine['evaluate']>[1])
    : unknown('a declaration');
}

function exportNamed(
  machine: Machine,
  frame: Frame,
  exports: RecordValue,
  statement: ExportNamedDeclaration,
  at: Place,
): void {
  const put = (name: string, value: Value, place = at): unknown => exports.members.set(name, { value, at: place });
  const { declaration, source, specifiers } = statement;
  if (declaration?.type === 'VariableDeclaration') {
    for (const { id } of declaration.declarations)
      for (const name of boundNames(id)) put(name, frame.scope.lookUp(name) ?? unknown(name));
  } else if (declaration && 'id' in declaration && declaration.id?.type === 'Identifier') {
    const value = frame.scope.lookUp(declaration.id.name);
    if (value) put(declaration.id.name, value);
  }
  if (statement.exportKind === 'type') return;
  const module = source ? machine.importModule(frame.file, source.value) : undefined;
  for (const { local, exported } of specifiers) {
    const name = exportName(local);
    const value = module
      ? name === 'default'
        ? defaultOf(machine, module)
        : machine.member(module, name)
      : frame.scope.lookUp(name);
    if (value) put(exportName(exported), value);
  }
}

type Pattern = Extract<Statement, { type: 'VariableDeclaration' }>['declarations'][number]['id'];

function boundNames(pattern: Pattern): readonly string[] {
  if (pattern.type === 'Identifier') return [pattern.name];
  if (pattern.type === 'AssignmentPattern') return boundNames(pattern.left);
  if (pattern.type === 'ArrayPattern')
    return pattern.elements.flatMap((element) =>
      element === null ? [] : boundNames(element.type === 'RestElement' ? element.argument : element),
    );
  return pattern.properties.flatMap((property) =>
    boundNames(property.type === 'RestElement' ? property.argument : property.value),
  );
}

function jsonModule(path: string, at: Place): Value {
  try {
    return jsonValue(JSON.parse(readFileSync(path, 'utf8')) as unknown, at);
  } catch {
    return unknown(`${path} is no JSON`);
  }
}

function jsonValue(value: unknown, at: Place): Value {
  const item = (inner: unknown): Item => ({ value: jsonValue(inner, at), at });
  if (Array.isArray(value)) return list(value.map(item));
  if (typeof value === 'object' && value !== null)
    return record(new Map(Object.entries(value).map(([name, inner]) => [name, item(inner)])));
  return constant(value as string | number | boolean | null);
}
