// A scratch database with the old schema.
import type { AnyFact, Catalog } from '@senior-backend/core/postgres/catalog';
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { splitSql } from '@senior-backend/core/postgres/sql/split';
import { planMigration } from '../plan/plan-migration.js';
import { onlyRoles } from '../read/with-roles.js';
import { applyPlan } from '../scratch/apply-plan.js';
import type { DumpProgram } from './dump.js';
import type { ProofInput } from './proof.js';
import { differences, expectEqual, lookAt, readCopy, type View } from './view.js';

/**
 * The name of a database with the old schema: `empty` filled from its dump, and where that does not lead there, another one
 * filled from the catalogue.
 */
export async function copyOfOld(
  input: ProofInput,
  empty: string,
  oldView: View,
  program: DumpProgram | undefined,
): Promise<string> {
  const { scratch, before } = input;
  const read = (database: string): Promise<Catalog> => scratch.use(database, (session) => readCopy(session, input));
  const look = (database: string): Promise<View> => lookAt(input, program, database, () => read(database));
  if (input.isComparedRole) await makeRoles(input);
  if (oldView.kind === 'dump') {
    const refused = await scratch.use(empty, (session) => restore(session, oldView.text, before));
    if (input.isComparedRole && !refused) await scratch.use(empty, (session) => setHere(session, input));
    if (!refused && differences(oldView, await look(empty)).length === 0) return empty;
  }
  const built = oldView.kind === 'dump' ? await scratch.create() : empty;
  const plan = planMigration(await read(built), before);
  await scratch.use(built, (session) => applyPlan(session, plan.statements));
  expectEqual('the copy of the connected schema', oldView, await look(built));
  return built;
}

/** The roles of the old server, which a dump of one database does not make. */
async function makeRoles(input: ProofInput): Promise<void> {
  const database = await input.scratch.create();
  const none = onlyRoles(await input.scratch.use(database, (session) => readCopy(session, input)));
  const { statements } = planMigration(none, without(isSetHere, onlyRoles(input.before)));
  await input.scratch.use(database, (session) => applyPlan(session, statements));
}

/** What is set for roles in the old database, and in no other. */
async function setHere(session: Session, input: ProofInput): Promise<void> {
  const there = onlyRoles(await readCopy(session, input));
  const { statements } = planMigration(there, onlyRoles(input.before));
  await applyPlan(session, statements);
}

function isSetHere(fact: AnyFact): boolean {
  return isKind(fact, 'roleSetting') && fact.attributes.here;
}

function without(isLeftOut: (fact: AnyFact) => boolean, catalog: Catalog): Catalog {
  return { ...catalog, facts: new Map([...catalog.facts].filter(([, fact]) => !isLeftOut(fact))) };
}

/** Statements that go to the server together, and so in one transaction: few enough for its table of locks. */
const RESTORE_TOGETHER = 200;

/** Whether the server refused a statement: a dump of a newer server, a right that is missing. */
async function restore(session: Session, dump: string, before: Catalog): Promise<boolean> {
  const statements = splitSql(dump).pieces.flatMap((piece) =>
    piece.kind === 'sql' ? [adapted(piece.text, before)] : [],
  );
  try {
    for (let at = 0; at < statements.length; at += RESTORE_TOGETHER)
      // On a line of its own: what ends in a comment does not swallow it.
      await session.execute(statements.slice(at, at + RESTORE_TOGETHER).join('\n;\n'));
    return false;
  } catch (error) {
    if (!isServerError(error)) throw error;
    return true;
  }
}

/** The scratch database has its public schema already, and a dump does not say which version an extension has. */
function adapted(sql: string, before: Catalog): string {
  if (sql === 'CREATE SCHEMA public') return 'CREATE SCHEMA IF NOT EXISTS public';
  const extension = /^CREATE EXTENSION IF NOT EXISTS ("(?:[^"]|"")+"|\S+) /.exec(sql)?.[1];
  const fact = before.facts.get(`extension:${extension ?? ''}`);
  return fact?.kind === 'extension' ? `${sql} VERSION ${quoteLiteral(fact.attributes.version)}` : sql;
}
