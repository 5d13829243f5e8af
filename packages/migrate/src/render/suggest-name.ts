import type { AnyFact } from '@senior-backend/core/postgres/catalog';
import type { Delta } from '../diff/diff-catalogs.js';

/** A name for a migration that nobody named: `add_orders`, `change_users_and_3_more`. */
export function suggestName(deltas: readonly Delta[]): string {
  const own = deltas.filter((delta) => !comesAlong(factOf(delta)));
  const told = own.length > 0 ? own : deltas;
  const main = told.find((delta) => factOf(delta).kind === 'table') ?? told[0];
  if (!main) return 'migration';
  const verb = main.change === 'create' ? 'add' : main.change === 'drop' ? 'drop' : 'change';
  const names = new Set(told.map((delta) => nameOf(factOf(delta))));
  const first = nameOf(factOf(main));
  return names.size <= 1 ? `${verb}_${first}` : `${verb}_${first}_and_${names.size - 1}_more`;
}

/** What belongs to something else, or has come from a parent, is not what a migration is about. */
function comesAlong(fact: AnyFact): boolean {
  if (fact.kind === 'column' || fact.kind === 'constraint') return fact.attributes.inherited && !fact.attributes.local;
  return ['owner', 'grant', 'comment', 'securityLabel'].includes(fact.kind);
}

function nameOf({ names }: AnyFact): string {
  return names[1] ?? names[0] ?? '';
}

function factOf(delta: Delta): AnyFact {
  return delta.change === 'drop' ? delta.before : delta.after;
}
