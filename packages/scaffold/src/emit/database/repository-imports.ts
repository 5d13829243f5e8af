import type { Action, Design, Resource } from '../../design/resource.js';
import { type Code, code, ident, joinCode, str } from '../code.js';
import { importLine } from './import-line.js';
import { sourceAlias } from './repository-source.js';

/** What a repository mentions, and nothing else: unused imports are errors under strict flags. */
export function repositoryImports(
  design: Design,
  resource: Resource,
  actions: readonly Action[],
  fileOf: (resource: Resource) => string,
): Code {
  return joinCode(
    [
      importLine('../database/database.js', [], ['Database']),
      selectImport(actions),
      ...writeImport(resource, actions),
      importLine('../types/api.js', [], [...new Set(typeNames(design, resource, actions))]),
      ...sourceImports(design, resource, fileOf),
    ],
    '\n',
  );
}

function selectImport(actions: readonly Action[]): Code {
  const gives = (['create', 'replace', 'update'] as const).some((action) => actions.includes(action));
  const reads = actions.includes('get');
  return importLine(
    '../database/select.js',
    [...(gives ? ['all'] : []), 'list', ...(reads ? ['selection'] : [])],
    ['Page', 'Source', ...(reads ? ['Wanted'] : [])],
  );
}

function writeImport({ relation: { versioned } }: Resource, actions: readonly Action[]): readonly Code[] {
  const has = (...wanted: readonly Action[]): boolean => wanted.some((action) => actions.includes(action));
  const values = [
    ...(has('update') ? ['changes'] : []),
    ...(has('create') ? ['insertion'] : []),
    ...(versioned && has('update', 'delete') ? ['refuseStale'] : []),
    ...(has('replace') ? ['replacement'] : []),
    ...(versioned && has('get') ? ['versioned'] : []),
  ];
  const types = [...(versioned && has('get') ? ['Versioned'] : []), ...(has('create') ? ['Writes'] : [])];
  return values.length + types.length === 0 ? [] : [importLine('../database/write.js', values, types)];
}

function typeNames(design: Design, { names, links }: Resource, actions: readonly Action[]): readonly string[] {
  return [
    'Operations',
    names.row,
    names.selection,
    ...(actions.includes('create') ? [names.create] : []),
    ...(actions.includes('update') ? [names.update] : []),
    ...(actions.includes('replace') && names.replacement !== undefined ? [names.replacement] : []),
    ...links.flatMap(({ embed }) => design.byId.get(embed.target)?.names.selection ?? []),
  ];
}

/** The tables that links lead to, as their own repositories read them. */
function sourceImports(
  design: Design,
  { relation, links }: Resource,
  fileOf: (resource: Resource) => string,
): readonly Code[] {
  return [...new Set(links.map(({ embed }) => embed.target))].flatMap((target) => {
    const other = design.byId.get(target);
    if (!other || other.relation === relation) return [];
    return [code`import { source as ${ident(sourceAlias(other))} } from ${str(`./${fileOf(other)}.js`)};`];
  });
}
