// Student's t distribution: what a new value may be, after a few that were seen.

/** Two-sided p of a t value. */
export function studentP(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** The t value that is exceeded, on either side, with a probability of `p`. Found by halving: p falls as t grows. */
export function studentT(p: number, freedom: number): number {
  let [low, high] = [0, 1e4];
  for (let step = 0; step < 80; step += 1) {
    const middle = (low + high) / 2;
    if (studentP(middle, freedom) > p) low = middle;
    else high = middle;
  }
  return high;
}

const TINY = 1e-300;
const MOST_TERMS = 300;

/** The regularised incomplete beta function, by its continued fraction (Lentz; Abramowitz and Stegun 26.5.8). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= MOST_TERMS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return result;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** Stirling's series, after moving the argument above 10. */
function logGamma(x: number): number {
  let [z, shift] = [x, 0];
  for (; z < 10; z += 1) shift += Math.log(z);
  const inverse = 1 / (z * z);
  const series = (1 / 12 - (1 / 360 - (1 / 1_260 - inverse / 1_680) * inverse) * inverse) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
