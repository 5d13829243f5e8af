// Lists of `name=value` as the catalogue keeps them: reloptions, attoptions, options of foreign objects.
import { quoteIdentifier, quoteLiteral } from '@senior-backend/core/postgres/sql/quote';

interface Option {
  readonly name: string;
  readonly value: string;
}

function parseOption(text: string): Option {
  const split = text.indexOf('=');
  return { name: text.slice(0, split), value: text.slice(split + 1) };
}

/** `fillfactor='70', toast.autovacuum_enabled='false'` for WITH ( … ) and SET ( … ). */
export function storageOptions(options: readonly string[], prefix = ''): string {
  return options
    .map(parseOption)
    .map(({ name, value }) => `${prefix}${quoteIdentifier(name)}=${quoteLiteral(value)}`)
    .join(', ');
}

/** What to SET and what to RESET to come from one list to the other. */
export function storageChanges(
  before: readonly string[],
  after: readonly string[],
  prefix = '',
): { readonly set: string; readonly reset: string } {
  const gone = before.map(parseOption).filter(({ name }) => !after.some((option) => parseOption(option).name === name));
  return {
    set: storageOptions(
      after.filter((option) => !before.includes(option)),
      prefix,
    ),
    reset: gone.map(({ name }) => prefix + quoteIdentifier(name)).join(', '),
  };
}

/** `OPTIONS (host 'db1', port '5432')`, empty for none. */
export function foreignOptions(options: readonly string[]): string {
  if (options.length === 0) return '';
  return ` OPTIONS (${options
    .map(parseOption)
    .map(({ name, value }) => `${quoteIdentifier(name)} ${quoteLiteral(value)}`)
    .join(', ')})`;
}

/** `OPTIONS (SET host 'db2', DROP port)`, empty for no change. */
export function foreignChanges(before: readonly string[], after: readonly string[]): string {
  const old = new Map(before.map(parseOption).map(({ name, value }) => [name, value]));
  const fresh = after.map(parseOption);
  const words = [
    ...[...old.keys()]
      .filter((name) => !fresh.some((option) => option.name === name))
      .map((name) => `DROP ${quoteIdentifier(name)}`),
    ...fresh
      .filter(({ name, value }) => old.get(name) !== value)
      .map(({ name, value }) => `${old.has(name) ? 'SET' : 'ADD'} ${quoteIdentifier(name)} ${quoteLiteral(value)}`),
  ];
  return words.length === 0 ? '' : ` OPTIONS (${words.join(', ')})`;
}
