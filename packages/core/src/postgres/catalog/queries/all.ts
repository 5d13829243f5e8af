import { CONSTRAINT_QUERIES } from './constraints.js';
import { OPERATOR_QUERIES } from './operators.js';
import { PROGRAM_QUERIES } from './programs.js';
import type { CatalogQuery } from './query.js';
import { RELATION_QUERIES } from './relations.js';
import { REPLICATION_QUERIES } from './replication.js';
import { TEXT_SEARCH_QUERIES } from './text-search.js';
import { TYPE_QUERIES } from './types.js';

/** Every kind that has a query. Owners, grants, comments and labels are read apart: they name their target by key. */
export const CATALOG_QUERIES: readonly CatalogQuery[] = [
  ...TYPE_QUERIES,
  ...RELATION_QUERIES,
  ...CONSTRAINT_QUERIES,
  ...PROGRAM_QUERIES,
  ...OPERATOR_QUERIES,
  ...TEXT_SEARCH_QUERIES,
  ...REPLICATION_QUERIES,
];
