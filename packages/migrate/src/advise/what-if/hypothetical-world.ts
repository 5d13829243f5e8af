// Hypothetical indexes live in one session: two sessions are two worlds, and a transaction pooler is none.
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { type CandidateIndex, isCostable } from '../../candidates/candidate.js';
import { definitionOf } from '../../candidates/index-ddl.js';
import type { Observation } from '../../observe/observation.js';
import { plannerWorld, type WhatIf } from './what-if.js';

export async function hasHypopg(session: Session): Promise<boolean> {
  const rows = await session.query("SELECT FROM pg_catalog.pg_extension WHERE extname = 'hypopg'");
  return rows.length > 0;
}

/**
 * Wants an open transaction. hypopg 1.3 knows the condition of a partial index, and an expression, only of the first table of
 * a statement: in joins and through views such candidates do not come to bear. A candidate that hypopg does not take counts as not there.
 */
export function hypotheticalWorld(session: Session, observation: Observation): WhatIf {
  return plannerWorld(session, observation, async (indexes, plan) => {
    await session.query('SELECT hypopg_reset()');
    const names = new Map<string, CandidateIndex>();
    for (const index of indexes.filter(isCostable)) {
      const name = await pretend(session, index);
      if (name !== undefined) names.set(name, index);
    }
    return plan(names);
  });
}

/** The name that plans call it by. */
async function pretend(session: Session, index: CandidateIndex): Promise<string | undefined> {
  await session.execute('SAVEPOINT pretend');
  try {
    const [row] = await session.query<{ name: string }>('SELECT indexname AS name FROM hypopg_create_index($1)', [
      `CREATE INDEX ON ${definitionOf(index)}`,
    ]);
    return row?.name;
  } catch (error) {
    if (!isServerError(error)) throw error;
    await session.execute('ROLLBACK TO SAVEPOINT pretend');
    return undefined;
  }
}
