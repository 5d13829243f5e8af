import type { Json } from '../../model/api-model.js';
import { bool, code, comment, ident, key, num, str } from '../code.js';
import type { Lines } from '../doc-text.js';
import { chain, type Doc, type Entry, entry, group } from '../layout.js';
import type { Helper, ZodContext } from './context.js';

/** A call of one of our helpers; notes that the file must import it. */
export function helper(context: ZodContext, name: Helper, parameters: readonly Doc[]): Doc {
  context.uses.add(name);
  return group(
    code`${ident(name)}(`,
    parameters.map((parameter) => entry(parameter)),
    code`)`,
  );
}

export function list(items: readonly Doc[]): Doc {
  return listOf(items.map((item) => entry(item)));
}

export function listOf(items: readonly Entry[]): Doc {
  return group(code`[`, items, code`]`);
}

/** A JSON value as an expression that evaluates to it. */
export function jsonLiteral(value: Json): Doc {
  if (value === null) return code`null`;
  if (typeof value === 'string') return str(value);
  if (typeof value === 'number') return num(value);
  if (typeof value === 'boolean') return bool(value);
  if (Array.isArray(value)) return list(value.map((item: Json) => jsonLiteral(item)));
  return group(
    code`{`,
    Object.entries(value).map(([name, item]) => entry(jsonLiteral(item), { head: code`${key(name)}: ` })),
    code`}`,
    { padded: true },
  );
}

/** A schema that must also pass `checks`, which judge the whole value. */
export function checked(base: Doc, checks: readonly Doc[]): Doc {
  if (checks.length === 0) return base;
  if (typeof base === 'string')
    return group(
      code`${base}.check(`,
      checks.map((check) => entry(check)),
      code`)`,
    );
  return chain(
    base,
    group(
      code`.check(`,
      checks.map((check) => entry(check)),
      code`)`,
    ),
  );
}

/** An entry with comment lines above it. */
export function withNote(item: Entry, lines: Lines): Entry {
  return lines.length === 0 ? item : { ...item, note: (indent) => comment(lines, indent) };
}
