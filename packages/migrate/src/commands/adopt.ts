// --adopt: migrations that this database has from elsewhere. What they lead to must be what it is, before they are noted.
import { coreError } from '@senior-backend/core/errors/tool-error';
import type { Catalog, ObjectId } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import type { Session } from '@senior-backend/core/postgres/session';
import type { ConnectionSettings } from '@senior-backend/core/postgres/settings';
import { suggest } from '@senior-backend/core/tool/suggest';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import { idOf } from '../apply/files/file-names.js';
import type { Migration } from '../apply/files/migration.js';
import { runFromEmpty } from '../apply/run-from-empty.js';
import { migrateError } from '../codes.js';
import { planMigration } from '../plan/plan-migration.js';
import type { Statement } from '../plan/statement.js';
import { comparable } from '../read/comparable.js';
import { printedAlike } from '../read/printed-alike.js';
import { withoutOwners } from '../read/without-owners.js';
import { openScratch } from '../scratch/scratch.js';
import { scratchChoice } from '../scratch/scratch-choice.js';
import type { Settings } from '../settings.js';

/** Where other tools keep what they have applied: none of it comes from a migration. */
const LEDGERS_OF_OTHERS: ReadonlySet<ObjectId> = new Set([
  ...[
    'flyway_schema_history',
    '_prisma_migrations',
    'schema_migrations',
    'ar_internal_metadata',
    'databasechangelog',
    'databasechangeloglock',
    'knex_migrations',
    'knex_migrations_lock',
    'pgmigrations',
    'SequelizeMeta',
    'goose_db_version',
    'alembic_version',
    'django_migrations',
  ].map((name) => objectId('table', ['public', name])),
  objectId('schema', ['atlas_schema_revisions']),
  objectId('table', ['atlas_schema_revisions', 'atlas_schema_revisions']),
  objectId('schema', ['drizzle']),
  objectId('table', ['drizzle', '__drizzle_migrations']),
]);

/** The migrations up to the one that `--adopt` names. Throws CORE001 where there is none, MIG213 where one stopped half-way. */
export function migrationsToAdopt(
  file: string,
  migrations: readonly Migration[],
  states: ReadonlyMap<string, string>,
): readonly Migration[] {
  const names = migrations.map(({ id }) => id);
  const name = idOf(file);
  const last = names.findIndex((one) => one === name || one === `${name}/migration.sql`);
  if (last < 0) {
    const meant = suggest(name, names);
    throw coreError('CORE001', {
      message: `--adopt ${file}: no such migration is there`,
      help: meant ? `did you mean ${meant}?` : `there is ${names.slice(0, 12).join(', ')}`,
    });
  }
  const adopted = migrations.slice(0, last + 1);
  const halfWay = adopted.find(({ id }) => states.get(id) === 'half-way');
  if (halfWay)
    throw migrateError('MIG213', {
      message: `${halfWay.id} was begun here and stopped half-way`,
      at: { file: halfWay.file.path },
      help: 'run the same command without --adopt: it goes on where it stopped',
    });
  return adopted;
}

/** Runs them from empty on a scratch database. Throws MIG213 where that is not what the connected database is. */
export async function proveAdopted(
  context: ToolContext<Settings>,
  live: Session,
  connection: ConnectionSettings,
  migrations: readonly Migration[],
): Promise<void> {
  const { env, settings, progress } = context;
  if (!settings.proof) return;
  const scratch = await openScratch(await scratchChoice(context), { live, settings: connection }, env);
  try {
    const expected = await scratch.use(await scratch.create(), async (session) => {
      await runFromEmpty(session, migrations, env, (text) => progress.update(text));
      return readCatalog(session);
    });
    const scope = { schemas: settings.schema, exclude: settings.exclude };
    const narrow = (catalog: Catalog): Catalog => comparable(withoutOwners(catalog), scope);
    const [found, wanted] = await printedAlike(await readCatalog(live), expected, scratch);
    const { statements } = planMigration(narrow(found), narrow(wanted));
    const between = statements.filter(({ object }) => !LEDGERS_OF_OTHERS.has(object));
    if (between.length > 0) throw differs(live.database, migrations.length, between);
  } finally {
    await scratch.close();
  }
}

const SHOWN = 5;

function differs(database: string, count: number, between: readonly Statement[]): Error {
  const shown = between.slice(0, SHOWN).map(({ sql }) => `  ${sql.split('\n')[0]}`);
  const more = between.length > SHOWN ? [`  and ${between.length - SHOWN} more`] : [];
  return migrateError('MIG213', {
    message: [
      `${database} is not what ${count === 1 ? 'this migration leads' : `these ${count} migrations lead`} to; between them lie`,
      ...shown,
      ...more,
    ].join('\n'),
    help: 'bring database and files together, name an earlier file, leave schemas out with --exclude, or note them unproved with --no-proof',
  });
}
