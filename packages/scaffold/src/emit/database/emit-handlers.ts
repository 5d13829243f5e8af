// src/routes/<table>.ts: handlers that ask the repository and answer in the envelope of the API.
import { actionsOf } from '../../design/operations.js';
import type { Action, Design, Link, Resource } from '../../design/resource.js';
import { groupBy } from '../../group-by.js';
import type { PlannedOperation } from '../../plan/api-plan.js';
import { routeFileOf } from '../../plan/plan-api.js';
import { type Code, code, ident, joinCode, NOTHING, str } from '../code.js';
import type { Framework, HandlerEmitter, RouteImport } from '../framework.js';
import { handlerNote } from '../handler-note.js';
import type { Phrases } from '../phrases.js';
import { PORTABLE_MODULE, portablePhrases, stylesOf } from '../portable.js';
import { member } from './member.js';

/** What an operation of the document is to the database. */
type Task =
  | { readonly kind: 'action'; readonly resource: Resource; readonly action: Action }
  | {
      readonly kind: 'link';
      readonly resource: Resource;
      readonly link: Link;
      readonly does: 'list' | 'link' | 'unlink';
    }
  | { readonly kind: 'health' }
  | { readonly kind: 'ready' };

function tasksOf({ resources }: Design): ReadonlyMap<string, Task> {
  const tasks: [string, Task][] = [
    ['getHealth', { kind: 'health' }],
    ['getReady', { kind: 'ready' }],
  ];
  for (const resource of resources) {
    for (const action of actionsOf(resource))
      tasks.push([resource.names.operations[action], { kind: 'action', resource, action }]);
    for (const link of resource.links)
      for (const does of ['list', 'link', 'unlink'] as const)
        tasks.push([link.operations[does], { kind: 'link', resource, link, does }]);
  }
  return new Map(tasks);
}

interface Writing {
  readonly phrases: Phrases;
  readonly design: Design;
  readonly name: (imported: string) => Code;
}

export function databaseHandlers(design: Design, framework: Framework): HandlerEmitter {
  const tasks = tasksOf(design);
  const stubs = stylesOf(framework);
  const taskOf = ({ operation }: PlannedOperation): Task | undefined => tasks.get(operation.operationId ?? '');
  const emit = (planned: PlannedOperation, name: (imported: string) => Code): Code => {
    const task = taskOf(planned);
    // Of an operation that is no table's nothing is known but that it must answer.
    if (!task) return stubs.emitHandler(planned, name);
    const phrases = isPortable(planned) ? portablePhrases(name('reply')) : framework.phrases;
    const head = code`${handlerNote(planned)}export const ${ident(planned.name)}: ${name('Handler')}<${str(planned.name)}> = async (${phrases.parameters}) => {`;
    return code`${head}\n${bodyOf({ phrases, design, name }, task)}\n};`;
  };
  return {
    emitHandler: emit,
    importsOf(operations) {
      const [task] = operations.flatMap((planned) => taskOf(planned) ?? []);
      const file = task && 'resource' in task ? routeFileOf(task.resource.slug) : '';
      const imports = [...groupBy(operations, isPortable)].flatMap(([portable, its]) => {
        // What the bodies mention is imported, and nothing else: unused imports are errors under strict flags.
        const used = new Set<string>();
        const use = (imported: string): Code => {
          used.add(imported);
          return ident(imported);
        };
        for (const planned of its) emit(planned, use);
        return importsOf(file, portable ? PORTABLE_MODULE : '../middleware/handler.js').filter(({ name }) =>
          used.has(name),
        );
      });
      return [...new Map(imports.map((one) => [`${one.name} ${one.from}`, one])).values()];
    },
  };
}

function isPortable({ style }: PlannedOperation): boolean {
  return style === 'portable';
}

function importsOf(file: string, handlerModule: string): readonly RouteImport[] {
  const value = (name: string, from: string): RouteImport => ({ name, from, isType: false });
  return [
    ...['asCaller', 'checkReady', 'found', 'run'].map((name) => value(name, '../database/database.js')),
    ...['etag', 'location', 'versionOf'].map((name) => value(name, '../database/write.js')),
    { name: 'Handler', from: handlerModule, isType: true },
    value('notImplemented', handlerModule),
    value('reply', handlerModule),
    { name: 'repository', from: `../repositories/${file}.js`, isType: false, isNamespace: true },
  ];
}

