// Everything that a finished run has to say, gathered once; the text and the JSON document are made from it.

import type { RunResult } from '../measure/result.js';
import type { TargetSummary } from '../measure/summary.js';
import type { Plan } from '../model/plan.js';
import type { ClientHealth } from './client-health.js';
import type { Comparison } from './compare/comparison.js';
import type { DatabaseFinding } from './database.js';
import type { RateLimitFinding } from './rate-limit.js';
import type { Verdict } from './threshold.js';

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
