import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import * as z from 'zod';
import type { PlanStep, SequentialScan } from './observation.js';

interface PlanNode {
  readonly 'Node Type': string;
  readonly Schema?: string | undefined;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Plan Rows': number;
  readonly 'Total Cost': number;
  readonly Plans?: readonly PlanNode[] | undefined;
  readonly [property: string]: unknown;
}

const planNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.looseObject({
    'Node Type': z.string(),
    Schema: z.string().optional(),
    'Relation Name': z.string().optional(),
    'Plan Rows': z.number(),
    'Total Cost': z.number(),
    Plans: z.array(planNode).optional(),
  }),
);
const explainOutput = z.array(z.object({ Plan: planNode })).min(1);

/** What the planner says of a statement with parameters. */
export interface StatementPlan {
  readonly totalCost: number;
  /** Rows that it expects to give. */
  readonly rows: number;
  /** Tables that it would read from end to end. */
  readonly scans: readonly SequentialScan[];
  /** Indexes that it would read, by name. */
  readonly indexes: readonly string[];
  readonly root: PlanStep | null;
}

/**
 * The plan of a statement with parameters: planned, never run. With values the plan is made for them; without (or with
 * null among them) it is the generic one. Null where the statement cannot be prepared (a type that cannot be inferred, a
 * table that is gone). Works on every version, unlike GENERIC_PLAN (16). Wants an open transaction.
 */
export async function planStatement(
  session: Session,
  sql: string,
  values: readonly (string | null)[],
): Promise<StatementPlan | null> {
  const known = values.length > 0 && values.every((value) => value !== null);
  const literals = values.map((value) => (known && value !== null ? quoteLiteral(value) : 'NULL'));
  const list = values.length === 0 ? '' : `(${literals.join(', ')})`;
  const mode = known ? 'force_custom_plan' : 'force_generic_plan';
  await session.execute('SAVEPOINT plan');
  let prepared = false;
  try {
    await session.execute(`SET LOCAL plan_cache_mode = ${mode}; PREPARE observed_statement AS ${sql}`);
    prepared = true;
    const [row] = await session.query<Record<string, unknown>>(
      `EXPLAIN (FORMAT JSON, VERBOSE) EXECUTE observed_statement${list}`,
    );
    const plans = explainOutput.parse(row?.['QUERY PLAN']);
    return {
      totalCost: plans.reduce((sum, { Plan }) => sum + Plan['Total Cost'], 0),
      rows: plans.reduce((sum, { Plan }) => sum + Plan['Plan Rows'], 0),
      scans: plans.flatMap(({ Plan }) => sequentialScans(Plan)),
      indexes: plans.flatMap(({ Plan }) => indexNames(Plan)),
      root: plans[0] ? toStep(plans[0].Plan) : null,
    };
  } catch (error) {
    if (!isServerError(error)) throw error;
    return null;
  } finally {
    // By name: a pooler has statements of its own in the session.
    const forget = prepared ? '; DEALLOCATE observed_statement' : '';
    await session.execute(`ROLLBACK TO SAVEPOINT plan; RELEASE SAVEPOINT plan${forget}`);
  }
}

function sequentialScans(node: PlanNode): readonly SequentialScan[] {
  const own =
    node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== undefined
      ? [{ table: { schema: node.Schema ?? '', name: node['Relation Name'] }, expectedRows: node['Plan Rows'] }]
      : [];
  return [...own, ...(node.Plans ?? []).flatMap(sequentialScans)];
}

function indexNames(node: PlanNode): readonly string[] {
  const name = node['Index Name'];
  return [...(typeof name === 'string' ? [name] : []), ...(node.Plans ?? []).flatMap(indexNames)];
}

const DETAILS = ['Index Cond', 'Hash Cond', 'Merge Cond', 'Join Filter', 'Filter', 'Sort Key', 'Group Key'] as const;

function toStep(node: PlanNode): PlanStep {
  const join =
    typeof node['Join Type'] === 'string' && node['Join Type'] !== 'Inner'
      ? ` (${node['Join Type'].toLowerCase()})`
      : '';
  const index = typeof node['Index Name'] === 'string' ? ` using ${node['Index Name']}` : '';
  const relation = node['Relation Name'] === undefined ? '' : ` on ${node.Schema ?? ''}.${node['Relation Name']}`;
  return {
    label: `${node['Node Type']}${join}${index}${relation}`,
    details: DETAILS.flatMap((name) => {
      const value = node[name];
      const text = Array.isArray(value) ? value.join(', ') : value;
      return typeof text === 'string' ? [`${name.toLowerCase()}: ${withoutLiterals(text)}`] : [];
    }),
    rows: node['Plan Rows'],
    cost: node['Total Cost'],
    children: (node.Plans ?? []).map(toStep),
  };
}

/** A plan of a statement with literals shows data. */
function withoutLiterals(text: string): string {
  return text.replace(/'(?:[^']|'')*'/g, "'…'");
}
