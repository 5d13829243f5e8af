import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { REBUILD, type Rule } from '../rule.js';

/** `public.=== (integer, text)`: an operator's name is not quoted. */
function name(fact: Fact<'operator'>): string {
  return `${quoteIdentifier(fact.names[0] ?? '')}.${fact.names[1]}`;
}

export const operatorRule: Rule<'operator'> = {
  address: (fact) => ({ keyword: 'OPERATOR', name: `${name(fact)} (${fact.names[2]})` }),
  create: (fact) => {
    const { left, right, function: routine, commutator, negator, restrict, join, hashes, merges } = fact.attributes;
    const parts = [
      `FUNCTION = ${routine}`,
      left === null ? '' : `LEFTARG = ${left}`,
      right === null ? '' : `RIGHTARG = ${right}`,
      commutator === null ? '' : `COMMUTATOR = ${commutator}`,
      negator === null ? '' : `NEGATOR = ${negator}`,
      restrict === null ? '' : `RESTRICT = ${restrict}`,
      join === null ? '' : `JOIN = ${join}`,
      hashes ? 'HASHES' : '',
      merges ? 'MERGES' : '',
    ];
    return [{ sql: `CREATE OPERATOR ${name(fact)} (\n    ${parts.filter(Boolean).join(',\n    ')}\n)` }];
  },
  drop: (fact) => [{ sql: `DROP OPERATOR ${name(fact)} (${fact.names[2]})` }],
  change: () => REBUILD,
};
