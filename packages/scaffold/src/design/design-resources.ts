// Tables and views → the resources of an API, with every name decided.
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import { camelCase, kebabCase, NameBook, pascalCase } from '../model/names.js';
import type { Column, ColumnType, Relation } from '../model/relation.js';
import { filtersOf, sortsOf } from './query-options.js';
import { embedsOf, type JoinTable, joinTableOf, relationId } from './relate.js';
import type { Design, Embed, KeyPart, Link, RelationId, Resource, ResourceNames } from './resource.js';
import { nounOf, singularName } from './words.js';

export interface DesignOptions extends Pick<Design, 'rowSecurity' | 'ifMatchRequired' | 'problems' | 'probes'> {
  /** The schemas that were named, in that order: tables of the first stand at the root. */
  readonly schemas: readonly string[] | undefined;
}

export interface Designed {
  readonly design: Design;
  readonly diagnostics: readonly Diagnostic[];
}

/** Pure, and the same for the same relations. */
export function designResources(found: readonly Relation[], options: DesignOptions): Designed {
  const diagnostics: Diagnostic[] = [];
  const { rowSecurity, ifMatchRequired, problems, probes } = options;
  const root = rootSchema(found, options.schemas);
  const relations = found
    .toSorted(
      (a, b) =>
        Number(b.schema === root) - Number(a.schema === root) || compare(a.schema, b.schema) || compare(a.name, b.name),
    )
    .map((relation) => withoutReserved(relation, diagnostics));
  const known = new Map(relations.map((relation) => [relationId(relation), relation]));
  const joins = relations.flatMap((relation) => joinTableOf(relation, known) ?? []);
  const joined = new Set(joins.map(({ relation }) => relationId(relation)));
  const names = new Names();
  const bare = relations
    .filter((relation) => !joined.has(relationId(relation)))
    .map((relation) => nameResource(relation, root, names));
  const slugs = new Map(bare.map(({ id, slug }) => [id, slug]));
  const types = nameTypes(relations, names);
  const resources = bare.map((resource) => completeResource(resource, { known, joins, names, slugs }));
  for (const { relation } of resources) sayWhatIsReadOnly(relation, diagnostics);
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  return {
    design: { resources, byId, types, rowSecurity, ifMatchRequired, problems, probes },
    diagnostics,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Names that statements and objects of JavaScript have for something else. */
const RESERVED = /^(?:\$(?:\d+|version)|__proto__)$/;

function withoutReserved(relation: Relation, diagnostics: Diagnostic[]): Relation {
  const left = relation.columns.filter(({ name }) => RESERVED.test(name));
  for (const { name } of left) {
    diagnostics.push({
      code: 'SCAF312',
      severity: 'warning',
      message: `the column ${name} of ${relation.schema}.${relation.name} is left out: the name has a meaning of its own`,
      help: 'rename the column, or offer it under another name through a view',
    });
  }
  if (left.length === 0) return relation;
  const columns = relation.columns.filter(({ name }) => !RESERVED.test(name));
  const key = relation.key.some((name) => RESERVED.test(name)) ? [] : relation.key;
  return { ...relation, columns, key };
}

function sayWhatIsReadOnly(relation: Relation, diagnostics: Diagnostic[]): void {
  if (relation.kind !== 'table' || relation.key.length > 0) return;
  diagnostics.push({
    code: 'SCAF313',
    severity: 'warning',
    message: `${relation.schema}.${relation.name} has no key: it can be listed, and nothing else`,
    help: 'add a primary key, or a unique key over columns that are not null',
  });
}

/** The schema whose tables need no prefix: the first that was named, else public, else the only one. */
function rootSchema(relations: readonly Relation[], named: readonly string[] | undefined): string | undefined {
  const schemas = [...new Set(relations.map(({ schema }) => schema))];
  const first = named?.find((schema) => schemas.includes(schema));
  if (first !== undefined) return first;
  return schemas.includes('public') || schemas.length > 1 ? 'public' : schemas[0];
}

class Names {
  readonly slugs = new NameBook(['health', 'ready', 'index']);
  readonly schemas = new NameBook(['ErrorBody', 'Health', 'Meta', 'PageMeta']);
  readonly operations = new NameBook(['getHealth', 'getReady']);

  slug(wanted: string): string {
    // A book of identifiers: a slug is told from others by its words alone.
    const plain = kebabCase(wanted) || 'table';
    let slug = wanted;
    for (let count = 2; this.slugs.has(kebabCase(slug) || plain); count += 1) slug = `${wanted}-${count}`;
    this.slugs.take(kebabCase(slug) || plain, 'table');
    return slug;
  }

  schema(wanted: string): string {
    return this.schemas.take(pascalCase(wanted), 'Row');
  }

  operation(wanted: string): string {
    return this.operations.take(camelCase(wanted), 'operation');
  }
}

type Bare = Omit<Resource, 'embeds' | 'links'> & { readonly one: string };

function nameResource(relation: Relation, root: string | undefined, names: Names): Bare {
  const { schema, name, columns } = relation;
  const isRoot = schema === root;
  const base = kebabCase(name) || 'table';
  const slug = names.slug(isRoot ? base : `${kebabCase(schema) || 'schema'}.${base}`);
  const prefix = isRoot ? '' : `${pascalCase(schema)}_`;
  const one = singularName(`${prefix}${name}`) || 'Row';
  const key = keyParts(relation);
  const clientKey = key.some(({ column }) => !column.readOnly);
  const sorts = sortsOf(columns, relation.key);
  return {
    id: relationId(relation),
    relation,
    slug,
    noun: nounOf(name),
    writable: relation.kind === 'table' && key.length > 0,
    key,
    filters: filtersOf(columns),
    sorts,
    order: key.length > 0 ? key.map(({ column }) => column) : sorts,
    one,
    names: namesOf(one, pascalCase(`${prefix}${name}`) || 'Rows', clientKey, names),
  };
}

function namesOf(one: string, many: string, clientKey: boolean, names: Names): ResourceNames {
  const row = names.schema(one);
  return {
    row,
    selection: names.schema(`${row}Selection`),
    create: names.schema(`New${row}`),
    update: names.schema(`${row}Update`),
    replacement: clientKey ? names.schema(`${row}Replacement`) : undefined,
    operations: {
      list: names.operation(`list${many}`),
      create: names.operation(`create${one}`),
      get: names.operation(`get${one}`),
      replace: names.operation(`replace${one}`),
      update: names.operation(`update${one}`),
      delete: names.operation(`delete${one}`),
    },
  };
}

/** The key in the order of the key; names that a path template cannot hold get others. */
function keyParts({ key, columns }: Relation): readonly KeyPart[] {
  const taken = new Set<string>();
  return key.flatMap((name) => {
    const column = columns.find((candidate) => candidate.name === name);
    return column ? [{ parameter: pathParameter(name, taken), column }] : [];
  });
}

function pathParameter(name: string, taken: Set<string>): string {
  const plain = /^[A-Za-z_][\w-]*$/.test(name) ? name : 'key';
  let parameter = plain;
  for (let count = 2; taken.has(parameter); count += 1) parameter = `${plain}_${count}`;
  taken.add(parameter);
  return parameter;
}

interface Surroundings {
  readonly known: ReadonlyMap<RelationId, Relation>;
  readonly joins: readonly JoinTable[];
  readonly names: Names;
  readonly slugs: ReadonlyMap<RelationId, string>;
}

function completeResource({ one, ...bare }: Bare, around: Surroundings): Resource {
  const all = embedsOf(bare.relation, around.known, around.joins);
  const embeds = all.filter(({ target }) => around.slugs.has(target));
  const links = embeds.flatMap((embed) => linkOf(bare, one, embed, around) ?? []);
  return { ...bare, embeds, links };
}

function linkOf(bare: Omit<Bare, 'one'>, one: string, embed: Embed, around: Surroundings): Link | undefined {
  const { through, target, name } = embed;
  const relation = around.known.get(target);
  if (!through || !relation || bare.key.length === 0) return undefined;
  const taken = new Set(bare.key.map(({ parameter }) => parameter));
  const key = keyParts(relation).map(({ column }) => {
    const joinColumn = through.on.find(({ theirs }) => theirs === column.name)?.ours ?? '';
    return { column, joinColumn, parameter: pathParameter(joinColumn, taken) };
  });
  const other = singularName(name) || 'Row';
  const operations = {
    list: around.names.operation(`list_${one}_${name}`),
    link: around.names.operation(`link_${one}_${other}`),
    unlink: around.names.operation(`unlink_${one}_${other}`),
  };
  return { embed: { ...embed, through }, segment: kebabCase(name) || 'links', key, operations };
}

/** Enumerations and domains, in the order in which columns come to them. */
function nameTypes(relations: readonly Relation[], names: Names): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  const visit = (type: ColumnType): void => {
    if (type.kind === 'array') visit(type.item);
    if (type.kind === 'domain') visit(type.base);
    if (type.kind !== 'enum' && type.kind !== 'domain') return;
    const id = JSON.stringify([type.schema, type.name]);
    if (!types.has(id)) types.set(id, names.schema(type.name));
  };
  const columns: readonly Column[] = relations.flatMap((relation) => relation.columns);
  for (const { type } of columns) visit(type);
  return types;
}
