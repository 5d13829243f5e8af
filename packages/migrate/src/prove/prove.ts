// Runs a migration and its rollback on a copy of the old schema, and lets pg_dump say where they lead.
import type { Catalog } from '@senior-backend/core/postgres/catalog';
import type { Session } from '@senior-backend/core/postgres/session';
import type { ConnectionSettings } from '@senior-backend/core/postgres/settings';
import { both } from '../both.js';
import { planMigration } from '../plan/plan-migration.js';
import type { Statement } from '../plan/statement.js';
import { PlanRefused } from '../scratch/apply-plan.js';
import { copyOfOld } from './copy-of-old.js';
import { type DumpProgram, DumpRefused, findDumpProgram } from './dump.js';
import { runMeasured } from './measure.js';
import { type ProofInput, type Proved, unproved } from './proof.js';
import { catalogView, dumpView, expectEqual, lookAt, readCopy, type View } from './view.js';

/** Who looks at schemas: pg_dump, else our own reading of the catalogue. */
interface Observer {
  readonly name: string;
  readonly program: DumpProgram | undefined;
}

/** Throws MIG111 where the migration or the rollback does not lead exactly where it should. */
export async function prove(input: ProofInput): Promise<Proved> {
  const program = await programFor(input);
  if (!program) return proveAs({ name: 'catalogue', program }, input);
  try {
    return await proveAs({ name: program.version, program }, input);
  } catch (error) {
    // It locks every table, which takes a right that reading the catalogue does not.
    if (!(error instanceof DumpRefused)) throw error;
    const said = /ERROR:\s+(.*)/.exec(error.reason)?.[1] ?? error.reason;
    return proveAs({ name: `catalogue, since pg_dump was refused: ${said}`, program: undefined }, input);
  }
}

/** pg_dump, where it can be had and can reach both sides and the copy. */
async function programFor(input: ProofInput): Promise<DumpProgram | undefined> {
  const { before, after, liveSettings, desiredSettings, scratch, env } = input;
  if (!scratch.dumpSettings('any') || !liveSettings || !desiredSettings) return undefined;
  return findDumpProgram(env, Math.max(before.serverVersion, after.serverVersion));
}

/** Two things at a time: the server makes a database while the old schema is looked at, and fills it during the look at the new one. */
async function proveAs(observer: Observer, input: ProofInput): Promise<Proved> {
  const { scratch, before, after, liveSettings, desiredSettings } = input;
  const { program, name } = observer;
  const viewOf = (catalog: Catalog, settings: ConnectionSettings | undefined): Promise<View> =>
    program && settings ? dumpView(input, program, settings) : Promise.resolve(catalogView(catalog));
  const [empty, oldView] = await both(scratch.create(), viewOf(before, liveSettings));
  const [copy, newView] = await both(copyOfOld(input, empty, oldView, program), viewOf(after, desiredSettings));
  return scratch.use(copy, async (session) => {
    const read = (): Promise<Catalog> => readCopy(session, input);
    const up = await walk(session, 'migration', input.up);
    const reading = read();
    const [arrived, catalog] = await both(
      lookAt(input, program, copy, () => reading),
      reading,
    );
    expectEqual('after the migration', newView, arrived);
    expectSettled(catalog, after);
    const down = await walk(session, 'rollback', input.down);
    expectEqual('after the rollback', oldView, await lookAt(input, program, copy, read));
    return { proof: { observer: name, up: 'equal', down: 'equal' }, up, down };
  });
}

async function walk(session: Session, what: string, statements: readonly Statement[]): Promise<readonly Statement[]> {
  try {
    return await runMeasured(session, statements);
  } catch (error) {
    if (!(error instanceof PlanRefused)) throw error;
    throw unproved(`the ${what} failed on the scratch copy: ${error.message}`, error);
  }
}

/** A second comparison has nothing left to do. */
function expectSettled(reached: Catalog, after: Catalog): void {
  const again = planMigration(reached, after).statements.slice(0, 6);
  if (again.length === 0) return;
  const sql = again.map((statement) => statement.sql).join(';\n');
  throw unproved(`after the migration a second comparison still asks for:\n${sql}`);
}
