import { expect, test } from 'vitest';
import { histogramOf } from './histogram.js';
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
