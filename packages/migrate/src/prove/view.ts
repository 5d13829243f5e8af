// What a schema looks like to an observer, and where two of them differ.
import type { Catalog } from '@senior-backend/core/postgres/catalog';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import { readRoles } from '@senior-backend/core/postgres/catalog/read-roles';
import type { Session } from '@senior-backend/core/postgres/session';
import type { ConnectionSettings } from '@senior-backend/core/postgres/settings';
import { planMigration } from '../plan/plan-migration.js';
import { comparable } from '../read/comparable.js';
import { withRoles } from '../read/with-roles.js';
import { withoutParentsNames } from '../read/without-parents-names.js';
import { compareDumps, type DumpProgram, dumpSchema } from './dump.js';
import { compareLines, dumpRoles } from './dump-roles.js';
import { dumpWithout } from './dump-without.js';
import { type ProofInput, unproved } from './proof.js';

/** What one side looks like. */
export type View =
  | { readonly kind: 'dump'; readonly text: string; readonly roles: readonly string[] }
  | { readonly kind: 'catalog'; readonly catalog: Catalog };

export function catalogView(catalog: Catalog): View {
  return { kind: 'catalog', catalog };
}

/** A database of the scratch server as pg_dump sees it, or as it is read where there is none. */
export async function lookAt(
  input: ProofInput,
  program: DumpProgram | undefined,
  database: string,
  read: () => Promise<Catalog>,
): Promise<View> {
  const settings = input.scratch.dumpSettings(database);
  return program && settings ? dumpView(input, program, settings) : catalogView(await read());
}

export async function dumpView(
  { env, isComparedRole, leftAlone = [] }: ProofInput,
  program: DumpProgram,
  settings: ConnectionSettings,
): Promise<View> {
  const text = dumpWithout(await dumpSchema(program, settings, env), leftAlone);
  return { kind: 'dump', text, roles: isComparedRole ? await dumpRoles(program, settings, env, isComparedRole) : [] };
}

/** What is compared of a database of the scratch server. */
export async function readCopy(session: Session, { isComparedRole }: ProofInput): Promise<Catalog> {
  const catalog = comparable(await readCatalog(session));
  return isComparedRole ? withRoles(catalog, await readRoles(session), isComparedRole) : catalog;
}

export function expectEqual(when: string, expected: View, found: View): void {
  const wrong = differences(expected, found);
  if (wrong.length > 0) throw unproved(`${when}: the schema is not the expected one\n${wrong.slice(0, 6).join('\n')}`);
}

export function differences(expected: View, found: View): readonly string[] {
  return expected.kind === 'dump' && found.kind === 'dump'
    ? [...compareDumps(expected.text, found.text), ...compareLines(expected.roles, found.roles)]
    : compareCatalogs(expected, found);
}

function compareCatalogs(expected: View, found: View): readonly string[] {
  if (expected.kind !== 'catalog' || found.kind !== 'catalog') return [];
  const { deltas } = planMigration(withoutParentsNames(found.catalog), withoutParentsNames(expected.catalog));
  return deltas.map((delta) => `${delta.change} ${delta.change === 'drop' ? delta.before.id : delta.after.id}`);
}
