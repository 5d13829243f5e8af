// PostgreSQL prints `status IN ('a', 'b')` on a varchar column as `(ARRAY['a'::character varying, …])::text[]`, and reads
// that back as another expression: the parser pushes the outer cast into the elements (parse_expr.c, transformTypeCast).
// With the array's own type spelled out in between, what is read is what was printed.

const LITERAL = "'(?:[^']|'')*'::";
const ARRAY_CAST = new RegExp(
  String.raw`\(ARRAY\[((?:${LITERAL}[a-z ]+(?:\(\d+\))?)(?:, ${LITERAL}[a-z ]+(?:\(\d+\))?)*)\]\)::([a-z ]+)\[\]`,
  'g',
);

/** An expression as the server prints it, in a form that it reads back as the same. */
export function stableCasts(sql: string): string {
  return sql.replace(ARRAY_CAST, (whole, elements: string, outer: string) => {
    const types = new Set([...elements.matchAll(/'::([a-z ]+(?:\(\d+\))?)(?=,|$)/g)].map((match) => match[1]));
    const [inner] = types;
    return types.size === 1 && inner !== outer ? `((ARRAY[${elements}])::${inner}[])::${outer}[]` : whole;
  });
}
