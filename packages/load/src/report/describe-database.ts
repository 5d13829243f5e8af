import type { Block, Plot, Series } from '@senior-backend/core/report/model';
import { formatCount, formatFixed, formatMs, formatPercent } from '@senior-backend/core/report/number';
import type { DatabaseFinding } from '../judge/database.js';
import { describeBlock, type NamedSpike } from '../judge/name-spikes.js';
import type { DatabaseRecord } from '../model/database.js';

const MOST_STATEMENTS = 8;
const MOST_BLOCKS = 5;
const RIGHT = ['calls', 'total', 'mean', 'rows', 'share'].map((label) => ({ label, align: 'right' as const }));

/** What the database did during the run. */
export function describeDatabase({ record, spikes, perRequestMs, waits }: DatabaseFinding): readonly Block[] {
  const { statements, totals, blind } = record;
  const busyMs = statements.reduce((sum, statement) => sum + statement.totalMs, 0);
  const share = perRequestMs === null ? '' : `, ${formatMs(perRequestMs)} ms in statements for each answer`;
  return [
    { kind: 'heading', text: `DATABASE: ${record.database}, PostgreSQL ${version(record.serverVersion)}${share}` },
    ...(statements.length > 0
      ? [
          {
            kind: 'table',
            columns: [{ label: 'statement' }, ...RIGHT],
            rows: statements
              .slice(0, MOST_STATEMENTS)
              .map(({ text, calls, totalMs, rows }) => [
                short(text),
                formatCount(calls),
                `${formatMs(totalMs)} ms`,
                `${formatMs(totalMs / calls)} ms`,
                formatCount(rows),
                formatPercent(totalMs / Math.max(busyMs, 1e-9), 0),
              ]),
          } as const,
        ]
      : []),
    {
      kind: 'list',
      items: [
        ...waits.map(({ event, sessions }) => ({
          text: `waiting for ${event}: ${formatFixed(sessions, 2)} sessions on average`,
        })),
        ...record.blocks.slice(0, MOST_BLOCKS).map((block) => ({
          text: `${describeBlock(block)}, from ${seconds(block.firstMs)} to ${seconds(block.lastMs)}`,
          tone: 'bad' as const,
        })),
        { text: totalsLine(totals), tone: 'muted' as const },
        ...blind.map((text) => ({ text, tone: 'warning' as const })),
      ],
    },
    ...spikeBlocks(spikes),
  ];
}

function spikeBlocks(spikes: readonly NamedSpike[]): readonly Block[] {
  if (spikes.length === 0) return [];
  const items = spikes.map(({ fromMs, toMs, p99Ms, usualMs, cause }) => ({
    text: `${seconds(fromMs)} to ${seconds(toMs)}: p99 ${formatMs(p99Ms)} ms, usually ${formatMs(usualMs)} ms`,
    details: [cause ?? 'the database did nothing unusual then: look at the server, or what lies between'],
  }));
  return [
    { kind: 'heading', text: 'SPIKES:' },
    { kind: 'list', items },
  ];
}

/** Sessions over time, as a picture below that of the latency. */
export function databasePlot({ samples }: DatabaseRecord): Block | undefined {
  if (samples.length < 2) return undefined;
  const kinds = [...new Set(samples.flatMap(({ waits }) => waits.map(({ event }) => kindOf(event))))].sort();
  const line = (name: string, of: (sample: DatabaseRecord['samples'][number]) => number): Series => ({
    name,
    style: 'line',
    points: samples.map((sample) => [sample.atMs / 1_000, of(sample)]),
  });
  const waiting = (kind: string): Series =>
    line(`waiting: ${kind}`, ({ waits }) =>
      waits.filter(({ event }) => kindOf(event) === kind).reduce((sum, { sessions }) => sum + sessions, 0),
    );
  const plot: Plot = {
    title: 'Database sessions over time',
    x: { label: 'seconds from the start', scale: 'linear' },
    y: { label: 'sessions', scale: 'linear' },
    series: [line('running', ({ running }) => running), ...kinds.slice(0, 5).map(waiting)],
  };
  return { kind: 'plot', plot };
}

function kindOf(event: string): string {
  return event.slice(0, event.indexOf(':'));
}

function totalsLine({
  commits,
  rollbacks,
  blocksRead,
  blocksHit,
  tempBytes,
  deadlocks,
  checkpoints,
}: DatabaseRecord['totals']): string {
  const found =
    blocksRead + blocksHit === 0 ? '' : `, ${formatPercent(blocksHit / (blocksRead + blocksHit))} of blocks in cache`;
  const rest = [
    ...(rollbacks > 0 ? [`${formatCount(rollbacks)} rolled back`] : []),
    ...(tempBytes > 0 ? [`${formatFixed(tempBytes / 2 ** 20, 1)} MiB spilled to files`] : []),
    ...(deadlocks > 0 ? [`${formatCount(deadlocks)} deadlocks`] : []),
    ...(checkpoints > 0 ? [`${formatCount(checkpoints)} checkpoints`] : []),
  ].map((text) => `, ${text}`);
  return `${formatCount(commits)} transactions committed${found}${rest.join('')}`;
}

function version(number: number): string {
  return `${Math.floor(number / 10_000)}.${number % 10_000}`;
}

function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function seconds(ms: number): string {
  return `${formatFixed(Math.max(0, ms) / 1_000, 1)} s`;
}
