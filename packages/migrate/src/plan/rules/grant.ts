import type { Fact } from '@senior-backend/core/postgres/catalog';
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { grantTarget } from '../grant-target.js';
import { partAddress } from '../part-address.js';
import { privilegeChanges } from '../privileges.js';
import { alter, type PlanContext, type Rule } from '../rule.js';
import { hazard, type StatementDraft } from '../statement.js';

/** What a role, or PUBLIC, may do with an object, where that is not what the server grants by itself. */
export const grantRule: Rule<'grant'> = {
  address: () => undefined,
  create: (fact, context) => statements(fact, fact.attributes.builtIn, fact.attributes.privileges, context),
  drop: (fact, context) => statements(fact, fact.attributes.privileges, fact.attributes.builtIn, context),
  change: (before, after, context) =>
    alter(...statements(after, before.attributes.privileges, after.attributes.privileges, context)),
  droppedWith: (fact) => [fact.attributes.target],
};

function statements(
  fact: Fact<'grant'>,
  before: readonly string[],
  after: readonly string[],
  context: PlanContext,
): readonly StatementDraft[] {
  const on = place(fact, context);
  if (on === undefined) return [];
  const texts = privilegeChanges(before, after, fact.attributes, {
    grant: (privileges, who, option) => `GRANT ${withColumn(privileges, on.column)} ON ${on.object} TO ${who}${option}`,
    revoke: (option, privileges, who) =>
      `REVOKE ${option}${withColumn(privileges, on.column)} ON ${on.object} FROM ${who}`,
  });
  return texts.map((sql) => ({
    sql,
    hazards: sql.startsWith('REVOKE')
      ? [hazard('access', `${fact.attributes.grantee} loses a right on ${on.object}`)]
      : [],
  }));
}

/** `SELECT, UPDATE` → `SELECT (email), UPDATE (email)` */
function withColumn(privileges: string, column: string | null): string {
  return column === null
    ? privileges
    : privileges
        .split(', ')
        .map((privilege) => `${privilege} (${quoteIdentifier(column)})`)
        .join(', ');
}

function place(
  fact: Fact<'grant'>,
  context: PlanContext,
): { readonly object: string; readonly column: string | null } | undefined {
  if (fact.attributes.object !== undefined) return { object: fact.attributes.object, column: fact.attributes.column };
  const target = context.after.facts.get(fact.attributes.target) ?? context.before.facts.get(fact.attributes.target);
  const address = context.address(fact.attributes.target);
  if (!target || !address) return undefined;
  if (fact.attributes.ofSequence) {
    const object = partAddress(fact.attributes.target, { kind: 'sequence' }, context);
    return object === undefined ? undefined : { object, column: null };
  }
  if (isKind(target, 'column'))
    return {
      object: `TABLE ${address.name.slice(0, address.name.lastIndexOf(`.${quoteIdentifier(target.names[2] ?? '')}`))}`,
      column: target.names[2] ?? '',
    };
  const object = grantTarget(target, context);
  return object === undefined ? undefined : { object, column: fact.attributes.column };
}
