// --compare: from a desired schema to a migration and its rollback, proved.
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Outcome, ToolContext } from '@senior-backend/core/cli/tool';
import type { Location } from '@senior-backend/core/errors/diagnostic';
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { Catalog, ObjectId } from '@senior-backend/core/postgres/catalog';
import { type CatalogPool, createPool } from '@senior-backend/core/postgres/catalog/pool';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import { connect } from '@senior-backend/core/postgres/connect';
import type { Session } from '@senior-backend/core/postgres/session';
import { type ConnectionSettings, resolveConnection } from '@senior-backend/core/postgres/settings';
import { type OnlineOptions, onlinePlan } from '../plan/online.js';
import { type MigrationPlan, planMigration } from '../plan/plan-migration.js';
import { HAZARD_KINDS } from '../plan/statement.js';
import { applyPlan } from '../prove/apply-plan.js';
import { prove } from '../prove/prove.js';
import { openScratch, type Scratch } from '../prove/scratch.js';
import { comparable } from '../read/comparable.js';
import { countRows } from '../read/count-rows.js';
import { loadSchema } from '../read/load-schema.js';
import { majorOf, printedAlike } from '../read/printed-alike.js';
import { requireVersion } from '../read/require-version.js';
import { readSchemaSource, type SchemaSource } from '../read/schema-source.js';
import { scratchChoice } from '../read/scratch-choice.js';
import { withoutPasswords } from '../read/snapshot.js';
import { sourcePlaces } from '../read/source-places.js';
import { readTableRows } from '../read/table-rows.js';
import { withoutOwners } from '../read/without-owners.js';
import { renameComments } from '../rename/read-comments.js';
import { renameBack, renameStatement } from '../rename/rename.js';
import { suggestRenames } from '../rename/suggest.js';
import { withRenames } from '../rename/with-renames.js';
import { type Comparison, compareOutcome } from '../render/compare-outcome.js';
import { migrationFileNames } from '../render/file-names.js';
import { losses, renderMigration } from '../render/migration-file.js';
import { suggestName } from '../render/suggest-name.js';
import type { Settings } from '../settings.js';
import { failOnWords } from './fail-on.js';
import { writeMigrations } from './write-migrations.js';

export async function compare(context: ToolContext<Settings>): Promise<Outcome> {
  const { env, settings, redactor } = context;
  failOnWords(settings, HAZARD_KINDS, '--compare');
  const source = await readSchemaSource(settings.compare ?? '', env.cwd);
  const connection = await resolveConnection(env, redactor, settings.connection);
  const live = await connect(connection, { applicationName: 'db-migrate' });
  try {
    requireVersion(live);
    const scratch = await openScratch(await scratchChoice(context), live, connection, env);
    try {
      const comparison = await comparePlans(context, source, live, connection, scratch);
      const files = settings.check || comparison.up.statements.length === 0 ? [] : await filesOf(context, comparison);
      if (!settings.dryRun && files.length > 0) await writeMigrations(context, files);
      return compareOutcome(context.settings, comparison, files);
    } finally {
      await scratch.close();
    }
  } finally {
    await live.close();
  }
}

