// The statistics of comparisons: robust, without assumptions about the shape of latencies, and over blocks rather than
// requests, because requests of one moment are not independent of one another.

/** NaN for nothing. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The shift of paired differences: the median of their Walsh averages (Hodges and Lehmann, 1963). */
export function pairedShift(differences: readonly number[]): number {
  return median(walshAverages(differences));
}

/** Of each value with itself and with every later one. */
function walshAverages(values: readonly number[]): readonly number[] {
  return values.flatMap((value, index) => values.slice(index).map((other) => (value + other) / 2));
}

/** The shift from `before` to `after`, which are not paired: the median of all differences (Hodges and Lehmann, 1963). */
export function unpairedShift(before: readonly number[], after: readonly number[]): number {
  return median(allDifferences(before, after));
}

function allDifferences(before: readonly number[], after: readonly number[]): readonly number[] {
  return after.flatMap((b) => before.map((a) => b - a));
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What a difference must be rarer than to be called one, and what an interval leaves outside. */
export const LEVEL = 0.05;

/**
 * The interval of `pairedShift` that holds the true one 95 times in 100 at least, whatever the shape of the noise: the signed-rank
 * test turned round, which is all shifts that it would not reject (Tukey, 1949; Hollander and Wolfe, Nonparametric Statistical
 * Methods, 3.3). A bootstrap over a dozen differences is too narrow: it never sees further than they do. Fewer than six
 * differences reach 95 % with no interval; they give the widest there is.
 */
export function pairedInterval(differences: readonly number[]): Interval {
  const sums = countRankSums(differences.map((_, index) => index + 1));
  const tail = (LEVEL / 2) * 2 ** differences.length;
  let rank = 0;
  for (let seen = sums[0] ?? 0; seen <= tail; seen += sums[rank] ?? 0) rank += 1;
  return inner(walshAverages(differences), Math.max(1, rank));
}

/**
 * The interval of `unpairedShift`: the rank-sum test turned round, its critical value by the normal approximation (Hollander and
 * Wolfe, 4.3). For eight values a side or more.
 */
export function unpairedInterval(before: readonly number[], after: readonly number[]): Interval {
  const [n, m] = [before.length, after.length];
  const critical = (n * m) / 2 - NORMAL_975 * Math.sqrt((n * m * (n + m + 1)) / 12);
  return inner(allDifferences(before, after), Math.max(1, Math.floor(critical)));
}

/** What leaves 2.5 % of a normal distribution beyond it. */
const NORMAL_975 = 1.959964;

/** From the `rank`th smallest to the `rank`th largest. */
function inner(values: readonly number[], rank: number): Interval {
  const sorted = Float64Array.from(values).sort();
  return { low: sorted[rank - 1] ?? Number.NaN, high: sorted[sorted.length - rank] ?? Number.NaN };
}

/** Two-sided p of Wilcoxon's signed-rank test, exact (by counting the subsets of ranks), ties at their mean rank. */
export function signedRankP(differences: readonly number[]): number {
  const values = differences.filter((difference) => difference !== 0);
  if (values.length === 0) return 1;
  const ranks = ranksOf(values.map(Math.abs));
  // Mean ranks are multiples of a half, so that twice a rank is whole and sums can be counted.
  const doubled = ranks.map((rank) => Math.round(rank * 2));
  const whole = doubled.reduce((sum, rank) => sum + rank, 0);
  const positive = doubled.reduce((sum, rank, index) => sum + ((values[index] ?? 0) > 0 ? rank : 0), 0);
  const ways = countRankSums(doubled);
  const extreme = Math.min(positive, whole - positive);
  const tail = ways.subarray(0, extreme + 1).reduce((sum, count) => sum + count, 0);
  return Math.min(1, (2 * tail) / 2 ** values.length);
}

/** For each sum, how many choices among the ranks have it. */
function countRankSums(ranks: readonly number[]): Float64Array {
  const whole = ranks.reduce((sum, rank) => sum + rank, 0);
  const ways = new Float64Array(whole + 1);
  ways[0] = 1;
  for (const rank of ranks)
    for (let sum = whole; sum >= rank; sum -= 1) ways[sum] = (ways[sum] ?? 0) + (ways[sum - rank] ?? 0);
  return ways;
}

/** Two-sided p of the rank-sum test (Mann and Whitney, 1947): normal approximation with corrections for ties and continuity. */
export function rankSumP(before: readonly number[], after: readonly number[]): number {
  const [n, m] = [before.length, after.length];
  if (n === 0 || m === 0) return 1;
  const all = [...before, ...after];
  const ranks = ranksOf(all);
  const sum = ranks.slice(n).reduce((total, rank) => total + rank, 0);
  const u = sum - (m * (m + 1)) / 2;
  const size = n + m;
  const ties = [...countEqual(all).values()].reduce((total, count) => total + count ** 3 - count, 0);
  const variance = ((n * m) / 12) * (size + 1 - ties / (size * (size - 1)));
  if (variance <= 0) return 1;
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / Math.sqrt(variance);
  return Math.min(1, 2 * (1 - normalCdf(z)));
}

/** Holm (1979): p values that may be held against one level although several are looked at. */
export function holm(ps: readonly number[]): readonly number[] {
  const order = ps.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(ps.length);
  let largest = 0;
  for (const [position, { p, index }] of order.entries()) {
    largest = Math.max(largest, Math.min(1, p * (ps.length - position)));
    adjusted[index] = largest;
  }
  return adjusted;
}

function ranksOf(values: readonly number[]): readonly number[] {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && order[end]?.value === order[start]?.value) end += 1;
    for (let at = start; at < end; at += 1) ranks[order[at]?.index ?? 0] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

function countEqual(values: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Abramowitz and Stegun 26.2.17, for z ≥ 0; off by less than 1e-7. */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return 1 - density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
}
