import type { Fact } from '@senior-backend/core/postgres/catalog';
import type { IdentityAttributes } from '@senior-backend/core/postgres/catalog/attributes';
import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { ownName } from '../names.js';
import { foreignOptions } from '../options.js';
import { sequenceOptions } from '../rules/sequence.js';
import { requiredWords } from './required.js';

/** `id bigint GENERATED ALWAYS AS IDENTITY NOT NULL`, as CREATE TABLE and ADD COLUMN take it. */
export function columnDefinition(column: Fact<'column'>, defaultExpression: string | null): string {
  const { type, collation, compression, generated, generatedKind, identity, serverOptions } = column.attributes;
  const words = [
    `${ownName(column)} ${type}`,
    foreignOptions(serverOptions).trim(),
    compression === null ? '' : `COMPRESSION ${compression}`,
    collation === null ? '' : `COLLATE ${collation}`,
    generated === null
      ? ''
      : `GENERATED ALWAYS AS (${generated}) ${generatedKind === 'virtual' ? 'VIRTUAL' : 'STORED'}`,
    identity === null ? '' : identityDefinition(identity),
    defaultExpression === null ? '' : `DEFAULT ${defaultExpression}`,
    requiredWords(column),
  ];
  return words.filter(Boolean).join(' ');
}

/** `GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME public.users_id_seq START WITH 1 …)` */
export function identityDefinition(identity: IdentityAttributes): string {
  const generation = identity.generation === 'always' ? 'ALWAYS' : 'BY DEFAULT';
  return `GENERATED ${generation} AS IDENTITY (SEQUENCE NAME ${quoteName(identity.sequence)} ${sequenceOptions(identity)})`;
}
