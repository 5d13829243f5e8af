// Statements as they may be shown: without the literals that they were sent with, which can be anybody's data.

const LITERALS: readonly (readonly [RegExp, string])[] = [
  [/\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$/g, '$…$'],
  [/[eEbBxXnN]?'(?:[^'\\]|''|\\.)*(?:'|$)/g, '…'],
  [/(?<![\w$.])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g, '…'],
];
const LONGEST = 300;

/** A text of pg_stat_activity or pg_stat_statements, with an ellipsis in place of each literal, on one line. Parameters stay. */
export function withoutLiterals(text: string): string {
  let shown = text.replace(/\/\*[\s\S]*?(?:\*\/|$)|--[^\n]*/g, ' ');
  for (const [pattern, replacement] of LITERALS) shown = shown.replace(pattern, () => replacement);
  return shorten(shown);
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
