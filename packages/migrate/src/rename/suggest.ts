// What looks like a rename and was not declared: said, never acted on.

import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { Catalog, Fact } from '@senior-backend/core/postgres/catalog';
import { factsOf, isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteLiteral, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { editDistance } from '@senior-backend/core/tool/suggest';
import type { Delta } from '../diff/diff-catalogs.js';

interface Suggestion {
  /** `public.users.mail=email`, as --rename takes it. */
  readonly rename: string;
  /** From 0 to 1. */
  readonly score: number;
}

const LEAST_SCORE = 0.5;

/** One for each table or column that is gone, the likeliest, as an info with the flag that would keep its rows. */
export function suggestRenames(deltas: readonly Delta[], before: Catalog, after: Catalog): readonly Diagnostic[] {
  const dropped = deltas.flatMap((delta) => (delta.change === 'drop' ? [delta.before] : []));
  const created = deltas.flatMap((delta) => (delta.change === 'create' ? [delta.after] : []));
  const goneTables = new Set(dropped.filter((fact) => isKind(fact, 'table')).map(({ id }) => id));
  const suggestions = dropped.flatMap((old): readonly Suggestion[] => {
    if (isKind(old, 'table')) {
      return best(
        created
          .filter((fact) => isKind(fact, 'table'))
          .map((fresh) => ({
            rename: `${old.names.join('.')}=${fresh.names[0] === old.names[0] ? fresh.names[1] : fresh.names.join('.')}`,
            score: tableScore(old, before, fresh, after),
          })),
      );
    }
    if (!isKind(old, 'column') || goneTables.has(`table:${old.id.slice('column:'.length, old.id.lastIndexOf('.'))}`))
      return [];
    const same = created
      .filter((fact) => isKind(fact, 'column'))
      .filter((fresh) => fresh.names[0] === old.names[0] && fresh.names[1] === old.names[1]);
    return best(
      same.map((fresh) => ({ rename: `${old.names.join('.')}=${fresh.names[2]}`, score: columnScore(old, fresh) })),
    );
  });
  const said = suggestions.map(
    ({ rename, score }): Diagnostic => ({
      code: 'MIG306',
      severity: 'info',
      message: `looks like a rename (${Math.round(score * 100)} %): ${rename.replace('=', ' → ')}`,
      help: `to keep the rows: --rename ${rename}`,
    }),
  );
  return [...said, ...deltas.flatMap(renamedLabel)];
}

/** An enum that differs in the one label of a place: its rows would be in the way of a new type, and a new name is none. */
function renamedLabel(delta: Delta): readonly Diagnostic[] {
  if (delta.change !== 'alter' || !isKind(delta.before, 'enum') || !isKind(delta.after, 'enum')) return [];
  const [old, fresh] = [delta.before.attributes.labels, delta.after.attributes.labels];
  const other = old.flatMap((label, at) => (label === fresh[at] ? [] : [at]));
  const [at = 0] = other;
  const [from = '', to = ''] = [old[at], fresh[at]];
  if (old.length !== fresh.length || other.length !== 1 || old.includes(to)) return [];
  const labels = `${quoteLiteral(from)} TO ${quoteLiteral(to)}`;
  return [
    {
      code: 'MIG306',
      severity: 'info',
      message: `looks like a rename: label ${from} → ${to} of ${quoteName(delta.after.names)}`,
      help: `to keep the rows: run ALTER TYPE ${quoteName(delta.after.names)} RENAME VALUE ${labels} first, and compare again`,
    },
  ];
}

function best(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  const [first] = [...suggestions].sort((a, b) => b.score - a.score);
  return first && first.score >= LEAST_SCORE ? [first] : [];
}

/** The share of columns with the same name and type, and a little for the names. */
function tableScore(old: Fact<'table'>, before: Catalog, fresh: Fact<'table'>, after: Catalog): number {
  const shapes = (table: Fact<'table'>, catalog: Catalog): ReadonlySet<string> =>
    new Set(
      factsOf(catalog, 'column')
        .filter(({ names }) => names[0] === table.names[0] && names[1] === table.names[1])
        .map(({ names, attributes }) => `${names[2]} ${attributes.type}`),
    );
  const [a, b] = [shapes(old, before), shapes(fresh, after)];
  const common = [...a].filter((shape) => b.has(shape)).length;
  const all = new Set([...a, ...b]).size;
  return all === 0 ? 0 : 0.8 * (common / all) + 0.2 * likeness(old.names[1] ?? '', fresh.names[1] ?? '');
}

/** The same type, the same nullability, a name that is near. */
function columnScore(old: Fact<'column'>, fresh: Fact<'column'>): number {
  const type = old.attributes.type === fresh.attributes.type ? 0.5 : 0;
  const required = old.attributes.notNull === fresh.attributes.notNull ? 0.1 : 0;
  return type + required + 0.4 * likeness(old.names[2] ?? '', fresh.names[2] ?? '');
}

function likeness(a: string, b: string): number {
  return 1 - editDistance(a, b) / Math.max(a.length, b.length, 1);
}
