import type { Fact } from '@senior-backend/core/postgres/catalog';
import { occupied, relationName } from '../names.js';
import type { Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';
import { rebuildType } from '../types/replace-type.js';

export const rangeRule: Rule<'range'> = {
  address: (fact) => ({ keyword: 'TYPE', name: relationName(fact) }),
  create: (fact) => [createRange(fact)],
  drop: (fact) => [{ sql: `DROP TYPE ${relationName(fact)}` }],
  change: (before, after, context) => rebuildType(before, after, [createRange(after)], context),
  occupies: occupied,
};

function createRange(fact: Fact<'range'>): StatementDraft {
  const { subtype, operatorClass, collation, canonical, difference, multirange } = fact.attributes;
  const parts = [
    `subtype = ${subtype}`,
    multirange === null ? '' : `multirange_type_name = ${multirange}`,
    operatorClass === null ? '' : `subtype_opclass = ${operatorClass}`,
    collation === null ? '' : `collation = ${collation}`,
    canonical === null ? '' : `canonical = ${canonical}`,
    difference === null ? '' : `subtype_diff = ${difference}`,
  ];
  return { sql: `CREATE TYPE ${relationName(fact)} AS RANGE (\n    ${parts.filter(Boolean).join(',\n    ')}\n)` };
}
