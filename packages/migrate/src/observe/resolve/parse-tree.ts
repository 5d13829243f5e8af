// Moving about in PostgreSQL's parse tree, whose nodes are objects with one key: `{ ColumnRef: { fields: […] } }`.
import type { ParseNode } from './grammar.js';

/** The inside of a node where it is of this kind. */
export function open(node: unknown, kind: string): ParseNode | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const inside = (node as ParseNode)[kind];
  return typeof inside === 'object' && inside !== null ? (inside as ParseNode) : undefined;
}

/** A list in the tree, whichever way it is written. */
export function nodeList(value: unknown): readonly ParseNode[] {
  const list = open(value, 'List')?.['items'] ?? value;
  return Array.isArray(list) ? (list as ParseNode[]) : [];
}

/** Calls `visit` for each node below and at `node`, with its kind and its inside. */
export function walk(node: unknown, visit: (kind: string, inside: ParseNode) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit);
  } else if (typeof node === 'object' && node !== null) {
    for (const [key, value] of Object.entries(node)) {
      if (/^[A-Z]/.test(key) && typeof value === 'object' && value !== null && !Array.isArray(value))
        visit(key, value as ParseNode);
      walk(value, visit);
    }
  }
}

/** A plain column, casts opened: `o.user_id`, `user_id`, `user_id::text` is none. */
export function isColumn(node: unknown): boolean {
  const fields = nodeList(open(node, 'ColumnRef')?.['fields']);
  return fields.length > 0 && fields.every((field) => open(field, 'String') !== undefined);
}

/** `schema.table.column` → qualifier `table`; the qualifier is undefined for a bare name. */
export function columnPath(node: unknown): { qualifier: string | undefined; column: string } {
  const names = nodeList(open(node, 'ColumnRef')?.['fields']).map((field) =>
    String(open(field, 'String')?.['sval'] ?? ''),
  );
  return { qualifier: names.at(-2), column: names.at(-1) ?? '' };
}

/** The highest `$n` of a statement. */
export function parameterCount(statements: readonly ParseNode[]): number {
  let most = 0;
  walk(statements, (kind, inside) => {
    if (kind === 'ParamRef') most = Math.max(most, Number(inside['number'] ?? 0));
  });
  return most;
}

/** The name of an operator expression's operator, without its schema: `=`, `<`, `~~`. */
export function operator(expression: ParseNode): string {
  return (
    nodeList(expression['name'])
      .map((part) => String(open(part, 'String')?.['sval'] ?? ''))
      .at(-1) ?? ''
  );
}

/** The `n` of a bare or cast `$n`; null for anything else. */
export function parameterNumber(node: unknown): number | null {
  const bare = open(open(node, 'TypeCast')?.['arg'] ?? node, 'ParamRef');
  return bare ? Number(bare['number'] ?? 0) : null;
}
