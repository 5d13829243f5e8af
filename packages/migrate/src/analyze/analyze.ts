// Holds every rule against an observation. Pure: the same observation gives the same findings.
import type { Observation } from '../observe/observation.js';
import type { AnalyzeCode } from './codes.js';
import { type Finding, type Rule, SEVERITIES } from './finding.js';
import { duplicateIndex } from './rules/duplicate-index.js';
import { invalidIndex } from './rules/invalid-index.js';
import { missingConditionIndex } from './rules/missing-condition-index.js';
import { missingForeignKeyIndex } from './rules/missing-foreign-key-index.js';
import { nPlusOne } from './rules/n-plus-one.js';
import { neverAnalysed } from './rules/never-analysed.js';
import { noPrimaryKey } from './rules/no-primary-key.js';
import { slowStatement } from './rules/slow-statement.js';
import { unusedIndex } from './rules/unused-index.js';

const RULES = {
  MIG501: missingForeignKeyIndex,
  MIG502: missingConditionIndex,
  MIG503: nPlusOne,
  MIG504: slowStatement,
  MIG505: unusedIndex,
  MIG506: duplicateIndex,
  MIG507: invalidIndex,
  MIG508: noPrimaryKey,
  MIG509: neverAnalysed,
} satisfies { readonly [Code in AnalyzeCode]: Rule };

/** Worst first: by severity, then by the time that the statements behind it took. */
export function analyze(observation: Observation): readonly Finding[] {
  return Object.values(RULES)
    .flatMap((rule) => rule.check(observation))
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        (b.evidence.totalMs ?? 0) - (a.evidence.totalMs ?? 0) ||
        compare(a.object, b.object),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
