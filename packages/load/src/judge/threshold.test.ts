import { describe, expect, test } from 'vitest';
import { EMPTY_HISTOGRAM, histogramOf } from '../measure/histogram.js';
import { latencyOf, type TargetSummary } from '../measure/summary.js';
import { verdictOptions } from '../options/verdict-options.js';
import { judgeThreshold, parseThreshold, refuseUnknownOperations } from './threshold.js';

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

const part = histogramOf(Array.from({ length: 100 }, (_, index) => (index + 1) * 100));
const operations = new Map([['GET /orders', { sent: 110, ok: 100, failed: 8, histogram: part }]]);

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
    ['p99{GET /orders}<10', true],
    ['p99 { GET /orders } < 9.8ms', false],
    ['max{GET /orders}<=10', true],
    ['errors{GET /orders}<=10', true],
    ['errors{GET /orders}<9%', false],
    ['unfinished{GET /orders}<=2', true],
    ['requests{GET /orders}>=110', true],
    ['p99{the only one}<10', false],
  ])('%s is %s', (expression, ok) => {
    expect(judgeThreshold(parseThreshold(expression), { summary, operations }).ok).toBe(ok);
  });

  test('nothing measured is no success', () => {
    const empty = {
      ...summary,
      histogram: EMPTY_HISTOGRAM,
      latency: latencyOf(EMPTY_HISTOGRAM),
      counts: { ...counts, sent: 0 },
    };
    for (const expression of ['p99<200', 'mean<200', 'errors<1%']) {
      expect(judgeThreshold(parseThreshold(expression), { summary: empty, operations })).toMatchObject({
        ok: false,
        actual: null,
      });
    }
  });

  test.each([
    'p99',
    'p101<2',
    'latency<200',
    'p99<200%',
    'rps>5ms',
    'errors<',
    'p99=200',
    '',
    'p99<-1',
    'rps>5%',
    'p99{}<2',
    'p99{a<2',
    'rps{GET /orders}>5',
    'http_req_failed<1%',
  ])('"%s" is refused', (expression) => {
    expect(() => parseThreshold(expression)).toThrow(expect.objectContaining({ code: 'LOAD004' }));
  });

  test('a URL is not taken for one', () => {
    const takes = verdictOptions.find(({ flags }) => flags.startsWith('--threshold'))?.takesMany;
    expect(takes?.('http://localhost/?p99<200')).toBe(false);
    expect(takes?.('https://localhost/{{id}}')).toBe(false);
    for (const word of ['p99<200', 'errors < 1%', 'p95{GET /orders}<80', 'http_req_failed<1%'])
      expect(takes?.(word), word).toBe(true);
  });

  test('an operation that is not there is refused before anything is sent', () => {
    const thresholds = [parseThreshold('p99<10'), parseThreshold('p99{GET /order}<10')];
    expect(() => refuseUnknownOperations(thresholds, ['GET /orders', 'pay'])).toThrow(
      expect.objectContaining({ code: 'LOAD004', message: expect.stringContaining('"GET /order"') as string }),
    );
    expect(() => refuseUnknownOperations(thresholds, [])).toThrow(expect.objectContaining({ code: 'LOAD004' }));
    expect(() => refuseUnknownOperations(thresholds, ['GET /order'])).not.toThrow();
  });
});
