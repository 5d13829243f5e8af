// What the experiments say of their own figures, by the statistics of the command itself.
import { median, pairedInterval, pairedShift } from '../../../packages/load/dist/judge/compare/statistics.js';

export { median };

/** The shift of paired differences and its 95 % interval: `{ shift, low, high }`. It takes six of them. */
export function estimateShift(differences) {
  return { shift: pairedShift(differences), ...pairedInterval(differences) };
}

/** The slope of a straight line through points `{ x, y }` that no single one can turn (Theil, 1950; Sen, 1968). */
export function slopeOf(points) {
  const slopes = points.flatMap((a, index) =>
    points.slice(index + 1).flatMap((b) => (b.x === a.x ? [] : [(b.y - a.y) / (b.x - a.x)])),
  );
  return median(slopes);
}

/**
 * The slope of points in their order, and its 95 % interval by the bootstrap over blocks of residuals (Künsch, 1989), each an eighth
 * of the whole: neighbours depend on each other, and blocks keep that.
 */
export function estimateSlope(points) {
  const slope = slopeOf(points);
  const rest = points.map(({ x, y }) => y - slope * x);
  const length = Math.max(1, Math.floor(points.length / 8));
  const drawn = () => {
    const starts = Array.from({ length: Math.ceil(points.length / length) }, () =>
      Math.floor(Math.random() * (points.length - length + 1)),
    );
    const residuals = starts.flatMap((start) => rest.slice(start, start + length));
    return slope + slopeOf(points.map(({ x }, index) => ({ x, y: residuals[index] })));
  };
  const slopes = Array.from({ length: RESAMPLES }, drawn).sort((a, b) => a - b);
  return { slope, low: slopes[RESAMPLES * 0.025], high: slopes[RESAMPLES * 0.975 - 1] };
}

const RESAMPLES = 1_000;

/** A line that says whether a bar was reached; an experiment that misses one ends with 1. */
export function verdict(bar, reached) {
  process.stdout.write(`${reached ? 'PASS' : 'FAIL'}  ${bar}\n`);
  if (!reached) process.exitCode = 1;
}
