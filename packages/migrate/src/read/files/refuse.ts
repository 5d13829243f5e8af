// What a schema or migration file may not hold, told from its first words.
import { locate } from '@senior-backend/core/errors/diagnostic';
import type { SqlPiece } from '@senior-backend/core/postgres/sql/split';
import { migrateError } from '../../codes.js';
import type { SqlFile } from './schema-source.js';

/** pg_dump writes these around its output since 2025 (CVE-2025-8714); they guard psql and mean nothing here. */
const HARMLESS = /^\\(un)?restrict\b/;

const BEYOND_THE_DATABASE = /^(?:(?:create|drop|alter)\s+(?:database|tablespace)\b|alter\s+system\b)/i;
const OF_ROLES = /^(?:create|drop|alter)\s+(?:role|user|group)\b(?!\s+mapping)/i;

/** Whether a statement makes, changes or drops a role. */
export function isOfRoles(sql: string): boolean {
  return OF_ROLES.test(sql);
}

/** Throws MIG103. `roles`: whether statements about roles are welcome. */
export function refuseForeignStatement(file: SqlFile, piece: SqlPiece, allowed: { readonly roles: boolean }): void {
  const at = (): ReturnType<typeof locate> => locate(file.path, file.text, piece.offset);
  if (piece.kind === 'psql' && !HARMLESS.test(piece.text)) {
    throw migrateError('MIG103', {
      message: `psql command ${piece.text.split(/\s/)[0]} in an SQL file`,
      at: at(),
      help: 'psql is not used here; write plain SQL',
    });
  }
  const isOfRole = piece.kind === 'sql' && isOfRoles(piece.text);
  if (piece.kind === 'sql' && ((isOfRole && !allowed.roles) || BEYOND_THE_DATABASE.test(piece.text))) {
    const words = piece.text.split(/\s+/).slice(0, 2).join(' ').toUpperCase();
    throw migrateError('MIG103', {
      message: `${words} reaches beyond the database`,
      at: at(),
      help: isOfRole
        ? "roles are shared by the whole server: set them up apart from the schema, or compare them with --roles '*'"
        : 'databases and server settings are shared by the whole server: set them up apart from the schema',
    });
  }
}

/** A scratch server is to talk to nobody. Throws MIG103 for a subscription that would connect to its publisher. */
export function refuseConnecting(file: SqlFile, piece: SqlPiece): void {
  if (piece.kind !== 'sql' || !/^create\s+subscription\b/i.test(piece.text)) return;
  if (/\bconnect\s*=\s*(?:'?(?:false|off|0|no)'?)/i.test(piece.text)) return;
  throw migrateError('MIG103', {
    message: 'CREATE SUBSCRIPTION would connect to the publisher and make a slot there',
    at: locate(file.path, file.text, piece.offset),
    help: 'write WITH (connect = false), as pg_dump does',
  });
}