async function comparePlans(
  context: ToolContext<Settings>,
  source: SchemaSource,
  live: Session,
  connection: ConnectionSettings,
  scratch: Scratch,
): Promise<Comparison> {
  const { settings, progress } = context;
  const scope = { schemas: settings.schema, exclude: settings.exclude };
  const narrow = (catalog: Catalog): Catalog => comparable(settings.owner ? catalog : withoutOwners(catalog), scope);
  progress.update('reading both schemas');
  const pool = createPool();
  const [old, desired] = await both(readCatalog(live, pool), readDesired(context, source, scratch, pool));
  const [oldAlike, desiredAlike] = await printedAlike(old, desired.catalog, scratch);
  const side = (catalog: Catalog): Catalog => narrow(source.kind === 'snapshot' ? withoutPasswords(catalog) : catalog);
  const [connected, after] = [side(oldAlike), side(desiredAlike)];
  const comments = source.kind === 'files' ? source.files.flatMap(renameComments) : [];
  const { before, renames } = await withRenames({
    before: connected,
    after,
    scratch,
    declared: settings.rename,
    comments,
    narrow,
  });
  const online = { thresholdRows: settings.onlineThreshold, rows: await readTableRows(live) };
  const forth = onlineMigration(before, after, online);
  const up = {
    ...forth,
    statements: [
      ...renames.map(renameStatement),
      ...(await countRows(live, forth.statements, () => context.env.monotonicMs())),
    ],
  };
  const back = onlineMigration({ ...after, role: before.role }, before, online);
  const down = { ...back, statements: [...back.statements, ...[...renames].reverse().map(renameBack)] };
  const suggestions = suggestRenames(up.deltas, before, after);
  const places = source.kind === 'files' ? sourcePlaces(source.files) : undefined;
  const placeOf = (id: ObjectId): Location | undefined => {
    const fact = after.facts.get(id) ?? before.facts.get(id);
    return fact && places?.(fact);
  };
  const proves =
    settings.proof && up.statements.length > 0 && scope.schemas.length + scope.exclude.length === 0 && settings.owner;
  if (!proves) return { up, down, proof: undefined, scratch: scratch.description, suggestions, placeOf };
  progress.update('proving the migration and its rollback');
  const proved = await prove({
    before: connected,
    after,
    up: up.statements,
    down: down.statements,
    scratch,
    env: context.env,
    liveSettings: connection,
    // pg_dump prints by the version of its server: of two versions it cannot judge.
    desiredSettings: majorOf(old) === majorOf(desired.catalog) ? desired.settings : undefined,
  });
  return {
    up: { ...up, statements: proved.up },
    down: { ...down, statements: proved.down },
    proof: proved.proof,
    scratch: scratch.description,
    suggestions,
    placeOf,
  };
}

function onlineMigration(before: Catalog, after: Catalog, online: OnlineOptions): MigrationPlan {
  const plan = planMigration(before, after);
  return { ...plan, statements: onlinePlan(plan.statements, before, after, online) };
}

/** Waits for both even where one fails: nothing is closed under the other's feet. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<readonly [A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  return [a.value, b.value];
}

interface Desired {
  readonly catalog: Catalog;
  readonly settings: ConnectionSettings | undefined;
}

async function readDesired(
  { env, redactor }: ToolContext<Settings>,
  source: SchemaSource,
  scratch: Scratch,
  pool: CatalogPool,
): Promise<Desired> {
  if (source.kind === 'database') {
    const settings = await resolveConnection(env, redactor, source.url, '--compare');
    const session = await connect(settings, { applicationName: 'db-migrate' });
    try {
      return { catalog: await readCatalog(session, pool), settings };
    } finally {
      await session.close();
    }
  }
  const database = await scratch.create();
  await scratch.use(database, (session) =>
    source.kind === 'snapshot' ? loadSnapshot(session, source.catalog) : loadSchema(session, source.files),
  );
  const catalog = await scratch.use(database, (session) => readCatalog(session, pool));
  return { catalog, settings: scratch.dumpSettings(database) };
}

async function loadSnapshot(session: Session, snapshot: Catalog): Promise<void> {
  const empty = comparable(await readCatalog(session));
  await applyPlan(session, planMigration(empty, snapshot).statements);
}

async function filesOf(
  { env, settings }: ToolContext<Settings>,
  { up, down, proof }: Comparison,
): Promise<readonly OutputFile[]> {
  const folder = resolve(env.cwd, settings.output);
  const existing = await readdir(folder).catch(() => []);
  const name = settings.name ?? suggestName(up.deltas);
  const names = migrationFileNames(name, env.now(), existing);
  const proved = proof
    ? `Proved on a scratch copy: leads exactly to the target schema, observed by ${proof.observer}.`
    : 'Not proved: --no-proof, or a part of the database only.';
  return [
    {
      path: names.migration,
      owner: 'user',
      content: renderMigration({
        title: `Migration ${name}`,
        proof: proved,
        statements: up.statements,
        lost: losses(up.statements),
      }),
    },
    {
      path: names.rollback,
      owner: 'user',
      content: renderMigration({
        title: `Rollback of ${names.migration}`,
        proof: proved,
        statements: down.statements,
        lost: [],
      }),
    },
  ];
}
