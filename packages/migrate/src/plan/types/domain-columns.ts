// Who holds values of a domain: a new rule of it is a rule for each of these columns.
import type { Fact } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { ownName, relationName } from '../names.js';
import type { PlanContext } from '../rule.js';
import { type Hazard, hazard } from '../statement.js';

/**
 * One hazard a column, with the query that counts: `condition` is about `VALUE`, as in the domain. PostgreSQL reads the tables of
 * the domain and of the domains over it (typecmds.c, get_rels_with_domain).
 */
export function domainHazards(
  domain: { readonly names: readonly string[] },
  broken: string,
  condition: string,
  context: PlanContext,
): readonly Hazard[] {
  return columnsOf(domain.names, context).map((column) => {
    const [table, name] = [relationName(column), ownName(column)];
    return hazard(
      'mayFail',
      `fails where ${table}.${name} ${broken}`,
      `SELECT count(*) FROM (SELECT ${name} AS value FROM ${table}) AS held WHERE ${condition}`,
    );
  });
}

/** What is inherited is counted with its parent. */
function columnsOf(names: readonly string[], context: PlanContext): readonly Fact<'column'>[] {
  const dependants = context.dependantsOf(objectId('domain', names.slice(0, 2)));
  return [
    ...dependants.filter((fact) => isKind(fact, 'column')).filter(({ attributes }) => !attributes.inherited),
    ...dependants.filter((fact) => isKind(fact, 'domain')).flatMap((over) => columnsOf(over.names, context)),
  ];
}
