// 10⁹ recorded samples are right: really recorded, by four recorders as workers have them, merged, and held against counts that
// follow from how the samples are made. Then a merge whose buckets hold more than 2³² values, through the file format and
// back. About a minute of CPU. Usage: node bench/load/histogram.js [--samples 1000000000]
import { parseArgs } from 'node:util';
import { decodeHistogram, encodeHistogram } from '../../packages/load/dist/measure/hdr.js';
import { bucketOf, highestIn, mergeHistograms, percentile } from '../../packages/load/dist/measure/histogram.js';
import { allocateStatistics, SERIES_INDEX, SliceRecorder } from '../../packages/load/dist/measure/recorder.js';
import { verdict } from './support/statistics.js';

const { values } = parseArgs({ options: { samples: { type: 'string', default: '1000000000' } } });
const SAMPLES = Number(values.samples);
const RECORDERS = 4;
/** A prime: multiplied by any other number, the samples go through all its residues before one comes again. */
const CYCLE = 99_991;
const print = (line) => process.stdout.write(`${line}\n`);

/** Microseconds, with a long tail: from 0.2 ms to about 40 s. */
const latencyOf = (residue) => Math.round(200 * Math.exp((12.2 * residue) / CYCLE));
const residueOf = (sample) => (sample * 7_919) % CYCLE;
const table = Float64Array.from({ length: CYCLE }, (_, residue) => latencyOf(residue));

const recorders = Array.from({ length: RECORDERS }, () => new SliceRecorder(allocateStatistics(1), 0));
const series = SERIES_INDEX.service2xx;
const began = process.cpuUsage();
for (let sample = 0; sample < SAMPLES; sample += 1)
  recorders[sample % RECORDERS].record(series, table[residueOf(sample)] / 1_000);
const { user, system } = process.cpuUsage(began);
const merged = mergeHistograms(recorders.map((recorder) => recorder.readSeries('service2xx')));
print(`${merged.total} samples recorded, ${(((user + system) * 1_000) / SAMPLES).toFixed(1)} ns of CPU each`);

/** How often each residue comes: all alike, and the first of the last round once more. */
const rounds = Math.floor(SAMPLES / CYCLE);
const times = new Float64Array(CYCLE).fill(rounds);
for (let sample = rounds * CYCLE; sample < SAMPLES; sample += 1) times[residueOf(sample)] += 1;
const sorted = [...table.keys()].sort((a, b) => table[a] - table[b]);
const sum = sorted.reduce((total, residue) => total + table[residue] * times[residue], 0);

function exact(share) {
  let rank = Math.ceil(share * SAMPLES);
  for (const residue of sorted) {
    rank -= times[residue];
    if (rank <= 0) return table[residue];
  }
  return table[sorted.at(-1)];
}

verdict(`the total is ${SAMPLES}`, merged.total === SAMPLES);
verdict('the buckets add up to the total', merged.counts.reduce((all, count) => all + count, 0) === SAMPLES);
verdict('the sum is exact to 10⁻¹²', Math.abs(merged.sum - sum) <= sum * 1e-12);
verdict('the extremes are exact', merged.min === table[sorted[0]] && merged.max === table[sorted.at(-1)]);
for (const share of [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999]) {
  const [found, truth] = [percentile(merged, share), exact(share)];
  verdict(
    `p${share * 100}: ${found} µs, in the bucket of ${truth}`,
    found === Math.min(highestIn(bucketOf(truth)), merged.max),
  );
}

const LARGE = 3e9;
const one = { counts: new Float64Array(merged.counts.length), total: LARGE, sum: LARGE * 500, min: 500, max: 500 };
one.counts[bucketOf(500)] = LARGE;
const large = mergeHistograms([one, one, one, merged]);
const { min, max, sum: largeSum } = large;
const back = decodeHistogram(encodeHistogram(large), { min, max, sum: largeSum });
verdict(
  `a bucket of ${3 * LARGE} values and more (above 2³²) survives a merge`,
  large.counts[bucketOf(500)] >= 3 * LARGE,
);
verdict('and the file format: the same total', back.total === large.total && large.total === 3 * LARGE + SAMPLES);
verdict(
  'and the same percentiles',
  [0.5, 0.9, 0.99, 0.999].every((share) => percentile(back, share) === percentile(large, share)),
);
