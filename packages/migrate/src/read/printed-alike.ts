// Two major versions print the same view in two ways: where they differ, both sides are printed by the scratch server.
import type { Catalog } from '@senior-backend/core/postgres/catalog';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import { planMigration } from '../plan/plan-migration.js';
import { applyPlan } from '../scratch/apply-plan.js';
import type { Scratch } from '../scratch/scratch.js';
import { comparable } from './comparable.js';

/** The same two catalogues in the words of one version. */
export async function printedAlike(
  connected: Catalog,
  desired: Catalog,
  scratch: Scratch,
): Promise<readonly [connected: Catalog, desired: Catalog]> {
  if (majorOf(connected) === majorOf(desired)) return [connected, desired];
  return [await throughScratch(connected, scratch), await throughScratch(desired, scratch)];
}

/** A catalogue as the scratch server reads it back. */
export async function throughScratch(catalog: Catalog, scratch: Scratch): Promise<Catalog> {
  const copy = await scratch.create();
  return scratch.use(copy, async (session) => {
    if (majorOf(session) === majorOf(catalog)) return catalog;
    const empty = comparable(await readCatalog(session));
    await applyPlan(session, planMigration(empty, comparable(catalog)).statements);
    return { ...(await readCatalog(session)), role: catalog.role };
  });
}

export function majorOf({ serverVersion }: { readonly serverVersion: number }): number {
  return Math.floor(serverVersion / 10_000);
}
