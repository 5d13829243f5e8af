// What stands behind the headline of a target: further percentiles, the phases of its requests, and the bytes that they took.
import type { Block } from '@senior-backend/core/report/model';
import { formatBytes, formatCount, formatMs } from '@senior-backend/core/report/number';
import { percentile } from '../measure/histogram.js';
import type { Latency, TargetSummary } from '../measure/summary.js';

/** `name` tells one target from another; empty where there is one. */
export function describeDetails(target: TargetSummary, name: string): readonly Block[] {
  return [...percentileBlocks(target, name), ...phaseBlocks(target, name), ...transferBlocks(target, name)];
}

/** Beside those of the headline. */
const SHARES = [0.1, 0.25, 0.75, 0.9, 0.999, 0.9999];
/** With fewer answers beyond it, a percentile is one of them or another. */
const LEAST_BEYOND = 10;

function percentileBlocks({ histogram }: TargetSummary, name: string): readonly Block[] {
  const parts = SHARES.filter((share) => histogram.total * Math.min(share, 1 - share) >= LEAST_BEYOND - 1e-6).map(
    (share) => `p${Number((share * 100).toFixed(2))} ${formatMs(percentile(histogram, share) / 1_000)}`,
  );
  if (parts.length === 0) return [];
  return [
    { kind: 'heading', text: `PERCENTILES${name} (ms):` },
    { kind: 'paragraph', text: parts.join(' · '), tone: 'muted' },
  ];
}

/** Bytes of header and content as they came and went, and how many a second at the rate of the answers. */
function transferBlocks({ counts, rps, connections }: TargetSummary, name: string): readonly Block[] {
  if (counts.answered === 0) return [];
  const show = (bytes: number): string => `${formatBytes(bytes)} (${formatBytes((bytes / counts.answered) * rps)}/s)`;
  const opened = `${formatCount(connections.opened)} ${connections.opened === 1 ? 'connection' : 'connections'}`;
  const text = `TRANSFER${name}: received ${show(counts.bytesReceived)}, sent ${show(counts.bytesSent)}, over ${opened}`;
  return [{ kind: 'heading', text }];
}

/** Where the time of a request went: connecting, where that was needed, and up to the first byte. */
function phaseBlocks(
  { phases: { connect, tls, firstByte }, connections }: TargetSummary,
  name: string,
): readonly Block[] {
  const part = (name: string, { p50, p99 }: Latency): readonly string[] =>
    p50 === null || p99 === null ? [] : [`${name} p50 ${formatMs(p50)}, p99 ${formatMs(p99)}`];
  const parts = [
    ...part('connect', connect),
    ...part('of that TLS', tls),
    ...part('first byte', firstByte),
    ...(connections.resumed > 0 ? [`${formatCount(connections.resumed)} TLS sessions resumed`] : []),
  ];
  if (parts.length === 0) return [];
  return [
    { kind: 'heading', text: `PHASES${name} (ms):` },
    { kind: 'paragraph', text: parts.join(' · '), tone: 'muted' },
  ];
}
