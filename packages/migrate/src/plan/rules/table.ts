import type { AnyFact, Fact, ObjectId } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { columnDefinition } from '../columns/definition.js';
import { becomesInherited, parentColumns } from '../columns/inheritance.js';
import { addRequired, requiredWords, withOwnName } from '../columns/required.js';
import { alterColumn, columnSettings } from '../columns/settings.js';
import { unlikeParents } from '../columns/unlike-parents.js';
import { markers } from '../index-markers.js';
import { occupied, ownName, relationName, tableId } from '../names.js';
import { foreignChanges, foreignOptions, storageChanges, storageOptions } from '../options.js';
import { type Change, type PlanContext, REBUILD, type Rule } from '../rule.js';
import { hazard, type StatementDraft } from '../statement.js';

export const tableRule: Rule<'table'> = {
  address: (fact) => ({
    keyword: fact.attributes.variant === 'foreign' ? 'FOREIGN TABLE' : 'TABLE',
    name: relationName(fact),
  }),
  create: (fact, context) => [
    createTable(fact, context),
    ...switches(undefined, fact),
    ...riderSettings(fact, context),
  ],
  drop: (fact) => [
    {
      sql: `DROP ${fact.attributes.variant === 'foreign' ? 'FOREIGN ' : ''}TABLE ${relationName(fact)}`,
      lock: 'ACCESS EXCLUSIVE',
      hazards:
        fact.attributes.variant === 'foreign'
          ? []
          : [
              hazard(
                'destructive',
                `table ${relationName(fact)} goes with its rows`,
                `SELECT count(*) FROM ${relationName(fact)}`,
              ),
            ],
    },
  ],
  change: (before, after, context): Change => {
    const old = before.attributes;
    const fresh = after.attributes;
    if (old.variant !== fresh.variant || old.partitionKey !== fresh.partitionKey || old.server !== fresh.server)
      return REBUILD;
    const statements = [...alterStorage(before, after), ...switches(before, after)];
    const isDetached = old.isPartition && !fresh.isPartition;
    return { how: 'alter', statements, displaces: isDetached ? becomingInherited(after, context) : [] };
  },
  occupies: occupied,
  // A child outlives its parent: NO INHERIT comes first. A partition lies where the parent puts it.
  endures: (fact, cause, how) => cause.kind === 'table' && (how === 'drop' || !fact.attributes.isPartition),
};

/** Columns that the table has from other parents now that it is no partition any more. */
function becomingInherited({ id }: Fact<'table'>, context: PlanContext): readonly ObjectId[] {
  return context
    .dependantsOf(id)
    .filter((fact) => isKind(fact, 'column'))
    .filter((column) => tableId(column) === id && becomesInherited(column, context))
    .map((column) => column.id);
}

function createTable(fact: Fact<'table'>, context: PlanContext): StatementDraft {
  const {
    variant,
    unlogged,
    partitionKey,
    ofType,
    options,
    toastOptions,
    accessMethod,
    tablespace,
    server,
    serverOptions,
  } = fact.attributes;
  const parents = parentsOf(fact, context);
  const riders = context.createdWith(fact.id);
  const shape = parents.length > 0 ? 'inherits' : ofType === null ? 'plain' : 'typed';
  // As people write it: the columns, and then what holds for them.
  const inOrder = [
    ...riders.filter((rider) => isKind(rider, 'column')),
    ...riders.filter((rider) => !isKind(rider, 'column')),
  ];
  const parts = inOrder.flatMap((rider) =>
    tablePart(isKind(rider, 'column') ? withOwnName(rider, context) : rider, riders, shape),
  );
  const withOptions = [storageOptions(options), storageOptions(toastOptions, 'toast.')].filter(Boolean).join(', ');
  const words = [
    `CREATE ${unlogged ? 'UNLOGGED ' : ''}${variant === 'foreign' ? 'FOREIGN ' : ''}TABLE ${relationName(fact)}${ofType === null ? '' : ` OF ${ofType}`}`,
    ofType !== null && parts.length === 0
      ? ''
      : ` (${parts.map((part) => `\n    ${part}`).join(',')}${parts.length > 0 ? '\n' : ''})`,
    parents.length > 0 ? ` INHERITS (${parents.join(', ')})` : '',
    partitionKey === null ? '' : ` PARTITION BY ${partitionKey}`,
    server === null ? '' : ` SERVER ${quoteIdentifier(server)}${foreignOptions(serverOptions)}`,
    accessMethod === null ? '' : ` USING ${quoteIdentifier(accessMethod)}`,
    withOptions === '' ? '' : ` WITH (${withOptions})`,
    tablespace === null ? '' : ` TABLESPACE ${quoteIdentifier(tablespace)}`,
  ];
  return { sql: words.join('') };
}

/** Parents that are named in CREATE TABLE: the columns and checks that come from them are not repeated. */
function parentsOf(fact: Fact<'table'>, context: PlanContext): readonly string[] {
  return [...context.createdWith(fact.id)]
    .filter((rider) => isKind(rider, 'inheritance'))
    .sort((a, b) => a.attributes.order - b.attributes.order)
    .map((rider) => rider.attributes.parent);
}

