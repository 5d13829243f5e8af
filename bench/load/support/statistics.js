// What the experiments say of their own figures.

/** Two-sided 95 % quantile of Student's t, by Cornish and Fisher's expansion (Abramowitz and Stegun, 26.7.5). */
function student95(degrees) {
  const z = 1.959964;
  const [z3, z5, z7] = [z ** 3, z ** 5, z ** 7];
  return (
    z +
    (z3 + z) / (4 * degrees) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * degrees ** 3)
  );
}

/** A straight line through points `{ x, y }` by least squares: its slope, and the half width of its 95 % interval. */
export function fitLine(points) {
  const mean = (of) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  const slope = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
  const rest = points.reduce((sum, point) => sum + (point.y - y - slope * (point.x - x)) ** 2, 0);
  const degrees = points.length - 2;
  return { slope, mean: y, margin: student95(degrees) * Math.sqrt(rest / degrees / spread) };
}

/** A line that says whether a bar was reached; an experiment that misses one ends with 1. */
export function verdict(bar, reached) {
  process.stdout.write(`${reached ? 'PASS' : 'FAIL'}  ${bar}\n`);
  if (!reached) process.exitCode = 1;
}
