// Asks the live database how many rows a hazard is about.
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import type { Hazard, Statement } from '../plan/statement.js';

const STATEMENT_TIMEOUT_MS = 5_000;
const BUDGET_MS = 30_000;

/** The same statements, with the number of rows where the check could be run in time. Reads only. */
export async function countRows(
  session: Session,
  statements: readonly Statement[],
  now: () => number,
): Promise<readonly Statement[]> {
  const until = now() + BUDGET_MS;
  const counts = new Map<string, number>();
  for (const check of new Set(statements.flatMap(({ hazards }) => hazards.flatMap((hazard) => hazard.check ?? [])))) {
    if (now() > until) break;
    const count = await countOf(session, check);
    if (count !== undefined) counts.set(check, count);
  }
  const counted = (hazard: Hazard): Hazard => {
    const rows = counts.get(hazard.check ?? '');
    return rows === undefined ? hazard : { ...hazard, rows };
  };
  return statements.map((statement) => ({ ...statement, hazards: statement.hazards.map(counted) }));
}

/** Undefined where it takes too long, where the role may not read, or where the column comes with this very migration. */
async function countOf(session: Session, check: string): Promise<number | undefined> {
  await session.execute(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
  try {
    const [row] = await session.query<{ count: string }>(check);
    return Number(row?.count ?? 0);
  } catch (error) {
    if (!isServerError(error)) throw error;
    return undefined;
  } finally {
    await session.execute('ROLLBACK');
  }
}
