import { parseDuration } from '@senior-backend/core/tool/values';
import type { RateStage } from '../model/plan.js';

const HIGHEST_RATE = 10_000_000;

/** `500`, `500/s`, `90/m` → requests a second; undefined for anything else. */
export function parseRate(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(?:\/\s*(s|m|h))?\s*$/.exec(text);
  if (!match) return undefined;
  const rate = Number(match[1]) / { s: 1, m: 60, h: 3_600 }[(match[2] ?? 's') as 's' | 'm' | 'h'];
  return rate <= HIGHEST_RATE ? rate : undefined;
}

/** `0-500:30s,500:2m` → a ramp and a plateau; undefined for anything else, and for stages that send nothing at all. */
export function parseStages(text: string): readonly RateStage[] | undefined {
  const stages = text.split(',').map(parseStage);
  const read = stages.filter((stage) => stage !== undefined);
  if (read.length !== stages.length) return undefined;
  return read.some((stage) => stage.fromRate + stage.toRate > 0) ? read : undefined;
}

function parseStage(text: string): RateStage | undefined {
  const [rates = '', length = '', ...more] = text.split(':');
  const [from, to = from] = rates.split('-').map(parseRate);
  const lengthMs = parseDuration(length);
  if (from === undefined || to === undefined || lengthMs === undefined || lengthMs <= 0) return undefined;
  return more.length === 0 && rates.split('-').length <= 2 ? { fromRate: from, toRate: to, lengthMs } : undefined;
}
