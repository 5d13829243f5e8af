import type { Fact } from '@senior-backend/core/postgres/catalog';
import type { IdentityAttributes } from '@senior-backend/core/postgres/catalog/attributes';
import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { ownName } from '../names.js';
import { foreignOptions } from '../options.js';
import { isUsualSequence, sequenceOptions } from '../rules/sequence.js';
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
    identity === null ? '' : identityDefinition(column, identity),
    defaultExpression === null ? '' : `DEFAULT ${defaultExpression}`,
    requiredWords(column),
  ];
  return words.filter(Boolean).join(' ');
}

/** `GENERATED ALWAYS AS IDENTITY`, with the name of its sequence and its numbers where they are not those that it gets by itself. */
export function identityDefinition(column: Fact<'column'>, identity: IdentityAttributes): string {
  const generation = identity.generation === 'always' ? 'ALWAYS' : 'BY DEFAULT';
  const words = [
    isUsualName(column, identity) ? '' : `SEQUENCE NAME ${quoteName(identity.sequence)}`,
    isUsualSequence(identity) ? '' : sequenceOptions(identity),
  ].filter(Boolean);
  return `GENERATED ${generation} AS IDENTITY${words.length === 0 ? '' : ` (${words.join(' ')})`}`;
}

/** NAMEDATALEN less one: what is longer is cut, in a way of its own. */
const LONGEST_NAME = 63;

function isUsualName(
  { names: [schema, table = '', column = ''] }: Fact<'column'>,
  { sequence }: IdentityAttributes,
): boolean {
  const usual = `${table}_${column}_seq`;
  return sequence[0] === schema && sequence[1] === usual && Buffer.byteLength(usual) <= LONGEST_NAME;
}
