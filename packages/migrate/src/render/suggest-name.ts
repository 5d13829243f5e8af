import type { Delta } from '../diff/diff-catalogs.js';

/** A name for a migration that nobody named: `add_orders`, `change_users_and_3_more`. */
export function suggestName(deltas: readonly Delta[]): string {
  const main = deltas.find((delta) => factOf(delta).kind === 'table') ?? deltas[0];
  if (!main) return 'migration';
  const verb = main.change === 'create' ? 'add' : main.change === 'drop' ? 'drop' : 'change';
  const names = new Set(deltas.map((delta) => factOf(delta).names[1] ?? factOf(delta).names[0] ?? ''));
  const fact = factOf(main);
  const first = fact.names[1] ?? fact.names[0] ?? '';
  return names.size <= 1 ? `${verb}_${first}` : `${verb}_${first}_and_${names.size - 1}_more`;
}

function factOf(delta: Delta) {
  return delta.change === 'drop' ? delta.before : delta.after;
}
