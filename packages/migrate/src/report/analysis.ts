// All that an analysis came to: what the report and the JSON document are made of. Types and no code.
import type { Advice } from '../advise/advise.js';
import type { Finding } from '../analyze/finding.js';
import type { IgnoredFinding } from '../analyze/ignore-findings.js';
import type { Observation } from '../observe/observation.js';
import type { Comparison } from './compare-analyses.js';

export interface Analysis {
  readonly observation: Observation;
  readonly findings: readonly Finding[];
  /** Findings that somebody said are meant, with the reason. */
  readonly ignored: readonly IgnoredFinding[];
  readonly advice: Advice;
  /** What changed since an earlier analysis; null where none was named. */
  readonly comparison: Comparison | null;
}
