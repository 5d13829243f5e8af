// From findings and workload to what should be built, proved on hypothetical indexes where the server has hypopg.
import type { Session } from '@senior-backend/core/postgres/session';
import type { Finding } from '../analyze/finding.js';
import type { Observation, ObservedStatement } from '../observe/observation.js';
import type { CandidateIndex } from './candidate.js';
import { generateCandidates } from './generate-candidates.js';
import { proposeIndex } from './index-ddl.js';
import { type Selected, selectIndexes } from './select-indexes.js';
import { type Suggestion, suggestFromFindings } from './suggestion.js';
import { hasHypopg, hypotheticalWorld, type WhatIf } from './what-if.js';

export interface Advice {
  /** How the suggestions were arrived at: on hypothetical indexes, or from the plans that the statements have now. */
  readonly basis: 'hypopg' | 'plans';
  readonly suggestions: readonly Suggestion[];
}

export interface AdviceLimits {
  readonly mostBytes: number;
}

/** Statements beyond these make up one in a hundred of the time, or less, and are not worth a question to the planner. */
const SHARE_OF_TIME = 0.99;
const MOST_STATEMENTS = 200;
/** Extend ends where a step gains less than this share of what is left. */
const LEAST_GAIN = 0.01;
const LEAST_GAIN_OF_SIBLING = 0.05;
/** An index serves a statement that costs at least a quarter more without it. */
const LEAST_SERVICE = 0.25;

export async function advise(
  session: Session,
  observation: Observation,
  findings: readonly Finding[],
  limits: AdviceLimits,
): Promise<Advice> {
  const fromFindings = suggestFromFindings(findings);
  if (observation.workload.statements.length === 0 || !(await hasHypopg(session))) {
    return { basis: 'plans', suggestions: fromFindings };
  }
  await session.execute("BEGIN READ ONLY; SET LOCAL jit = off; SET LOCAL statement_timeout = '60s'");
  try {
    const worthwhile = { ...observation, workload: { ...observation.workload, statements: weighty(observation) } };
    const world = hypotheticalWorld(session, worthwhile);
    const candidates = generateCandidates(worthwhile.workload.statements, observation);
    const selection = await selectIndexes(candidates, world, {
      mostBytes: limits.mostBytes,
      leastGain: LEAST_GAIN,
      leastGainOfSibling: LEAST_GAIN_OF_SIBLING,
    });
    const chosen = selection.indexes.map(({ index }) => index);
    const proved = await Promise.all(selection.indexes.map((one) => toSuggestion(one, chosen, world, worthwhile)));
    return {
      basis: 'hypopg',
      suggestions: [...proved.filter((one) => one !== undefined), ...unseen(fromFindings, proved)],
    };
  } finally {
    await session.execute('ROLLBACK');
    await session.query('SELECT hypopg_reset()');
  }
}

/** The statements that make up nearly all of the time, worst first. */
function weighty({ workload }: Observation): readonly ObservedStatement[] {
  const sorted = [...workload.statements].sort((a, b) => b.totalMs - a.totalMs);
  const total = sorted.reduce((sum, statement) => sum + statement.totalMs, 0);
  let seen = 0;
  return sorted.slice(0, MOST_STATEMENTS).filter((statement) => {
    const wanted = seen < total * SHARE_OF_TIME;
    seen += statement.totalMs;
    return wanted;
  });
}

/** Undefined for an index that serves no single statement well: a sum of small gains is not worth its upkeep. */
async function toSuggestion(
  { index, bytes, costWithout }: Selected,
  chosen: readonly CandidateIndex[],
  world: WhatIf,
  { workload }: Observation,
): Promise<Suggestion | undefined> {
  const others = chosen.filter((other) => other !== index);
  const served: ObservedStatement[] = [];
  for (const statement of workload.statements) {
    const [cost, without] = [
      await world.statementCost(statement, chosen),
      await world.statementCost(statement, others),
    ];
    if (cost !== null && without !== null && without >= cost * (1 + LEAST_SERVICE)) served.push(statement);
  }
  if (served.length === 0) return undefined;
  const calls = served.reduce((sum, statement) => sum + statement.calls, 0);
  const { ddl, rollback } = proposeIndex(index.table, index.columns);
  return {
    index,
    ddl,
    rollback,
    serves: served.map((statement) => statement.id),
    measuredMs: served.reduce((sum, statement) => sum + statement.totalMs, 0) / calls,
    costBefore: costWithout,
    costAfter: await world.cost(chosen),
    estimatedBytes: bytes,
    reason: `serves ${served.length} ${served.length === 1 ? 'statement' : 'statements'} of the workload, by hypothetical index`,
  };
}

/** Foreign keys of which no statement was seen: deletes of the parent still read the whole child. */
function unseen(
  fromFindings: readonly Suggestion[],
  proved: readonly (Suggestion | undefined)[],
): readonly Suggestion[] {
  const covered = (suggestion: Suggestion): boolean =>
    proved.some(
      (one) =>
        one?.index.table.schema === suggestion.index.table.schema &&
        one.index.table.name === suggestion.index.table.name &&
        suggestion.index.columns.every((column) =>
          one.index.columns.slice(0, suggestion.index.columns.length).includes(column),
        ),
    );
  return fromFindings.filter((suggestion) => suggestion.measuredMs === null && !covered(suggestion));
}
