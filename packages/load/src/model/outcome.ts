// Everything that a finished run has to say, gathered once; the text and the JSON document are made from it.

import type { ClientHealth } from '../judge/client-health.js';
import type { Comparison } from '../judge/compare/comparison.js';
import type { DatabaseFinding } from '../judge/database.js';
import type { RateLimitFinding } from '../judge/rate-limit.js';
import type { Verdict } from '../judge/threshold.js';
import type { TargetSummary } from '../measure/summary.js';
import type { Plan } from './plan.js';
import type { RunResult } from './result.js';

export interface LoadOutcome {
  readonly plan: Plan;
  readonly result: RunResult;
  readonly targets: readonly TargetSummary[];
  readonly thresholds: readonly Verdict[];
  readonly client: ClientHealth;
  readonly comparison: Comparison | null;
  readonly rateLimit: RateLimitFinding | null;
  /** Null without --pg. */
  readonly database: DatabaseFinding | null;
  readonly recommendations: readonly string[];
  /** Statuses that count as success; empty for 2xx and 3xx. */
  readonly expectStatus: readonly number[];
}
