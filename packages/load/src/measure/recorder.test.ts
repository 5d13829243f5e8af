import { expect, test } from 'vitest';
import { histogramOf, percentile } from './histogram.js';
import { allocateStatistics, COUNTER, SERIES_INDEX, SliceRecorder } from './recorder.js';

test('slices of one buffer do not touch one another', () => {
  const buffer = allocateStatistics(3);
  const recorders = [0, 1, 2].map((index) => new SliceRecorder(buffer, index));
  for (const [index, recorder] of recorders.entries()) {
    recorder.count(COUNTER.sent, index + 1);
    recorder.countStatus(200 + index);
    recorder.countFailure(index);
    recorder.record(SERIES_INDEX.connect, index + 1);
  }
  for (const [index, recorder] of recorders.entries()) {
    expect(recorder.read('sent')).toBe(index + 1);
    expect(recorder.readStatuses()).toEqual([[200 + index, 1]]);
    expect(recorder.readFailures()[index]).toBe(1);
    expect(recorder.readFailures().reduce((sum, count) => sum + count)).toBe(1);
    expect(recorder.readSeries('connect')).toEqual(histogramOf([(index + 1) * 1_000]));
    expect(recorder.readSeries('serviceCut').total).toBe(0);
  }
});

test('what lies outside the range is kept at its edge', () => {
  const recorder = new SliceRecorder(allocateStatistics(1), 0);
  for (const ms of [-1, 0, 1e12]) recorder.record(SERIES_INDEX.serviceCut, ms);
  expect(recorder.readSeries('serviceCut')).toEqual(histogramOf([0, 0, 2 ** 31 - 1]));
});

test('a billion values: count, sum and percentiles are right', () => {
  // The values go round and round through a thousand, so that what is true is known without keeping them.
  const [rounds, different] = [process.env['CHECK'] === 'full' ? 1_000_000 : 5_000, 1_000];
  const recorder = new SliceRecorder(allocateStatistics(1), 0);
  for (let round = 0; round < rounds; round += 1)
    for (let value = 1; value <= different; value += 1) recorder.record(SERIES_INDEX.service2xx, value / 1_000);
  const series = recorder.readSeries('service2xx');
  expect(series.total).toBe(rounds * different);
  expect(series.sum).toBe((rounds * different * (different + 1)) / 2);
  expect([series.min, series.max]).toEqual([1, different]);
  for (const share of [0.001, 0.5, 0.99, 0.999]) expect(percentile(series, share)).toBe(share * different);
}, 300_000);
