// Which statement of a schema file defines a name. Only to point at it: what a schema means, PostgreSQL says.
import { parseQualified } from '../../plan/parse-qualified.js';

const NAME = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`;
const DEFINITION = new RegExp(
  String.raw`^create\s+(?:or\s+replace\s+)?(?:(?:global|local|temp|temporary|unlogged|foreign|recursive|unique|constraint|trusted|procedural|default)\s+)*` +
    String.raw`(table|view|materialized\s+view|sequence|index|type|domain|function|procedure|aggregate|schema|extension|trigger|policy|rule|server|collation|statistics|publication|event\s+trigger)\s+` +
    String.raw`(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(${NAME}(?:\s*\.\s*${NAME})?)([^;]*)`,
  'is',
);
const TABLE = new RegExp(String.raw`\bon\s+(?:only\s+)?(${NAME}(?:\s*\.\s*${NAME})?)`, 'i');

export interface DefinedName {
  /** Lower case, one space between words. */
  readonly kind: string;
  /** `['public', 'users']`; a trigger, policy or rule has its own name behind its table's. */
  readonly names: readonly string[];
}

/** What a CREATE statement defines; undefined for other statements. A name without a schema is taken to be in `public`. */
export function definedName(sql: string): DefinedName | undefined {
  const [, keyword = '', name = '', rest = ''] = DEFINITION.exec(sql) ?? [];
  if (name === '') return undefined;
  const kind = keyword.toLowerCase().replace(/\s+/g, ' ');
  const own = unquoted(name);
  if (['schema', 'extension', 'server', 'publication', 'event trigger'].includes(kind)) return { kind, names: own };
  if (['trigger', 'policy', 'rule'].includes(kind)) {
    const table = TABLE.exec(rest)?.[1];
    return table === undefined ? undefined : { kind, names: [...inSchema(unquoted(table)), ...own] };
  }
  // An index is in the schema of its table, which may be named where its own name never is.
  const table = kind === 'index' ? TABLE.exec(rest)?.[1] : undefined;
  const schema = table === undefined ? undefined : inSchema(unquoted(table))[0];
  return { kind, names: own.length === 1 ? [schema ?? 'public', ...own] : own };
}

function inSchema(names: readonly string[]): readonly string[] {
  return names.length === 1 ? ['public', ...names] : names;
}

/** Names that are not quoted are folded to lower case. */
function unquoted(name: string): readonly string[] {
  const folded = name.replace(/"(?:[^"]|"")+"|[^"]+/g, (part) =>
    part.startsWith('"') ? part : part.toLowerCase().replace(/\s+/g, ''),
  );
  return parseQualified(folded);
}
