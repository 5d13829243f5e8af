/**
 * The order in which migrations run. Their names begin with a day, or with a day and a time where the day has a migration
 * already: a day alone is its first moment, so that `20261122_a.sql` comes before `20261122103000_b.sql`, although no plain order
 * of texts has it so.
 */
export function compareFileNames(a: string, b: string): number {
  const [one, other] = [withTime(a), withTime(b)];
  return one === other ? order(a, b) : order(one, other);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const withTime = (name: string): string => name.replace(/^(\d{8})(?!\d)/, '$1000000');
