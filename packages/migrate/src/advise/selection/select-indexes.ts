// Which indexes to build, for the whole workload at once. The Extend strategy (Schlosser, Kossmann, Boissier, "Efficient
// Scalable Multi-Attribute Index Selection Using Recursive Strategies", ICDE 2019): each step takes the index, or the
// extension of one taken already, with the best benefit for each byte. A search around what came of it mends what greed
// took in the wrong order (`improve-selection.ts`), a reduction pass gives back what later steps made superfluous, and each
// index that is left may take another shape.
import type { CandidateIndex } from '../../candidates/candidate.js';
import { candidateKey, extendsIndex } from '../../candidates/candidate.js';
import { improveSelection } from './improve-selection.js';

/** What the search asks of the world. Costs are in the planner's units, weighted by calls. */
export interface Appraiser {
  /** Cost of the workload with these indexes built, upkeep by writes included. */
  cost(indexes: readonly CandidateIndex[]): Promise<number>;
  bytes(index: CandidateIndex): number;
  /** Other shapes of an index, such as one that carries further columns along. */
  variants?(index: CandidateIndex): readonly CandidateIndex[];
}

export interface SelectionLimits {
  readonly mostBytes: number;
  /**
   * A step that gains less than this share of the cost that is left is the last. Of what is left, and not of the first
   * cost: one pathological statement, once mended, would otherwise hide all the others.
   */
  readonly leastGain: number;
  /** The same for a step that makes an index longer: it adds no index. */
  readonly leastGainOfExtension: number;
  /** Share of the first cost that an index must gain if another begins with its first column: most of its work the other does. */
  readonly leastGainOfSibling: number;
}

export interface Selected {
  readonly index: CandidateIndex;
  readonly bytes: number;
  /** What the workload would cost without this one and with all the others. */
  readonly costWithout: number;
}

export interface Selection {
  readonly costBefore: number;
  readonly costAfter: number;
  readonly indexes: readonly Selected[];
}

/** A set of indexes on the way. */
export interface Step {
  readonly indexes: readonly CandidateIndex[];
  readonly cost: number;
  readonly bytes: number;
}

export async function selectIndexes(
  candidates: readonly CandidateIndex[],
  appraiser: Appraiser,
  limits: SelectionLimits,
): Promise<Selection> {
  const costBefore = await appraiser.cost([]);
  let current: Step = { indexes: [], cost: costBefore, bytes: 0 };
  for (;;) {
    const next = await bestStep(current, candidates, appraiser, limits);
    if (!next) break;
    current = next;
  }
  const improved = await improveSelection(current, candidates, appraiser, limits);
  const reduced = await reshape(await reduce(improved, appraiser, costBefore, limits), appraiser, limits);
  const indexes = await Promise.all(
    reduced.indexes.map(async (index) => ({
      index,
      bytes: appraiser.bytes(index),
      costWithout: await appraiser.cost(reduced.indexes.filter((other) => other !== index)),
    })),
  );
  // What gains most comes first.
  return { costBefore, costAfter: reduced.cost, indexes: indexes.sort((a, b) => b.costWithout - a.costWithout) };
}

/** The step with the best gain a byte, among those that gain enough and fit. */
async function bestStep(
  current: Step,
  candidates: readonly CandidateIndex[],
  appraiser: Appraiser,
  limits: SelectionLimits,
): Promise<Step | undefined> {
  let best: Step | undefined;
  let bestRatio = 0;
  for (const candidate of candidates) {
    if (current.indexes.some((index) => extendsIndex(index, candidate))) continue;
    // Taking a longer index gives back the shorter ones that it begins with.
    const kept = current.indexes.filter((index) => !extendsIndex(candidate, index));
    const indexes = [...kept, candidate];
    const bytes = indexes.reduce((sum, index) => sum + appraiser.bytes(index), 0);
    if (bytes > limits.mostBytes) continue;
    const cost = await appraiser.cost(indexes);
    const gain = current.cost - cost;
    const least = kept.length < current.indexes.length ? limits.leastGainOfExtension : limits.leastGain;
    if (gain < current.cost * least || gain <= 0) continue;
    const ratio = gain / Math.max(1, bytes - current.bytes);
    if (ratio > bestRatio) {
      bestRatio = ratio;
      best = { indexes, cost, bytes };
    }
  }
  return best;
}

/** Takes away each index without which the workload costs hardly more, the largest first. */
async function reduce(step: Step, appraiser: Appraiser, costBefore: number, limits: SelectionLimits): Promise<Step> {
  let current = step;
  const bySize = [...step.indexes].sort(
    (a, b) => appraiser.bytes(b) - appraiser.bytes(a) || (candidateKey(a) < candidateKey(b) ? -1 : 1),
  );
  for (const index of bySize) {
    const indexes = current.indexes.filter((other) => other !== index);
    const cost = await appraiser.cost(indexes);
    const least = indexes.some((other) => beginsAlike(other, index))
      ? costBefore * limits.leastGainOfSibling
      : current.cost * limits.leastGain;
    if (cost - current.cost < least) {
      current = { indexes, cost, bytes: current.bytes - appraiser.bytes(index) };
    }
  }
  return current;
}

/** Share of the cost that is left which another shape must gain: it is larger, and every write pays for that. */
const LEAST_GAIN_OF_SHAPE = 0.25;
/** How many times the size a shape may have: with further columns, rows no longer share one entry. */
const MOST_GROWTH = 4;

async function reshape(step: Step, appraiser: Appraiser, { mostBytes }: SelectionLimits): Promise<Step> {
  let current = step;
  for (const index of step.indexes) {
    let best: Step | undefined;
    for (const variant of appraiser.variants?.(index) ?? []) {
      const indexes = current.indexes.map((one) => (one === index ? variant : one));
      const bytes = current.bytes - appraiser.bytes(index) + appraiser.bytes(variant);
      if (bytes > mostBytes || appraiser.bytes(variant) > appraiser.bytes(index) * MOST_GROWTH) continue;
      const cost = await appraiser.cost(indexes);
      const gains = current.cost - cost >= current.cost * LEAST_GAIN_OF_SHAPE;
      if (gains && cost < (best?.cost ?? Number.POSITIVE_INFINITY)) best = { indexes, cost, bytes };
    }
    current = best ?? current;
  }
  return current;
}

function beginsAlike(a: CandidateIndex, b: CandidateIndex): boolean {
  return extendsIndex(a, { table: b.table, columns: b.columns.slice(0, 1) });
}
