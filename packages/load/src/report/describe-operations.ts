import type { Block } from '@senior-backend/core/report/model';
import { formatCount, formatMs } from '@senior-backend/core/report/number';
import type { LoadOutcome } from '../judge/outcome.js';
import { latencyOf } from '../measure/summary.js';
import { operationNames } from '../model/traffic.js';

const MOST_ROWS = 25;

/** One line an operation, the slowest first; empty for a single request. */
export function operationBlocks({ plan, result }: LoadOutcome): readonly Block[] {
  const names = operationNames(plan.traffic);
  const rows = result.operations
    .map((operation, index) => ({ ...operation, name: names[index] ?? '', latency: latencyOf(operation.histogram) }))
    .sort((a, b) => (b.latency.p99 ?? 0) - (a.latency.p99 ?? 0));
  if (rows.length === 0) return [];
  const show = (ms: number | null): string => (ms === null ? '–' : formatMs(ms));
  const rest = rows.length - MOST_ROWS;
  return [
    { kind: 'heading', text: 'OPERATIONS (ms):' },
    {
      kind: 'table',
      columns: [
        { label: 'operation' },
        ...['requests', 'failed', 'p50', 'p95', 'p99', 'max'].map((label) => ({ label, align: 'right' as const })),
      ],
      rows: rows
        .slice(0, MOST_ROWS)
        .map(({ name, sent, failed, latency }) => [
          name,
          formatCount(sent),
          formatCount(failed),
          show(latency.p50),
          show(latency.p95),
          show(latency.p99),
          show(latency.max),
        ]),
    },
    ...(rest > 0
      ? [{ kind: 'paragraph', text: `and ${rest} more, all faster (see --json)`, tone: 'muted' } as const]
      : []),
  ];
}
