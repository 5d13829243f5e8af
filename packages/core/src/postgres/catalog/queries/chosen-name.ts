// The name that the server chooses for a NOT NULL that is written without one (indexcmds.c, makeObjectName): cut to 63 bytes
// where it is longer, the longer part first, and never within a character.

/** Of a column of a table, both SQL expressions of type text. */
export function columnChosenName(table: string, column: string): string {
  const [first, second] = [`octet_length(${table})`, `octet_length(${column})`];
  const forTable = `CASE WHEN ${second} <= 26 THEN 53 - ${second} WHEN ${first} <= 26 THEN ${first} ELSE 27 END`;
  const forColumn = `CASE WHEN ${second} <= 26 THEN ${second} WHEN ${first} <= 26 THEN 53 - ${first} ELSE 26 END`;
  return `CASE WHEN ${first} + ${second} <= 53 THEN ${table} || '_' || ${column} || '_not_null'
    ELSE ${clipped(table, forTable)} || '_' || ${clipped(column, forColumn)} || '_not_null' END`;
}

/** Of a domain. */
export function domainChosenName(domain: string): string {
  return `CASE WHEN octet_length(${domain}) <= 54 THEN ${domain} ELSE ${clipped(domain, '54')} END || '_not_null'`;
}

/** As many characters as have room in so many bytes. */
function clipped(text: string, bytes: string): string {
  return `left(${text}, (SELECT count(*)::int FROM generate_series(1, ${bytes}) i WHERE octet_length(left(${text}, i)) <= ${bytes}))`;
}
