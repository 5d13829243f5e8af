// The worst statements with their plans, and where the bytes are: for the page; a terminal gets the table alone.
import type { Block, TreeNode } from '@senior-backend/core/report/model';
import { formatBytes, formatCount, formatMs, formatPercent } from '@senior-backend/core/report/number';
import type { Suggestion } from '../advise/suggestion.js';
import { oneLine } from '../analyze/one-line.js';
import type { ObservedStatement, PlanStep } from '../observe/observation.js';
import type { ReportedObservation } from './analysis.js';

const MOST_STATEMENTS = 8;
const MOST_RELATIONS = 12;

export function statementBlocks({ workload }: ReportedObservation): readonly Block[] {
  const worst = workload.statements.filter(({ totalMs }) => totalMs > 0).slice(0, MOST_STATEMENTS);
  if (worst.length === 0) return [];
  const total = workload.statements.reduce((sum, { totalMs }) => sum + totalMs, 0);
  return [
    { kind: 'heading', text: 'WORST STATEMENTS (by total time, measured by the server):' },
    {
      kind: 'table',
      columns: [
        { label: 'total', align: 'right' },
        { label: 'share', align: 'right' },
        { label: 'calls', align: 'right' },
        { label: 'mean', align: 'right' },
        { label: 'statement' },
      ],
      rows: worst.map(({ totalMs, calls, meanMs, text }) => [
        `${formatMs(totalMs)} ms`,
        formatPercent(totalMs / total),
        formatCount(calls),
        `${formatMs(meanMs)} ms`,
        oneLine(text),
      ]),
    },
    ...worst.flatMap(planBlock),
  ];
}

function planBlock({ plan, text }: ObservedStatement): readonly Block[] {
  return plan ? [{ kind: 'tree', title: `Generic plan: ${oneLine(text)}`, root: toTree(plan, plan.cost) }] : [];
}

/** Costs are the planner's estimates; a node's own is what those below it do not account for. */
function toTree({ label, details, rows, cost, children }: PlanStep, whole: number): TreeNode {
  const below = children.reduce((sum, child) => sum + child.cost, 0);
  const share = Math.max(0, cost - below) / Math.max(whole, Number.MIN_VALUE);
  return {
    text: label,
    details: [
      `estimated: rows ${formatCount(rows)}, cost ${formatCount(cost)}, ${formatPercent(share, 0)} of all here`,
      ...details,
    ],
    share,
    children: children.map((child) => toTree(child, whole)),
  };
}

export function sizeBlocks({ tables, indexes }: ReportedObservation): readonly Block[] {
  const largest = [...tables].sort((a, b) => b.bytes - a.bytes).slice(0, MOST_RELATIONS);
  const ofIndexes = [...indexes].sort((a, b) => b.bytes - a.bytes).slice(0, MOST_RELATIONS);
  const bar = (label: string, bytes: number) => ({ label, value: bytes, text: formatBytes(bytes) });
  return [
    {
      kind: 'bars',
      title: 'Largest tables, with their indexes',
      bars: largest.map((one) => bar(`${one.schema}.${one.name}`, one.bytes)),
    },
    {
      kind: 'bars',
      title: 'Largest indexes',
      bars: ofIndexes.map((one) => bar(`${one.table.name}: ${one.name}`, one.bytes)),
    },
  ];
}

/** What the suggestions change: measured times where there are any, else the planner's costs. */
export function gainBlocks(suggestions: readonly Suggestion[]): readonly Block[] {
  const measured = suggestions.flatMap(({ index, trial }) =>
    trial
      ? [
          { label: `${index.table.name}: before`, value: trial.beforeMs, text: `${formatMs(trial.beforeMs)} ms` },
          { label: `${index.table.name}: after`, value: trial.afterMs, text: `${formatMs(trial.afterMs)} ms` },
        ]
      : [],
  );
  if (measured.length > 0) return [{ kind: 'bars', title: 'Time of the statements, measured', bars: measured }];
  const [first] = suggestions;
  if (first?.costBefore == null || first.costAfter == null) return [];
  const bars = suggestions.flatMap(({ index, costBefore }) =>
    costBefore === null
      ? []
      : [
          {
            label: `without ${index.table.name} (${index.columns.join(', ')})`,
            value: costBefore,
            text: formatCount(costBefore),
          },
        ],
  );
  const all = { label: 'with all of them', value: first.costAfter, text: formatCount(first.costAfter) };
  return [{ kind: 'bars', title: 'Cost of the workload, estimated by the planner', bars: [...bars, all] }];
}
