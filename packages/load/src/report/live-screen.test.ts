import { expect, test } from 'vitest';
import { LiveScreen, spark } from './live-screen.js';

test('time, counts, latencies of now, and the course of the rate', () => {
  const screen = new LiveScreen(10_000);
  screen.draw({ elapsedMs: 1_000, answered: 100, failed: 0, latency: null });
  const lines = screen.draw({
    elapsedMs: 5_000,
    answered: 2_100,
    failed: 21,
    latency: { p50Ms: 1.5, p99Ms: 20, maxMs: 300 },
  });
  expect(lines.split('\n')).toEqual([
    '████████████░░░░░░░░░░░░ 5s/10s',
    '2,100 answers  500/s  21 failed (1.0 %)',
    'p50 1.50 ms  p99 20.0 ms  max 300 ms',
    '▂█',
  ]);
});

test('a run by requests has no end to show, and nothing yet is nothing', () => {
  const lines = new LiveScreen(Number.POSITIVE_INFINITY).draw({ elapsedMs: 0, answered: 0, failed: 0, latency: null });
  expect(lines.split('\n')).toEqual(['0ms', '0 answers  0/s  0 failed', '', '▁']);
});

test('bars', () => {
  expect(spark([0, 1, 2, 4])).toBe('▁▃▅█');
  expect(spark([])).toBe('');
});
