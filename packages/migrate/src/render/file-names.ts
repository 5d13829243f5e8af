/** `20261122_add_user_indexes.sql` and its rollback; with the time where that day has one already. */
export function migrationFileNames(
  name: string,
  now: Date,
  existing: readonly string[],
): { readonly migration: string; readonly rollback: string } {
  const digits = now.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  const day = digits.slice(0, 8);
  const stamp = existing.some((file) => file.startsWith(day)) ? digits : day;
  const slug = slugOf(name);
  return { migration: `${stamp}_${slug}.sql`, rollback: `${stamp}_${slug}_rollback.sql` };
}

/** `Add user's indexes` → `add_user_s_indexes` */
export function slugOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 80) || 'migration'
  );
}
