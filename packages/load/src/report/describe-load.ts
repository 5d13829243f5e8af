import { formatCount, formatDuration, formatFixed } from '@senior-backend/core/report/number';
import type { Plan, ProxyHop, RateStage } from '../model/plan.js';

/** `Concurrency: 50`, `Rate: 500/s`, `Rate: 0-500/s over 30s, 500/s over 2m` */
export function describeLoad({ load, pipeline }: Pick<Plan, 'load' | 'pipeline'>): string {
  if (load.kind === 'closed') {
    const behind = pipeline > 1 ? `, ${formatCount(pipeline)} behind one another on a connection` : '';
    return `Concurrency: ${formatCount(load.concurrency)}${behind}`;
  }
  const spacing = load.spacing === 'poisson' ? ', Poisson arrivals' : '';
  const [only] = load.stages;
  if (only && load.stages.every((stage) => stage.fromRate === only.fromRate && stage.toRate === only.fromRate)) {
    return `Rate: ${formatRate(only.fromRate)}/s${spacing}`;
  }
  return `Rate: ${load.stages.map(describeStage).join(', ')}${spacing}`;
}

function describeStage({ fromRate, toRate, lengthMs }: RateStage): string {
  const rate = fromRate === toRate ? formatRate(fromRate) : `${formatRate(fromRate)}-${formatRate(toRate)}`;
  return `${rate}/s over ${formatDuration(lengthMs)}`;
}

function formatRate(rate: number): string {
  return formatFixed(rate, Number.isInteger(rate) ? 0 : 2);
}

/** Without its credentials. */
export function describeProxy({ host, port, tunnels }: ProxyHop): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}${tunnels ? ' (CONNECT)' : ''}`;
}