function bodyOf(writing: Writing, task: Task): Code {
  switch (task.kind) {
    case 'action':
      return actionBody(writing, task.resource, task.action);
    case 'link':
      return linkBody(writing, task.resource, task.link, task.does);
    case 'health':
      return answerHealth(writing);
    case 'ready':
      return joinCode([code`  await ${writing.name('checkReady')}();`, answerHealth(writing)], '\n');
    default:
      return task satisfies never;
  }
}

function answerHealth({ phrases }: Writing): Code {
  return phrases.answer(200, [], code`{ data: { status: 'ok' }, meta: { requestId: ${phrases.requestId} } }`);
}

/** `run((db) => work)`, or the same as the caller's role. */
function running({ design, phrases, name }: Writing, work: Code): Code {
  return design.rowSecurity
    ? code`${name('asCaller')}(${phrases.auth}.caller, (db) => ${work})`
    : code`${name('run')}((db) => ${work})`;
}

function actionBody(writing: Writing, resource: Resource, action: Action): Code {
  const { phrases, name } = writing;
  const repository = name('repository');
  const seen = resource.relation.versioned ? code`, seen` : NOTHING;
  switch (action) {
    case 'list':
      return pageBody(writing, code`${repository}.findPage(db, ${phrases.query})`);
    case 'get':
      return rowBody(writing, resource, 200, code`${repository}.find(db, ${phrases.path}, ${phrases.query})`);
    case 'create':
      return rowBody(writing, resource, 201, code`${repository}.create(db, ${phrases.body})`);
    case 'replace':
    case 'update':
      return rowBody(
        writing,
        resource,
        200,
        code`${repository}.${ident(action)}(db, ${phrases.path}, ${phrases.body}${seen})`,
        seenVersion(writing, resource),
      );
    case 'delete':
      return emptyBody(
        writing,
        resource.noun,
        code`${repository}.remove(db, ${phrases.path}${seen})`,
        seenVersion(writing, resource),
      );
    default:
      return action satisfies never;
  }
}

/** What the caller says that it changes. */
function seenVersion({ phrases, name }: Writing, { relation }: Resource): readonly Code[] {
  if (!relation.versioned) return [];
  return [code`  const seen = ${name('versionOf')}(${member(phrases.headers, 'if-match')});`];
}

function pageBody(writing: Writing, work: Code): Code {
  const { phrases } = writing;
  const page = code`  const { rows, nextCursor } = await ${running(writing, work)};`;
  return joinCode(
    [page, phrases.answer(200, [], code`{ data: rows, meta: { requestId: ${phrases.requestId}, nextCursor } }`)],
    '\n',
  );
}

function rowBody(writing: Writing, resource: Resource, status: number, work: Code, before: readonly Code[] = []): Code {
  const { name, phrases } = writing;
  const { versioned } = resource.relation;
  const found = code`${name('found')}(await ${running(writing, work)}, ${str(resource.noun)})`;
  const declaration = versioned ? code`  const { row, version } = ${found};` : code`  const row = ${found};`;
  const key = resource.key.map(({ column }) => member(code`row`, column.name));
  const place = code`${name('location')}(${joinCode([str(`/${resource.slug}`), ...key], ', ')})`;
  const headers: (readonly [string, Code])[] = [
    ...(status === 201 ? [['Location', place] as const] : []),
    ...(versioned ? [['ETag', code`${name('etag')}(version)`] as const] : []),
  ];
  return joinCode(
    [
      ...before,
      declaration,
      phrases.answer(status, headers, code`{ data: row, meta: { requestId: ${phrases.requestId} } }`),
    ],
    '\n',
  );
}

function emptyBody(writing: Writing, noun: string, work: Code, before: readonly Code[] = []): Code {
  const { name, phrases } = writing;
  const check = code`  ${name('found')}(await ${running(writing, work)}, ${str(noun)});`;
  return joinCode([...before, check, phrases.answer(204, [])], '\n');
}

function linkBody(writing: Writing, resource: Resource, link: Link, does: 'list' | 'link' | 'unlink'): Code {
  const { phrases, name } = writing;
  const call = code`${name('repository')}.${ident(link.operations[does])}(db, ${phrases.path}`;
  switch (does) {
    case 'list':
      return pageBody(writing, code`${call}, ${phrases.query})`);
    case 'link':
      return joinCode([code`  await ${running(writing, code`${call})`)};`, phrases.answer(204, [])], '\n');
    case 'unlink':
      return emptyBody(writing, `${resource.noun} with this link`, code`${call})`);
    default:
      return does satisfies never;
  }
}
