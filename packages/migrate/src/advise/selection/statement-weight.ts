// What one unit of the planner's cost is worth in a statement. The planner is a good judge of how one plan of a statement
// compares with another, and a poor one of how two statements compare: for that there are times.
import type { ObservedStatement } from '../../observe/observation.js';

/** Beyond this factor the time is about something else than the plan: locks, a slow client, a cold cache. */
const MOST_FACTOR = 10;

/**
 * A function that gives the weight of each statement, asked for once: its share of the measured time for its share of the
 * cost. The weights leave the cost of the whole about as it is, so that upkeep, which has no time, keeps its size. Without times
 * (a file of queries) a statement counts by its calls.
 */
export function weighStatements(
  statements: readonly ObservedStatement[],
  costOf: (statement: ObservedStatement) => Promise<number | null>,
): () => Promise<(statement: ObservedStatement) => number> {
  let weights: Promise<(statement: ObservedStatement) => number> | undefined;
  return () => {
    weights ??= weigh(statements, costOf);
    return weights;
  };
}

async function weigh(
  statements: readonly ObservedStatement[],
  costOf: (statement: ObservedStatement) => Promise<number | null>,
): Promise<(statement: ObservedStatement) => number> {
  const costs = new Map<ObservedStatement, number>();
  for (const statement of statements) costs.set(statement, ((await costOf(statement)) ?? 0) * statement.calls);
  const timed = statements.filter((one) => one.totalMs > 0 && (costs.get(one) ?? 0) > 0);
  const totalMs = timed.reduce((sum, { totalMs: ms }) => sum + ms, 0);
  const totalCost = timed.reduce((sum, one) => sum + (costs.get(one) ?? 0), 0);
  return (statement) => {
    const cost = costs.get(statement) ?? 0;
    if (statement.totalMs <= 0 || cost <= 0) return statement.calls;
    const factor = statement.totalMs / totalMs / (cost / totalCost);
    return statement.calls * Math.min(MOST_FACTOR, Math.max(1 / MOST_FACTOR, factor));
  };
}
