// Identifiers and literals as PostgreSQL reads them (documentation, "Lexical Structure", 4.1).

/** Keywords that cannot stand as a bare name everywhere: all but the unreserved ones of PostgreSQL 18, as quote_ident decides. */
const RESERVED = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char
  character check coalesce collate collation column concurrently constraint create cross current_catalog current_date
  current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do
  else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike
  in initially inner inout int integer intersect interval into is isnull join json json_array json_arrayagg json_exists
  json_object json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading least left like
  limit localtime localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset
  on only or order out outer overlaps overlay placing position precision primary real references returning right row select
  session_user setof similar smallint some substring symmetric system_user table tablesample then time timestamp to
  trailing treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes
  xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`.split(/\s+/),
);

/** `users` → `users`, `Order Items` → `"Order Items"`, `select` → `"select"`. */
export function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `['public', 'Users']` → `public."Users"` */
export function quoteName(names: readonly string[]): string {
  return names.map(quoteIdentifier).join('.');
}

/** `it's` → `'it''s'`; with a backslash in it `E'…'`, which means the same whatever standard_conforming_strings says. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** `it's` → `$$it's$$`; `$a$…$a$` where the text has that in it, and so on. */
export function quoteBody(text: string): string {
  for (let tag = ''; ; tag += 'a') if (!`${text}$`.includes(`$${tag}$`)) return `$${tag}$${text}$${tag}$`;
}
