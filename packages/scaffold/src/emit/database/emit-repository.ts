import { actionsOf } from '../../design/operations.js';
import type { Action, Design, KeyPart, Resource } from '../../design/resource.js';
import { type Code, code, ident, joinCode, lineComment, NOTHING, num, str, templateText } from '../code.js';
import { entry, group, print } from '../layout.js';
import { linkFunctions } from './link-functions.js';
import { member } from './member.js';
import { repositoryImports } from './repository-imports.js';
import { sourceLiteral, sql, writeTables } from './repository-source.js';
import { keyCondition, tableName } from './sql-of.js';

/** The text of a repository. `fileOf` gives the file of another resource, for its links. */
export function emitRepository(design: Design, resource: Resource, fileOf: (resource: Resource) => string): string {
  const actions = actionsOf(resource);
  const parts = [
    code`${header(resource)}${repositoryImports(design, resource, actions, fileOf)}`,
    types(resource, actions),
    sourceDeclaration(design, resource),
    ...writeDeclarations(resource, actions),
    existsDeclaration(resource, actions),
    ...actions.map((action) => ACTIONS[action](resource)),
    ...resource.links.flatMap((link) => linkFunctions(design, resource, link)),
  ];
  return `${joinCode(
    parts.filter((part) => part !== ''),
    '\n\n',
  )}\n`;
}

function header({ relation }: Resource): Code {
  const about = relation.description === undefined ? [] : [relation.description];
  return lineComment([
    `What is asked of ${relation.schema}.${relation.name}, as SQL. Values are parameters, always.`,
    ...about,
  ]);
}

function types({ names }: Resource, actions: readonly Action[]): Code {
  const list = code`type ListQuery = Operations[${str(names.operations.list)}]['query'];`;
  return actions.includes('get')
    ? joinCode([list, code`type Key = Operations[${str(names.operations.get)}]['path'];`], '\n')
    : list;
}

function sourceDeclaration(design: Design, resource: Resource): Code {
  const { row, selection } = resource.names;
  return code`/** How rows are read, filtered, sorted and embedded. */
export const source: Source<${ident(selection)}, ${ident(row)}, ListQuery> = ${sourceLiteral(design, resource)};`;
}

function writeDeclarations(resource: Resource, actions: readonly Action[]): readonly Code[] {
  if (!actions.includes('create')) return [];
  const { create, update } = resource.names;
  const tables = writeTables(resource);
  const note = code`/** How fields are written: the type that a value is cast to, or the expression that makes it one. */\n`;
  if (!actions.includes('update'))
    return [code`${note}const insertable: Writes<${ident(create)}> = ${tables.insertable ?? tables.changeable};`];
  const changeable = code`${note}const changeable: Writes<${ident(update)}> = ${tables.changeable};`;
  if (tables.insertable === undefined) return [changeable];
  return [changeable, code`const insertable: Writes<${ident(create)}> = ${tables.insertable};`];
}

const VERSION = code`, t.xmin::text AS "$version"`;

function keyValues(key: readonly KeyPart[], variable: Code = code`key`): Code {
  return joinCode(
    key.map(({ parameter }) => member(variable, parameter)),
    ', ',
  );
}

type EmitAction = (resource: Resource) => Code;

const ACTIONS: Readonly<Record<Action, EmitAction>> = {
  list: ({
    names,
  }) => code`export function findPage(db: Database, query: ListQuery): Promise<Page<${ident(names.selection)}>> {
  return list(db, source, query);
}`,

  get: (resource) => {
    const { relation, names } = resource;
    return statement(resource, {
      name: code`find`,
      parameters: [code`db: Database`, code`key: Key`, code`wanted: Wanted`],
      type: ident(names.selection),
      text: code`SELECT \${selection(source, wanted)}${relation.versioned ? VERSION : NOTHING}
     FROM ${templateText(tableName(relation))} AS t
     WHERE ${where(resource)}`,
      values: code`[${keyValues(resource.key)}]`,
    });
  },

  create: (resource) => {
    const { relation, names } = resource;
    const isWhole = writeTables(resource).insertable === undefined && actionsOf(resource).includes('update');
    const table = isWhole ? code`changeable` : code`insertable`;
    return statement(resource, {
      name: code`create`,
      parameters: [code`db: Database`, code`row: ${ident(names.create)}`],
      type: ident(names.row),
      before: code`  const { sql, values } = insertion<${ident(names.create)}>(${table}, row);\n`,
      text: code`INSERT INTO ${templateText(tableName(relation))} AS t \${sql}
     RETURNING \${all(source.fields)}${relation.versioned ? VERSION : NOTHING}`,
      values: code`values`,
    });
  },

  replace: (resource) => {
    const type = resource.names.replacement ?? resource.names.create;
    return change(
      resource,
      code`replace`,
      code`row`,
      type,
      code`replacement<${ident(type)}>(changeable, row, ${first(resource)})`,
    );
  },

  update: (resource) => {
    const type = resource.names.update;
    return change(
      resource,
      code`update`,
      code`row`,
      type,
      code`changes<${ident(type)}>(changeable, row, ${first(resource)})`,
    );
  },

  delete: (resource) => {
    const { relation } = resource;
    const version = relation.versioned ? code`, version?: string` : NOTHING;
    return code`/** False where there is no such row. */
export async function remove(db: Database, key: Key${version}): Promise<boolean> {
  const rows = await db.query(
    \`DELETE FROM ${templateText(tableName(relation))} AS t
     WHERE ${where(resource)}${unlessStale(resource)}
     RETURNING 1\`,
    [${keyValues(resource.key)}${relation.versioned ? code`, version` : NOTHING}],
  );
${refuse(resource)}  return rows.length > 0;
}`;
  },
};

