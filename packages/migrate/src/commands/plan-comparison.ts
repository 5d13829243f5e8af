// The middle of --compare: from two catalogues to proved plans.

import type { Location } from '@senior-backend/core/errors/diagnostic';
import { coreError } from '@senior-backend/core/errors/tool-error';
import type { Catalog, ObjectId } from '@senior-backend/core/postgres/catalog';
import { factsOf } from '@senior-backend/core/postgres/catalog/object-id';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import { type OnlineOptions, onlinePlan } from '../plan/online/online-plan.js';
import { type MigrationPlan, planMigration } from '../plan/plan-migration.js';
import { prove } from '../prove/prove.js';
import { comparable } from '../read/comparable.js';
import { countRows } from '../read/count-rows.js';
import type { SchemaSource } from '../read/files/schema-source.js';
import { sourcePlaces } from '../read/files/source-places.js';
import { extensionNames, type LeftAlone, leftAlone, withoutLeftAlone } from '../read/left-alone.js';
import type { Origin } from '../read/origin.js';
import { majorOf, printedAlike } from '../read/printed-alike.js';
import type { Side } from '../read/read-side.js';
import { withoutPasswords } from '../read/snapshot.js';
import { readTableRows } from '../read/table-rows.js';
import { type RoleFilter, roleFilter, withRoles } from '../read/with-roles.js';
import { withoutOwners } from '../read/without-owners.js';
import { renameComments } from '../rename/read-comments.js';
import { renameBack, renamedRows, renameStatements } from '../rename/rename.js';
import { suggestRenames } from '../rename/suggest.js';
import { type Renamed, withRenames } from '../rename/with-renames.js';
import type { Comparison } from '../render/compare-outcome.js';
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
  const compared = await comparedCatalogs(settings, sides);
  const plans = await plansBothWays(context, sides, compared);
  const isWhole = settings.schema.length + settings.exclude.length === 0 && settings.owner;
  if (!settings.proof || !isWhole || plans.up.statements.length === 0) return { ...plans, proof: undefined };
  progress.update('proving the migration and its rollback');
  const { old, desired, origin } = sides;
  const proved = await prove({
    before: compared.connected,
    after: compared.after,
    up: plans.up.statements,
    down: plans.down.statements,
    scratch: await origin.proofScratch(),
    env: context.env,
    leftAlone: compared.leftAlone,
    ...(settings.roles.length > 0 && { isComparedRole: compared.isComparedRole }),
    liveSettings: old.settings,
    // pg_dump prints by the version of its server: of two versions it cannot judge.
    desiredSettings: majorOf(old.catalog) === majorOf(desired.catalog) ? desired.settings : undefined,
  });
  return {
    ...plans,
    up: { ...plans.up, statements: proved.up },
    down: { ...plans.down, statements: proved.down },
    proof: proved.proof,
  };
}

/** What is compared of both sides, in the words of one version; `before` is what is connected after its renames. */
interface ComparedCatalogs extends Renamed {
  readonly connected: Catalog;
  readonly after: Catalog;
  readonly leftAlone: LeftAlone;
  readonly isComparedRole: RoleFilter;
}

async function comparedCatalogs(settings: Settings, sides: ComparedSides): Promise<ComparedCatalogs> {
  const { source, origin, old, desired } = sides;
  const scope = { schemas: settings.schema, exclude: settings.exclude };
  requireSchemas(settings.schema, [old.catalog, desired.catalog]);
  const narrow = (catalog: Catalog): Catalog => comparable(settings.owner ? catalog : withoutOwners(catalog), scope);
  const [oldAlike, desiredAlike] = await printedAlike(old.catalog, desired.catalog, origin.scratch);
  const isSecretless = origin.isSnapshot || source.kind === 'snapshot';
  const side = (catalog: Catalog): Catalog => narrow(isSecretless ? withoutPasswords(catalog) : catalog);
  const [whole, after] = [side(oldAlike), side(desiredAlike)];
  const alone = leftAlone(whole, after);
  const connected = withoutLeftAlone(whole, alone);
  const renamed = await withRenames({
    before: connected,
    after,
    scratch: origin.scratch,
    declared: settings.rename,
    comments: source.kind === 'files' ? source.files.flatMap(renameComments) : [],
    narrow,
  });
  const fits = roleFilter(settings.roles);
  // Whoever runs the migration is on both sides what it is.
  const isComparedRole: RoleFilter = (name) => fits(name) && name !== old.catalog.role;
  const standing = (catalog: Catalog, { roles }: Side): Catalog =>
    roles.length === 0 ? catalog : withRoles(catalog, roles, isComparedRole);
  return {
    renames: renamed.renames,
    before: standing(renamed.before, old),
    connected: standing(connected, old),
    after: standing(after, desired),
    leftAlone: alone,
    isComparedRole,
  };
}

async function plansBothWays(
  { env, settings }: ToolContext<Settings>,
  { source, origin: { live, scratch } }: ComparedSides,
  { before, after, renames, leftAlone: alone }: ComparedCatalogs,
): Promise<Omit<Comparison, 'proof'>> {
  const online = {
    thresholdRows: settings.onlineThreshold,
    rows: live && renamedRows(await readTableRows(live), renames),
  };
  const forth = onlineMigration(before, after, online);
  const back = onlineMigration({ ...after, role: before.role }, before, online);
  const counted = live ? await countRows(live, forth.statements, () => env.monotonicMs()) : forth.statements;
  const places = source.kind === 'files' ? sourcePlaces(source.files) : undefined;
  return {
    up: { ...forth, statements: [...renames.flatMap(renameStatements), ...counted] },
    down: { ...back, statements: [...back.statements, ...[...renames].reverse().flatMap(renameBack)] },
    scratch: scratch.description,
    leftAlone: extensionNames(alone),
    suggestions: suggestRenames(forth.deltas, before, after),
    placeOf: (id: ObjectId): Location | undefined => {
      const fact = after.facts.get(id) ?? before.facts.get(id);
      return fact && places?.(fact);
    },
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
