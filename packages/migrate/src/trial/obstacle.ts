// Why a statement of the workload must not be run to be measured.
import type { Session } from '@senior-backend/core/postgres/session';
import type { ObservedStatement } from '../observe/observation.js';
import type { ParseNode } from '../observe/resolve/grammar.js';
import { nodeList, open, walk } from '../observe/resolve/parse-tree.js';

/** Volatile, and nobody is the wiser for a call more. */
const HARMLESS: readonly string[] = ['random', 'clock_timestamp', 'timeofday', 'gen_random_uuid', 'uuid_generate_v4'];

/** In words; undefined where it may be run. A read-only transaction stops writes; it does not stop what functions do elsewhere. */
export async function obstacleOf(
  session: Session,
  statement: ObservedStatement,
  tree: readonly ParseNode[] | undefined,
): Promise<string | undefined> {
  if (open(tree?.[0], 'SelectStmt') === undefined) return 'it writes';
  const names = new Set<string>();
  let locks = statement.accesses.some(({ write }) => write);
  walk(tree, (kind, node) => {
    if (kind === 'FuncCall') names.add(String(open(nodeList(node['funcname']).at(-1), 'String')?.['sval'] ?? ''));
    if (kind === 'LockingClause') locks = true;
  });
  if (locks) return 'it locks or writes rows';
  const [volatile] = await session.query<{ name: string }>(
    `SELECT p.proname AS name FROM pg_catalog.pg_proc p
     WHERE p.proname = ANY($1) AND p.provolatile = 'v' AND p.proname <> ALL($2)
     ORDER BY 1 LIMIT 1`,
    [[...names], [...HARMLESS]],
  );
  return volatile ? `it calls ${volatile.name}(), which is volatile` : undefined;
}
