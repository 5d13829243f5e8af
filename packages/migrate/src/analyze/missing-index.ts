import type { AnalyzeCode } from './codes.js';
import type { Finding } from './finding.js';

const CODES: readonly AnalyzeCode[] = ['MIG501', 'MIG502'];

/** Findings that an index would mend. */
export function isMissingIndex(finding: Finding): boolean {
  return CODES.includes(finding.code);
}
