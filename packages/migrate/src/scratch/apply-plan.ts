import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import type { Statement } from '../plan/statement.js';

/** A statement of a plan that the scratch database refused. */
export class PlanRefused extends Error {
  override readonly name = 'PlanRefused';
  constructor(
    readonly statement: Statement,
    cause: Error,
  ) {
    super(`${cause.message}\nin: ${statement.sql}`, { cause });
  }
}

/** Runs a plan as --migrate would: in transactions, but for what cannot be in one. */
export async function applyPlan(session: Session, statements: readonly Statement[]): Promise<void> {
  await session.execute('SET check_function_bodies = off');
  let open = false;
  for (const statement of statements) {
    if (statement.transactional && !open) await session.execute('BEGIN');
    if (!statement.transactional && open) await session.execute('COMMIT');
    open = statement.transactional;
    await session.execute(statement.sql).catch((error: unknown) => {
      throw isServerError(error) ? new PlanRefused(statement, error) : error;
    });
    if (open && statement.commitAfter) {
      await session.execute('COMMIT');
      open = false;
    }
  }
  if (open) await session.execute('COMMIT');
  await session.execute('RESET ALL');
}
