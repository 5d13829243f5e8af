import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '@senior-backend/core/postgres/session';
import type { CountedStatement, StatementSource } from './counted.js';
import { serverStatements } from './server-statements.js';

/** The server's counters, with what they counted in this time: taken before the observation, and again in it. */
export async function sampledStatements(
  session: Session,
  most: number,
  sampleMs: number,
  signal: AbortSignal,
): Promise<StatementSource> {
  await session.execute('BEGIN READ ONLY');
  const first = await serverStatements(session, most).finally(() => session.execute('ROLLBACK'));
  await sleep(sampleMs, undefined, { signal });
  const earlier = new Map(first.statements.map((statement) => [statement.id, statement]));
  return async (later, count) => {
    const second = await serverStatements(later, count);
    const comparable = second.since === first.since;
    return {
      ...second,
      ...(comparable && { sampledMs: sampleMs }),
      statements: second.statements.map((one) => (comparable ? withRecent(one, earlier.get(one.id)) : one)),
    };
  };
}

function withRecent(now: CountedStatement, then: CountedStatement | undefined): CountedStatement {
  // A statement that was let go and came back is counted from its return.
  const wentOn = then && now.calls >= then.calls && now.totalMs >= then.totalMs;
  const less = (pick: (one: CountedStatement) => number): number => pick(now) - (wentOn ? pick(then) : 0);
  return {
    ...now,
    recent: {
      calls: less(({ calls }) => calls),
      rows: less(({ rows }) => rows),
      totalMs: less(({ totalMs }) => totalMs),
    },
  };
}
