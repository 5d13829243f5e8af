// The what-if of servers without hypopg: on a scratch copy each candidate is built once, and a question is asked with all
// the others dropped, in a transaction that is rolled back.
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { type CandidateIndex, candidateKey } from '../../candidates/candidate.js';
import { definitionOf } from '../../candidates/index-ddl.js';
import { sameTable } from '../../observe/find-table.js';
import type { Observation } from '../../observe/observation.js';
import { plannerWorld, touches, type WhatIf } from './what-if.js';

interface Built {
  readonly index: CandidateIndex;
  /** Null where the server refused to build it. */
  readonly name: string | null;
}

/** The session is that of the copy, with no transaction open; it must own the tables. */
export function builtWorld(copy: Session, observation: Observation): WhatIf & { close(): Promise<void> } {
  const built = new Map<string, Built>();
  const ensure = async (index: CandidateIndex): Promise<void> => {
    const key = candidateKey(index);
    if (built.has(key)) return;
    built.set(key, { index, name: await build(copy, index, `candidate_${built.size}`) });
  };
  const world = plannerWorld(copy, observation, async (indexes, plan, statement) => {
    for (const index of indexes) await ensure(index);
    const wanted = new Set(indexes.map(candidateKey));
    const hidden = [...built.values()].filter(
      ({ index, name }) => name !== null && touches(statement, index) && !wanted.has(candidateKey(index)),
    );
    await copy.execute('BEGIN; SET LOCAL jit = off');
    try {
      if (hidden.length > 0) await copy.execute(`DROP INDEX ${hidden.map(nameOf).join(', ')}`);
      return await plan(new Map([...built.values()].map(({ index, name }) => [name ?? '', index])));
    } finally {
      await copy.execute('ROLLBACK');
    }
  });
  return {
    ...world,
    async close() {
      const left = [...built.values()].filter(({ name }) => name !== null);
      if (left.length > 0) await copy.execute(`DROP INDEX ${left.map(nameOf).join(', ')}`);
    },
  };
}

function nameOf({ index, name }: Built): string {
  return quoteName([index.table.schema, name ?? '']);
}

async function build(copy: Session, index: CandidateIndex, name: string): Promise<string | null> {
  try {
    await copy.execute(`CREATE INDEX ${name} ON ${definitionOf(index)}`);
    return name;
  } catch (error) {
    if (!isServerError(error)) throw error;
    return null;
  }
}

/** Statements whose costs on the copy mean something: every table that they read is there. */
export function onTables(observation: Observation, copied: readonly { schema: string; name: string }[]): Observation {
  const { workload } = observation;
  const statements = workload.statements.filter((statement) =>
    statement.accesses.every(({ table }) => copied.some((one) => sameTable(one, table))),
  );
  return { ...observation, workload: { ...workload, statements } };
}
