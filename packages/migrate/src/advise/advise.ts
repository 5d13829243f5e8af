// From findings and workload to what should be built, proved on hypothetical indexes where the server has hypopg, on a scratch
// copy where there is one.
import type { Session } from '@senior-backend/core/postgres/session';
import { formatCount } from '@senior-backend/core/report/number';
import type { Finding } from '../analyze/finding.js';
import { type CandidateIndex, isCostable } from '../candidates/candidate.js';
import { generateCandidates } from '../candidates/generate-candidates.js';
import { proposeCandidate } from '../candidates/index-ddl.js';
import { coveringVariants } from '../candidates/index-variants.js';
import type { Observation, ObservedStatement } from '../observe/observation.js';
import { type Selected, selectIndexes } from './selection/select-indexes.js';
import { heapOnlyUpdatesLost } from './selection/upkeep.js';
import { type Suggestion, suggestFromFindings } from './suggestion.js';
import type { Rejected } from './trial.js';
import { builtWorld, onTables } from './what-if/built-world.js';
import { hasHypopg, hypotheticalWorld } from './what-if/hypothetical-world.js';
import type { WhatIf } from './what-if/what-if.js';

export interface Advice {
  /** How the suggestions were arrived at: hypothetical indexes, real ones on a scratch copy, or the plans as they are now. */
  readonly basis: 'hypopg' | 'copy' | 'plans';
  readonly suggestions: readonly Suggestion[];
  /** Suggestions that were built and did not hold. */
  readonly rejected: readonly Rejected[];
}

export interface AdviceLimits {
  readonly mostBytes: number;
}

/**
 * Statements beyond these make up one in a thousand of the time, or less. One in a hundred would not do: it is half of what is
 * left when the rest has its indexes.
 */
const SHARE_OF_TIME = 0.999;
const MOST_STATEMENTS = 200;
/** Extend ends where a step gains less than this share of what is left. */
const LEAST_GAIN = 0.03;
const LEAST_GAIN_OF_EXTENSION = 0.01;
const LEAST_GAIN_OF_SIBLING = 0.05;
/** An index serves a statement that costs at least a quarter more without it. */
const LEAST_SERVICE = 0.25;

/** Without hypopg the findings are the advice. */
export async function advise(
  session: Session,
  observation: Observation,
  findings: readonly Finding[],
  limits: AdviceLimits,
): Promise<Advice> {
  const fromFindings = suggestFromFindings(findings);
  if (observation.workload.statements.length === 0 || !(await hasHypopg(session))) {
    return { basis: 'plans', suggestions: fromFindings, rejected: [] };
  }
  await session.execute("BEGIN READ ONLY; SET LOCAL jit = off; SET LOCAL statement_timeout = '60s'; SAVEPOINT advice");
  try {
    const worthwhile = weighty(observation);
    const proved = await choose(hypotheticalWorld(session, worthwhile), worthwhile, limits);
    return { basis: 'hypopg', suggestions: [...proved, ...unseen(fromFindings, proved)], rejected: [] };
  } finally {
    // In the same transaction: behind a transaction pooler the next one may be another server session's.
    await session.execute('ROLLBACK TO SAVEPOINT advice; SELECT hypopg_reset(); ROLLBACK');
  }
}

/** The same on a scratch copy that holds the rows of these tables. */
export async function adviseOnCopy(
  copy: Session,
  observation: Observation,
  copied: readonly { readonly schema: string; readonly name: string }[],
  findings: readonly Finding[],
  limits: AdviceLimits,
): Promise<Advice> {
  const worthwhile = onTables(weighty(observation), copied);
  const world = builtWorld(copy, worthwhile);
  try {
    const proved = await choose(world, worthwhile, limits);
    return { basis: 'copy', suggestions: [...proved, ...unseen(suggestFromFindings(findings), proved)], rejected: [] };
  } finally {
    await world.close();
  }
}

