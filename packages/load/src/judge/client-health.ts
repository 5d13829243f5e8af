import type { ClientRecord } from '../model/result.js';

export type ClientVerdict = 'healthy' | 'suspect' | 'saturated';

const SUSPECT = 0.85;
const SATURATED = 0.97;

/** Whether the client could keep up: an event loop without idle time measures itself and not the server. */
export function judgeClient({ utilisation }: ClientRecord): ClientVerdict {
  const busiest = Math.max(0, ...utilisation);
  if (busiest >= SATURATED) return 'saturated';
  return busiest >= SUSPECT ? 'suspect' : 'healthy';
}
