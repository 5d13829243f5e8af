// Runs a statement and takes its time from the server: EXPLAIN (ANALYZE, BUFFERS) in a read-only transaction with a timeout.
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import * as z from 'zod';
import type { ValueSet } from './parameter-sets.js';

/** The first run warms the caches and counts for nothing, unless it is so long that caches hardly matter. */
const RUNS = 4;
const LONG_MS = 1_000;
const QUERY_CANCELED = '57014';

export interface Timing {
  /** Best of the runs, averaged over the sets of values. */
  readonly ms: number;
  readonly blocks: number;
  /** Names of the indexes that its plans read. */
  readonly indexes: ReadonlySet<string>;
  /** The timeout stopped it: `ms` is a lower bound. */
  readonly stopped: boolean;
}

interface TimedNode {
  readonly 'Index Name'?: string | undefined;
  readonly Plans?: readonly TimedNode[] | undefined;
}

const timedNode: z.ZodType<TimedNode> = z.lazy(() =>
  z.object({ 'Index Name': z.string().optional(), Plans: z.array(timedNode).optional() }),
);
const timedOutput = z
  .array(
    z.object({
      Plan: z.intersection(
        timedNode,
        z.object({ 'Shared Hit Blocks': z.number().default(0), 'Shared Read Blocks': z.number().default(0) }),
      ),
      'Execution Time': z.number(),
    }),
  )
  .min(1);

/** Undefined where the server refuses the statement with these values. */
export async function timeStatement(
  session: Session,
  sql: string,
  sets: readonly ValueSet[],
  timeoutMs: number,
): Promise<Timing | undefined> {
  const timings: Timing[] = [];
  for (const values of sets) {
    const timing = await timeWith(session, sql, values, timeoutMs);
    if (timing) timings.push(timing);
    if (timing?.stopped) break;
  }
  if (timings.length === 0) return undefined;
  return {
    ms: timings.reduce((sum, { ms }) => sum + ms, 0) / timings.length,
    blocks: timings.reduce((sum, { blocks }) => sum + blocks, 0) / timings.length,
    indexes: new Set(timings.flatMap(({ indexes }) => [...indexes])),
    stopped: timings.some(({ stopped }) => stopped),
  };
}

async function timeWith(
  session: Session,
  sql: string,
  values: ValueSet,
  timeoutMs: number,
): Promise<Timing | undefined> {
  await session.execute(
    `BEGIN READ ONLY; SET LOCAL jit = off; SET LOCAL statement_timeout = ${timeoutMs}; SET LOCAL plan_cache_mode = force_custom_plan; SAVEPOINT timing`,
  );
  let prepared = false;
  try {
    await session.execute(`PREPARE timed_statement AS ${sql}`);
    prepared = true;
    const list = values.length === 0 ? '' : `(${values.map((value) => quoteLiteral(value ?? '')).join(', ')})`;
    let best: Timing | undefined;
    for (let run = 0; run < RUNS; run += 1) {
      const timing = await explain(session, `EXECUTE timed_statement${list}`);
      if (run > 0 || timing.ms >= LONG_MS) best = best && best.ms <= timing.ms ? best : timing;
      if (timing.ms >= LONG_MS) break;
    }
    return best;
  } catch (error) {
    if (!isServerError(error)) throw error;
    if (error.code !== QUERY_CANCELED) return undefined;
    return { ms: timeoutMs, blocks: 0, indexes: new Set(), stopped: true };
  } finally {
    // In the same transaction, and by name: behind a transaction pooler the next one may be another session's.
    const forget = prepared ? 'DEALLOCATE timed_statement; ' : '';
    await session.execute(`ROLLBACK TO SAVEPOINT timing; ${forget}ROLLBACK`);
  }
}

async function explain(session: Session, sql: string): Promise<Timing> {
  const [row] = await session.query<Record<string, unknown>>(
    `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${sql}`,
  );
  const plans = timedOutput.parse(row?.['QUERY PLAN']);
  return {
    ms: plans.reduce((sum, plan) => sum + plan['Execution Time'], 0),
    blocks: plans.reduce((sum, { Plan }) => sum + Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'], 0),
    indexes: new Set(plans.flatMap(({ Plan }) => indexesOf(Plan))),
    stopped: false,
  };
}

function indexesOf(node: TimedNode): readonly string[] {
  const own = node['Index Name'];
  return [...(own === undefined ? [] : [own]), ...(node.Plans ?? []).flatMap(indexesOf)];
}
