import type { AnyFact, Catalog } from '@senior-backend/core/postgres/catalog';

/** The schema that the ledger lives in; no part of what is compared. */
export const LEDGER_SCHEMA = 'db_migrate';

export interface Scope {
  /** Only these schemas; all where empty. */
  readonly schemas: readonly string[];
  readonly exclude: readonly string[];
}

const EVERYTHING: Scope = { schemas: [], exclude: [] };

/** The catalogue without what is ours or out of scope. Facts of an object go with it. */
export function comparable(catalog: Catalog, scope: Scope = EVERYTHING): Catalog {
  const left = new Set<string>();
  for (const fact of catalog.facts.values()) if (!inScope(fact, scope)) left.add(fact.id);
  if (left.size === 0) return catalog;
  // Owners, grants and comments name their target first.
  const kept = [...catalog.facts].filter(([id, fact]) => !left.has(id) && !left.has(fact.names[0] ?? ''));
  return { ...catalog, facts: new Map(kept) };
}

function inScope(fact: AnyFact, { schemas, exclude }: Scope): boolean {
  const schema = isNamedBySchema(fact) ? fact.names[0] : undefined;
  if (schema === undefined) return true;
  if (schema === LEDGER_SCHEMA) return false;
  return !exclude.includes(schema) && (schemas.length === 0 || schemas.includes(schema));
}

/** Whether the first name of a fact is a schema. */
function isNamedBySchema(fact: AnyFact): boolean {
  switch (fact.kind) {
    case 'role':
    case 'roleMembership':
    case 'roleSetting':
    case 'extension':
    case 'language':
    case 'eventTrigger':
    case 'cast':
    case 'transform':
    case 'accessMethod':
    case 'publication':
    case 'publicationTable':
    case 'publicationSchema':
    case 'subscription':
    case 'foreignDataWrapper':
    case 'server':
    case 'userMapping':
    case 'defaultPrivilege':
    case 'owner':
    case 'grant':
    case 'comment':
    case 'securityLabel':
      return false;
    default:
      return true;
  }
}