/** The number of the first parameter behind those of the key and of the version. */
function first({ key: { length }, relation }: Resource): Code {
  return num(length + 1 + Number(relation.versioned));
}

function where({ key: parts }: Resource): Code {
  return templateText(keyCondition('t', parts));
}

function unlessStale({ key: { length }, relation }: Resource): Code {
  const version = templateText(`$${length + 1}`);
  return relation.versioned ? code` AND (${version}::text IS NULL OR t.xmin = ${version}::text::xid)` : NOTHING;
}

function refuse(resource: Resource): Code {
  if (!resource.relation.versioned) return NOTHING;
  return code`  if (rows.length === 0) await refuseStale(db, version, EXISTS, [${keyValues(resource.key)}]);\n`;
}

/** What tells a row that was changed since from one that is gone. */
function existsDeclaration({ relation, key }: Resource, actions: readonly Action[]): Code {
  if (!relation.versioned || !(['replace', 'update', 'delete'] as const).some((action) => actions.includes(action)))
    return NOTHING;
  return code`const EXISTS = ${sql(`SELECT 1 FROM ${tableName(relation)} AS t WHERE ${keyCondition('t', key)}`)};`;
}

function change(resource: Resource, name: Code, row: Code, type: string, fragment: Code): Code {
  const { relation, names } = resource;
  const version = relation.versioned ? [code`version?: string`] : [];
  const result = relation.versioned
    ? code`Versioned<${ident(names.row)}> | undefined`
    : code`${ident(names.row)} | undefined`;
  const given = relation.versioned ? code`versioned<${ident(names.row)}>(rows)` : code`rows[0]`;
  const rowType = relation.versioned ? NOTHING : code`<${ident(names.row)}>`;
  const parameters = [code`db: Database`, code`key: Key`, code`${row}: ${ident(type)}`, ...version];
  return code`${head(name, parameters, result)}
  const { sql, values } = ${fragment};
  const rows = await db.query${rowType}(
    \`UPDATE ${templateText(tableName(relation))} AS t
     SET \${sql}
     WHERE ${where(resource)}${unlessStale(resource)}
     RETURNING \${all(source.fields)}${relation.versioned ? VERSION : NOTHING}\`,
    [${keyValues(resource.key)}${relation.versioned ? code`, version` : NOTHING}, ...values],
  );
${refuse(resource)}  return ${given};
}`;
}

/** `export async function name(…): Promise<…> {` */
function head(name: Code, parameters: readonly Code[], result: Code): Code {
  const items = parameters.map((parameter) => entry(parameter));
  return print(group(code`export async function ${name}(`, items, code`): Promise<${result}> {`));
}

interface Statement {
  readonly name: Code;
  readonly parameters: readonly Code[];
  readonly type: Code;
  readonly before?: Code;
  readonly text: Code;
  readonly values: Code;
}

/** A function that runs one statement and gives its row. */
function statement(
  { relation }: Resource,
  { name, parameters, type, before = NOTHING, text, values }: Statement,
): Code {
  const { versioned } = relation;
  const result = versioned ? code`Versioned<${type}> | undefined` : code`${type} | undefined`;
  return code`${head(name, parameters, result)}
${before}  const rows = await db.query${versioned ? NOTHING : code`<${type}>`}(
    \`${text}\`,
    ${values},
  );
  return ${versioned ? code`versioned<${type}>(rows)` : code`rows[0]`};
}`;
}
