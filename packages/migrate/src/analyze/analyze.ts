// Holds every rule against an observation. Pure: the same observation gives the same findings.
import type { Observation } from '../observe/observation.js';
import type { AnalyzeCode } from './codes.js';
import { type Finding, type Rule, worstFirst } from './finding.js';
import { bloatedIndex } from './rules/bloated-index.js';
import { deadRows } from './rules/dead-rows.js';
import { duplicateIndex } from './rules/duplicate-index.js';
import { estimateFarOff } from './rules/estimate-far-off.js';
import { foreignKeyTypeMismatch } from './rules/foreign-key-type-mismatch.js';
import { invalidIndex } from './rules/invalid-index.js';
import { keyNearLimit } from './rules/key-near-limit.js';
import { missingConditionIndex } from './rules/missing-condition-index.js';
import { missingForeignKeyIndex } from './rules/missing-foreign-key-index.js';
import { nPlusOne } from './rules/n-plus-one.js';
import { neverAnalysed } from './rules/never-analysed.js';
import { noPrimaryKey } from './rules/no-primary-key.js';
import { noTimeouts } from './rules/no-timeouts.js';
import { nullableUnique } from './rules/nullable-unique.js';
import { openTable } from './rules/open-table.js';
import { questionableType } from './rules/questionable-type.js';
import { scanReturnsLittle } from './rules/scan-returns-little.js';
import { slowStatement } from './rules/slow-statement.js';
import { statementReadsMuch } from './rules/statement-reads-much.js';
import { statementSpills } from './rules/statement-spills.js';
import { statementVaries } from './rules/statement-varies.js';
import { superuserConnections } from './rules/superuser-connections.js';
import { transactionAge } from './rules/transaction-age.js';
import { unsafeSecurityDefiner } from './rules/unsafe-security-definer.js';
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
  MIG511: keyNearLimit,
  MIG512: foreignKeyTypeMismatch,
  MIG513: questionableType,
  MIG514: nullableUnique,
  MIG515: deadRows,
  MIG516: transactionAge,
  MIG517: statementSpills,
  MIG518: statementVaries,
  MIG519: noTimeouts,
  MIG520: openTable,
  MIG521: unsafeSecurityDefiner,
  MIG522: superuserConnections,
  MIG525: bloatedIndex,
  MIG526: estimateFarOff,
  MIG527: scanReturnsLittle,
  MIG528: statementReadsMuch,
} satisfies { readonly [Code in AnalyzeCode]: Rule };

/** All that there is to say, worst first. */
export function analyze(observation: Observation): readonly Finding[] {
  return Object.values(RULES)
    .flatMap((rule) => rule.check(observation))
    .sort(worstFirst);
}
