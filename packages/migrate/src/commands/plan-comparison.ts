// The middle of --compare: from two catalogues to proved plans, and to their files. Loaded while the server is read.
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ToolContext } from '@senior-backend/core/cli/tool';
import type { Location } from '@senior-backend/core/errors/diagnostic';
import { coreError } from '@senior-backend/core/errors/tool-error';
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { Catalog, ObjectId } from '@senior-backend/core/postgres/catalog';
import { factsOf } from '@senior-backend/core/postgres/catalog/object-id';
import { type OnlineOptions, onlinePlan } from '../plan/online/online-plan.js';
import { type MigrationPlan, planMigration } from '../plan/plan-migration.js';
import { prove } from '../prove/prove.js';
import { comparable } from '../read/comparable.js';
import { countRows } from '../read/count-rows.js';
import type { Origin } from '../read/origin.js';
import { majorOf, printedAlike } from '../read/printed-alike.js';
import type { Side } from '../read/read-side.js';
import type { SchemaSource } from '../read/schema-source.js';
import { withoutPasswords } from '../read/snapshot.js';
import { sourcePlaces } from '../read/source-places.js';
import { readTableRows } from '../read/table-rows.js';
import { withoutOwners } from '../read/without-owners.js';
import { renameComments } from '../rename/read-comments.js';
import { renameBack, renameStatement } from '../rename/rename.js';
import { suggestRenames } from '../rename/suggest.js';
import { withRenames } from '../rename/with-renames.js';
import type { Comparison } from '../render/compare-outcome.js';
import { migrationFileNames } from '../render/file-names.js';
import { losses, renderMigration } from '../render/migration-file.js';
import { suggestName } from '../render/suggest-name.js';
import type { Settings } from '../settings.js';

/** What was read, and where from. */
export interface ComparedSides {
  readonly source: SchemaSource;
  readonly origin: Origin;
  readonly old: Side;
  readonly desired: Side;
}

/** Plans both ways between two catalogues as they were read, and proves them. */
export async function planComparison(context: ToolContext<Settings>, sides: ComparedSides): Promise<Comparison> {
  const { settings, progress } = context;
  const { source, origin, old, desired } = sides;
  const { live, scratch } = origin;
  const scope = { schemas: settings.schema, exclude: settings.exclude };
  requireSchemas(settings.schema, [old.catalog, desired.catalog]);
  const narrow = (catalog: Catalog): Catalog => comparable(settings.owner ? catalog : withoutOwners(catalog), scope);
  const [oldAlike, desiredAlike] = await printedAlike(old.catalog, desired.catalog, scratch);
  const isSecretless = origin.isSnapshot || source.kind === 'snapshot';
  const side = (catalog: Catalog): Catalog => narrow(isSecretless ? withoutPasswords(catalog) : catalog);
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
  const online = { thresholdRows: settings.onlineThreshold, rows: live && (await readTableRows(live)) };
  const forth = onlineMigration(before, after, online);
  const counted = live ? await countRows(live, forth.statements, () => context.env.monotonicMs()) : forth.statements;
  const up = { ...forth, statements: [...renames.map(renameStatement), ...counted] };
  const back = onlineMigration({ ...after, role: before.role }, before, online);
  const down = { ...back, statements: [...back.statements, ...[...renames].reverse().map(renameBack)] };
  const suggestions = suggestRenames(up.deltas, before, after);
  const places = source.kind === 'files' ? sourcePlaces(source.files) : undefined;
  const placeOf = (id: ObjectId): Location | undefined => {
    const fact = after.facts.get(id) ?? before.facts.get(id);
    return fact && places?.(fact);
  };
  const plans = { up, down, scratch: scratch.description, suggestions, placeOf };
  const proves =
    settings.proof && up.statements.length > 0 && scope.schemas.length + scope.exclude.length === 0 && settings.owner;
  if (!proves) return { ...plans, proof: undefined };
  progress.update('proving the migration and its rollback');
  const proved = await prove({
    before: connected,
    after,
    up: up.statements,
    down: down.statements,
    scratch,
    env: context.env,
    liveSettings: old.settings,
    // pg_dump prints by the version of its server: of two versions it cannot judge.
    desiredSettings: majorOf(old.catalog) === majorOf(desired.catalog) ? desired.settings : undefined,
  });
  return {
    ...plans,
    up: { ...up, statements: proved.up },
    down: { ...down, statements: proved.down },
    proof: proved.proof,
  };
}

/** A schema that is on neither side is a slip of the pen: comparing nothing would find no difference. */
function requireSchemas(asked: readonly string[], sides: readonly Catalog[]): void {
  const there = new Set(sides.flatMap((side) => factsOf(side, 'schema').map(({ names: [name = ''] }) => name)));
  const unknown = asked.find((name) => !there.has(name));
  if (unknown === undefined) return;
  throw coreError('CORE001', {
    message: `--schema ${unknown}: neither side has a schema of that name`,
    help: `there is ${[...there].sort().join(', ')}`,
  });
}

function onlineMigration(before: Catalog, after: Catalog, online: OnlineOptions): MigrationPlan {
  const plan = planMigration(before, after);
  return { ...plan, statements: onlinePlan(plan.statements, before, after, online) };
}

/** The migration and its rollback as files. */
export async function filesOf(
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