function tablePart(
  rider: AnyFact,
  riders: readonly AnyFact[],
  shape: 'plain' | 'inherits' | 'typed',
): readonly string[] {
  if (isKind(rider, 'column')) {
    if (shape === 'inherits' && !rider.attributes.local) return [];
    const value = riders.find((other) => other.id === objectId('default', rider.names));
    const expression = value && isKind(value, 'default') ? value.attributes.expression : null;
    if (shape !== 'typed') return [columnDefinition(rider, expression)];
    const options = [expression === null ? '' : `DEFAULT ${expression}`, requiredWords(rider)].filter(Boolean);
    return options.length === 0 ? [] : [`${ownName(rider)} WITH OPTIONS ${options.join(' ')}`];
  }
  if (isKind(rider, 'constraint')) {
    if (shape === 'inherits' && !rider.attributes.local) return [];
    return [`CONSTRAINT ${ownName(rider)} ${rider.attributes.definition}`];
  }
  return [];
}

/** What columns and constraints inside CREATE TABLE need beside it; and where a child differs from what it inherits. */
function riderSettings(fact: Fact<'table'>, context: PlanContext): readonly StatementDraft[] {
  const inherits = parentsOf(fact, context).length > 0;
  return context.createdWith(fact.id).flatMap((rider): readonly StatementDraft[] => {
    if (isKind(rider, 'constraint')) return markers(undefined, rider, context);
    if (!isKind(rider, 'column')) return [];
    const differs = inherits && !rider.attributes.local ? asChild(rider, context) : [];
    const later =
      differs.length === 0 && rider.attributes.notNullConstraint?.validated === false ? [addRequired(rider)] : [];
    return [...differs, ...later, ...columnSettings(undefined, rider)];
  });
}

/** A column that INHERITS has brought. The table is new: nothing of it is lost, and nobody waits. */
function asChild(column: Fact<'column'>, context: PlanContext): readonly StatementDraft[] {
  const parents = parentColumns(column, context);
  const given = parents.some((parent) => context.after.facts.has(objectId('default', parent.names)));
  const own = context.after.facts.has(objectId('default', column.names));
  return [
    ...(given && !own ? [{ sql: `${alterColumn(column)} DROP DEFAULT` }] : []),
    ...unlikeParents(column, context).map(({ sql }) => ({ sql })),
  ];
}

/** Settings that have no place in CREATE TABLE. */
function switches(before: Fact<'table'> | undefined, after: Fact<'table'>): readonly StatementDraft[] {
  const old = before?.attributes;
  const fresh = after.attributes;
  const table = `ALTER TABLE ${relationName(after)}`;
  const lock = 'ACCESS EXCLUSIVE';
  const statements: StatementDraft[] = [];
  if ((old?.rowSecurity ?? false) !== fresh.rowSecurity) {
    const hazards =
      old && !fresh.rowSecurity ? [hazard('access', `row security of ${relationName(after)} is switched off`)] : [];
    statements.push({ sql: `${table} ${fresh.rowSecurity ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`, lock, hazards });
  }
  if ((old?.forceRowSecurity ?? false) !== fresh.forceRowSecurity) {
    statements.push({ sql: `${table} ${fresh.forceRowSecurity ? '' : 'NO '}FORCE ROW LEVEL SECURITY`, lock });
  }
  const identity = fresh.replicaIdentity;
  if ((old?.replicaIdentity ?? 'default') !== identity && identity !== 'index') {
    statements.push({ sql: `${table} REPLICA IDENTITY ${identity.toUpperCase()}`, lock });
  }
  return statements;
}

function alterStorage(before: Fact<'table'>, after: Fact<'table'>): readonly StatementDraft[] {
  const old = before.attributes;
  const fresh = after.attributes;
  const name = relationName(after);
  const table = `ALTER ${fresh.variant === 'foreign' ? 'FOREIGN ' : ''}TABLE ${name}`;
  const rewrite = {
    lock: 'ACCESS EXCLUSIVE',
    rewrites: true,
    hazards: [hazard('rewrite', `${name} is rewritten`)],
  } as const;
  const options = storageChanges(old.options, fresh.options);
  const toast = storageChanges(old.toastOptions, fresh.toastOptions, 'toast.');
  const set = [options.set, toast.set].filter(Boolean).join(', ');
  const reset = [options.reset, toast.reset].filter(Boolean).join(', ');
  const foreign = foreignChanges(old.serverOptions, fresh.serverOptions);
  const statements: (StatementDraft | false)[] = [
    old.unlogged !== fresh.unlogged && { sql: `${table} SET ${fresh.unlogged ? 'UNLOGGED' : 'LOGGED'}`, ...rewrite },
    old.ofType !== fresh.ofType && {
      sql: `${table} ${fresh.ofType === null ? 'NOT OF' : `OF ${fresh.ofType}`}`,
      lock: 'ACCESS EXCLUSIVE',
    },
    set !== '' && { sql: `${table} SET (${set})`, lock: 'SHARE UPDATE EXCLUSIVE' },
    reset !== '' && { sql: `${table} RESET (${reset})`, lock: 'SHARE UPDATE EXCLUSIVE' },
    old.accessMethod !== fresh.accessMethod && {
      sql: `${table} SET ACCESS METHOD ${quoteIdentifier(fresh.accessMethod ?? 'heap')}`,
      ...rewrite,
    },
    old.tablespace !== fresh.tablespace && {
      sql: `${table} SET TABLESPACE ${quoteIdentifier(fresh.tablespace ?? 'pg_default')}`,
      ...rewrite,
    },
    foreign !== '' && { sql: `${table}${foreign}` },
  ];
  return statements.filter((statement) => statement !== false);
}
