import { describe, expect, test } from 'vitest';
import { EMPTY_HISTOGRAM, histogramOf } from '../measure/histogram.js';
import { latencyOf, type TargetSummary } from '../measure/summary.js';
import { judgeThreshold, looksLikeThreshold, parseThreshold } from './threshold.js';

const histogram = histogramOf(Array.from({ length: 1_000 }, (_, index) => (index + 1) * 1_000));
const counts = {
  sent: 1_010,
  ok: 990,
  failed: 15,
  unfinished: 5,
  dropped: 0,
  delivered: 0,
  retried: 0,
  answered: 1_000,
  late: 0,
  connections: 0,
  resumed: 0,
  bytesReceived: 0,
  bytesSent: 0,
};
const summary: TargetSummary = {
  url: '',
  counts,
  leftOut: 0,
  connections: { opened: 0, resumed: 0 },
  delivered: 0,
  rps: 480,
  histogram,
  latency: latencyOf(histogram),
  service: latencyOf(histogram),
  sendLag: null,
  byClass: { '2xx': EMPTY_HISTOGRAM, '3xx': EMPTY_HISTOGRAM, '4xx': EMPTY_HISTOGRAM, '5xx': EMPTY_HISTOGRAM },
  lowerBounds: 0,
  phases: {
    connect: latencyOf(EMPTY_HISTOGRAM),
    tls: latencyOf(EMPTY_HISTOGRAM),
    firstByte: latencyOf(EMPTY_HISTOGRAM),
  },
  statuses: [],
  errors: [],
};

describe('thresholds', () => {
  test.each([
    ['p99<991.5', true],
    ['p99<990', false],
    ['p99 <= 1s', true],
    ['p50<=500.5ms', true],
    ['p99.9>990', true],
    ['p99_9<1s', true],
    ['mean<501', true],
    ['avg>501', false],
    ['max<1000000us', false],
    ['max<=1000000us', true],
    ['min>=1', true],
    ['errors<1%', false],
    ['errors<2%', true],
    ['errors<=20', true],
    ['errors<20', false],
    ['rps>479.9', true],
    ['requests>=1010', true],
    ['unfinished<5', false],
  ])('%s is %s', (expression, ok) => {
    expect(judgeThreshold(parseThreshold(expression), summary).ok).toBe(ok);
  });

  test('nothing measured is no success', () => {
    const empty = {
      ...summary,
      histogram: EMPTY_HISTOGRAM,
      latency: latencyOf(EMPTY_HISTOGRAM),
      counts: { ...counts, sent: 0 },
    };
    for (const expression of ['p99<200', 'mean<200', 'errors<1%']) {
      expect(judgeThreshold(parseThreshold(expression), empty)).toMatchObject({ ok: false, actual: null });
    }
  });

  test.each(['p99', 'p101<2', 'latency<200', 'p99<200%', 'rps>5ms', 'errors<', 'p99=200', '', 'p99<-1', 'rps>5%'])(
    '"%s" is refused',
    (expression) => {
      expect(() => parseThreshold(expression)).toThrow(expect.objectContaining({ code: 'LOAD004' }));
    },
  );

  test('a URL is not taken for one', () => {
    expect(looksLikeThreshold('http://localhost/?p99<200')).toBe(false);
  });
});
