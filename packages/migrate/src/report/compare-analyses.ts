// What changed since an earlier analysis. The server's counters add up since their reset: where both analyses count from
// the same one, the calls between them are the difference, and so is their time.
import type { Finding } from '../analyze/finding.js';
import { oneLine } from '../analyze/one-line.js';
import type { Observation } from '../observe/observation.js';

/** An earlier analysis, as its JSON document has it. */
export interface Baseline {
  /** When that analysis ran, ISO 8601. */
  readonly startedAt: string;
  readonly countedSince: string | null;
  readonly findings: readonly FindingRef[];
  readonly statements: readonly CountedStatement[];
}

export interface FindingRef {
  readonly code: string;
  readonly object: string;
  readonly columns: readonly string[];
}

interface CountedStatement {
  readonly id: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly meanMs: number;
}

export interface Comparison {
  readonly since: string;
  readonly resolved: readonly FindingRef[];
  readonly added: readonly FindingRef[];
  /** Statements whose mean time changed by a fifth or more, what saves most first. */
  readonly statements: readonly ChangedStatement[];
}

export interface ChangedStatement {
  readonly id: string;
  readonly sql: string;
  /** Calls since then. */
  readonly calls: number;
  /** Mean time of a call until then, and of the calls since. */
  readonly beforeMs: number;
  readonly afterMs: number;
  /** Over the calls since; negative where it got slower. */
  readonly savedMs: number;
}

const LEAST_CHANGE = 0.2;

export function compareAnalyses(before: Baseline, observation: Observation, findings: readonly Finding[]): Comparison {
  const now = new Set(findings.map(keyOf));
  const then = new Set(before.findings.map(keyOf));
  return {
    since: before.startedAt,
    resolved: before.findings.filter((finding) => !now.has(keyOf(finding))),
    added: findings.filter((finding) => !then.has(keyOf(finding))),
    statements: changedStatements(before, observation),
  };
}

function keyOf({ code, object, columns }: FindingRef): string {
  return JSON.stringify([code, object, columns]);
}

function changedStatements(before: Baseline, { workload }: Observation): readonly ChangedStatement[] {
  const sameCount = before.countedSince === workload.since;
  const earlier = new Map(before.statements.map((statement) => [statement.id, statement]));
  return workload.statements
    .flatMap((statement): ChangedStatement[] => {
      const was = earlier.get(statement.id);
      if (!was) return [];
      // A statement that was let go and came back is counted from its return.
      const wentOn = sameCount && statement.calls >= was.calls && statement.totalMs >= was.totalMs;
      const calls = statement.calls - (wentOn ? was.calls : 0);
      if (calls <= 0) return [];
      const afterMs = (statement.totalMs - (wentOn ? was.totalMs : 0)) / calls;
      const savedMs = (was.meanMs - afterMs) * calls;
      return [{ id: statement.id, sql: oneLine(statement.text), calls, beforeMs: was.meanMs, afterMs, savedMs }];
    })
    .filter(({ beforeMs, afterMs }) => Math.abs(afterMs - beforeMs) >= LEAST_CHANGE * Math.max(beforeMs, afterMs))
    .sort((a, b) => b.savedMs - a.savedMs);
}