async function choose(world: WhatIf, observation: Observation, limits: AdviceLimits): Promise<readonly Suggestion[]> {
  const candidates = generateCandidates(observation.workload.statements, observation).filter(isCostable);
  const appraiser = { ...world, variants: (index: CandidateIndex) => coveringVariants(index, observation) };
  const selection = await selectIndexes(candidates, appraiser, {
    mostBytes: limits.mostBytes,
    leastGain: LEAST_GAIN,
    leastGainOfExtension: LEAST_GAIN_OF_EXTENSION,
    leastGainOfSibling: LEAST_GAIN_OF_SIBLING,
  });
  const chosen = selection.indexes.map(({ index }) => index);
  const proved = await Promise.all(selection.indexes.map((one) => toSuggestion(one, chosen, world, observation)));
  return proved.filter((one) => one !== undefined);
}

/** The observation with the statements that make up nearly all of the time, worst first. */
function weighty(observation: Observation): Observation {
  const { workload } = observation;
  const sorted = [...workload.statements].sort((a, b) => b.totalMs - a.totalMs);
  const total = sorted.reduce((sum, statement) => sum + statement.totalMs, 0);
  let seen = 0;
  const statements = sorted.slice(0, MOST_STATEMENTS).filter((statement) => {
    const wanted = seen < total * SHARE_OF_TIME || total === 0;
    seen += statement.totalMs;
    return wanted;
  });
  return { ...observation, workload: { ...workload, statements } };
}

/** Undefined for an index that serves no single statement well: a sum of small gains is not worth its upkeep. */
async function toSuggestion(
  { index, bytes, costWithout }: Selected,
  chosen: readonly CandidateIndex[],
  world: WhatIf,
  observation: Observation,
): Promise<Suggestion | undefined> {
  const others = chosen.filter((other) => other !== index);
  const served: ObservedStatement[] = [];
  for (const statement of observation.workload.statements) {
    const cost = await world.statementCost(statement, chosen);
    const without = await world.statementCost(statement, others);
    if (cost !== null && without !== null && without >= cost * (1 + LEAST_SERVICE)) served.push(statement);
  }
  if (served.length === 0) return undefined;
  const calls = served.reduce((sum, statement) => sum + statement.calls, 0);
  const totalMs = served.reduce((sum, statement) => sum + statement.totalMs, 0);
  const { ddl, rollback } = proposeCandidate(index);
  return {
    index,
    ddl,
    rollback,
    serves: served.map((statement) => statement.id),
    measuredMs: totalMs > 0 ? totalMs / calls : null,
    costBefore: costWithout,
    costAfter: await world.cost(chosen),
    estimatedBytes: bytes,
    reason: reasonOf(served.length, heapOnlyUpdatesLost(observation, index)),
    trial: null,
  };
}

function reasonOf(served: number, updatesLost: number): string {
  const statements = `serves ${served} ${served === 1 ? 'statement' : 'statements'} of the workload`;
  return updatesLost === 0
    ? statements
    : `${statements}; ${formatCount(updatesLost)} updates of its columns, heap-only until now, would write to every index`;
}

/**
 * What no cost speaks for: foreign keys of which no statement was seen (deletes of the parent still read the whole child),
 * and indexes that the planner can only judge once they are built.
 */
function unseen(fromFindings: readonly Suggestion[], proved: readonly Suggestion[]): readonly Suggestion[] {
  const covered = ({ index }: Suggestion): boolean =>
    proved.some(
      (one) =>
        one.index.table.schema === index.table.schema &&
        one.index.table.name === index.table.name &&
        one.index.predicate === undefined &&
        index.columns.every((column) => one.index.columns.slice(0, index.columns.length).includes(column)),
    );
  return fromFindings.filter(
    (suggestion) => !isCostable(suggestion.index) || (suggestion.measuredMs === null && !covered(suggestion)),
  );
}
