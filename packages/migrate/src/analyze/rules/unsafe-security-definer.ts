import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

/** Functions that run as their owner and leave search_path to their caller. */
export const unsafeSecurityDefiner: Rule = {
  code: 'MIG521',
  check: ({ functions }) =>
    functions
      .filter(({ securityDefiner, setsSearchPath }) => securityDefiner && !setsSearchPath)
      .map((one) => ({
        code: 'MIG521',
        severity: 'high',
        object: `${one.schema}.${one.name}`,
        columns: [],
        summary: `${one.signature} runs with its owner’s rights and its caller’s search_path`,
        evidence: measuredEvidence([]),
        ddl: null,
        rollback: null,
      })),
};
