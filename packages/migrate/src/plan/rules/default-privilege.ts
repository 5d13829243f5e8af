import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { privilegeChanges } from '../privileges.js';
import { alter, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

export const defaultPrivilegeRule: Rule<'defaultPrivilege'> = {
  address: () => undefined,
  create: (fact) => statements(fact, fact.attributes.builtIn, fact.attributes.privileges),
  drop: (fact) => statements(fact, fact.attributes.privileges, fact.attributes.builtIn),
  change: (before, after) => alter(...statements(after, before.attributes.privileges, after.attributes.privileges)),
};

function statements(
  fact: Fact<'defaultPrivilege'>,
  before: readonly string[],
  after: readonly string[],
): readonly StatementDraft[] {
  const { role, schema, objects } = fact.attributes;
  const head = `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdentifier(role)}${schema === null ? '' : ` IN SCHEMA ${quoteIdentifier(schema)}`}`;
  const texts = privilegeChanges(before, after, fact.attributes, {
    grant: (privileges, who, option) => `${head} GRANT ${privileges} ON ${objects} TO ${who}${option}`,
    revoke: (option, privileges, who) => `${head} REVOKE ${option}${privileges} ON ${objects} FROM ${who}`,
  });
  return texts.map((sql) => ({ sql }));
}
