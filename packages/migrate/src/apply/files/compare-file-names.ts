/**
 * The order in which migrations run: that of the numbers that their names begin with, as numbers, and then that of the names.
 * `V1.1__x.sql` (Flyway) has two; a day alone is its first moment, so that `20261122_a.sql` comes before
 * `20261122103000_b.sql`. Names without a number come last.
 */
export function compareFileNames(a: string, b: string): number {
  const [one, other] = [numbersOf(a), numbersOf(b)];
  if (one.length === 0 || other.length === 0) return other.length - one.length || order(a, b);
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const [left = -1n, right = -1n] = [one[at], other[at]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return order(a, b);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function numbersOf(name: string): readonly bigint[] {
  const [, version] = /^V(\d+(?:[._]\d+)*)__/.exec(name) ?? [];
  const [number = ''] = /^\d+/.exec(name) ?? [];
  const digits = version?.split(/[._]/) ?? (number === '' ? [] : [number]);
  return digits.map((text) => BigInt(text.length === 8 ? `${text}000000` : text));
}
