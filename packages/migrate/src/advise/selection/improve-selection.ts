// A local search around what greed found: an index more, and then as many less, or smaller ones, as it makes superfluous or
// the budget has no room for. What was taken early for its few bytes can stand in the way of what gains more.
import type { CandidateIndex } from '../../candidates/candidate.js';
import { extendsIndex } from '../../candidates/candidate.js';
import { sameTable } from '../../observe/find-table.js';
import type { Appraiser, SelectionLimits, Step } from './select-indexes.js';

/** Each round adds an index; a selection is not further from a good one than this. */
const MOST_ROUNDS = 12;
/** A round must be worth this share of the cost that is left: less is the error of the estimate. */
const LEAST_IMPROVEMENT = 0.01;
/** Share of the cost that is left which a set of indexes must gain for e times the bytes (2 % for twice as many). */
const LEAST_GAIN_OF_BYTES = 0.03;

interface Search {
  readonly candidates: readonly CandidateIndex[];
  readonly appraise: (indexes: readonly CandidateIndex[]) => Promise<Scored>;
  readonly bytes: (index: CandidateIndex) => number;
  readonly mostBytes: number;
}

interface Scored {
  readonly step: Step;
  readonly score: number;
}

/**
 * The best set that such rounds lead to. A set is the better the less cost is left; each index counts as much as the
 * least that one must gain and bytes count a little, so that of two sets which leave the same the smaller one wins.
 */
export async function improveSelection(
  start: Step,
  candidates: readonly CandidateIndex[],
  appraiser: Appraiser,
  limits: SelectionLimits,
): Promise<Step> {
  const search: Search = {
    candidates,
    appraise: scoring(start.bytes, appraiser, limits),
    bytes: (index) => appraiser.bytes(index),
    mostBytes: limits.mostBytes,
  };
  let current = await search.appraise(start.indexes);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const best = await bestRound(current, search);
    if (best === current) break;
    current = best;
  }
  return current.step;
}

async function bestRound(current: Scored, search: Search): Promise<Scored> {
  const { indexes } = current.step;
  let best = current;
  const consider = (one: Scored | undefined): void => {
    const least = best === current ? current.score - LEAST_IMPROVEMENT : best.score;
    if (one && one.score < least) best = one;
  };
  for (const fewer of withOneLess(indexes)) consider(await search.appraise(fewer));
  for (const candidate of search.candidates) {
    if (indexes.includes(candidate)) continue;
    const kept = indexes.filter((index) => !extendsIndex(candidate, index));
    consider(await makeRoom([...kept, candidate], candidate, search));
  }
  return best;
}

/** Gives up what is missed least, of the new one nothing, until the rest fits and each is missed. */
async function makeRoom(
  indexes: readonly CandidateIndex[],
  added: CandidateIndex,
  search: Search,
): Promise<Scored | undefined> {
  let current = await search.appraise(indexes);
  for (;;) {
    const fits = current.step.bytes <= search.mostBytes;
    let least: Scored | undefined;
    for (const fewer of fits ? withOneLess(current.step.indexes) : lighter(current.step.indexes, search)) {
      if (!fewer.includes(added)) continue;
      const without = await search.appraise(fewer);
      if (without.score < (least?.score ?? Number.POSITIVE_INFINITY)) least = without;
    }
    if (fits && (!least || least.score >= current.score)) return current;
    if (!least) return undefined;
    current = least;
  }
}

function withOneLess(indexes: readonly CandidateIndex[]): readonly (readonly CandidateIndex[])[] {
  return indexes.map((index) => indexes.filter((other) => other !== index));
}

/** The sets with an index less, and those with a smaller one in its place that begins alike: shorter, or BRIN. */
function lighter(
  indexes: readonly CandidateIndex[],
  { candidates, bytes }: Search,
): readonly (readonly CandidateIndex[])[] {
  const smaller = indexes.flatMap((index) => {
    const others = indexes.filter((other) => other !== index);
    const shorter = { ...index, columns: index.columns.slice(0, -1) };
    const alike = [
      ...(index.columns.length > 1 ? [shorter] : []),
      ...candidates.filter((one) => sharesFirstKey(one, index)),
    ];
    return alike
      .filter((one) => bytes(one) < bytes(index) && !others.some((other) => extendsIndex(other, one)))
      .map((one) => [...others, one]);
  });
  return [...withOneLess(indexes), ...smaller];
}

function sharesFirstKey(a: CandidateIndex, b: CandidateIndex): boolean {
  return sameTable(a.table, b.table) && a.columns[0] === b.columns[0] && a.expression === b.expression;
}

function scoring(startBytes: number, appraiser: Appraiser, { leastGain }: SelectionLimits): Search['appraise'] {
  return async (indexes) => {
    const bytes = indexes.reduce((sum, index) => sum + appraiser.bytes(index), 0);
    const cost = await appraiser.cost(indexes);
    const score =
      Math.log(Math.max(cost, Number.MIN_VALUE)) +
      leastGain * indexes.length +
      LEAST_GAIN_OF_BYTES * Math.log(Math.max(1, startBytes + bytes));
    return { step: { indexes, bytes, cost }, score };
  };
}
