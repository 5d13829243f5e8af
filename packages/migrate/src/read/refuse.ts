// What a schema or migration file may not hold, told from its first words.
import { locate } from '@senior-backend/core/errors/diagnostic';
import type { SqlPiece } from '@senior-backend/core/postgres/sql/split';
import { migrateError } from '../codes.js';
import type { SqlFile } from './schema-source.js';

/** pg_dump writes these around its output since 2025 (CVE-2025-8714); they guard psql and mean nothing here. */
const HARMLESS = /^\\(un)?restrict\b/;

const BEYOND_THE_DATABASE =
  /^(?:(?:create|drop|alter)\s+(?:database|role|user|group|tablespace)\b(?!\s+mapping)|alter\s+system\b)/i;

export function refuseForeignStatement(file: SqlFile, piece: SqlPiece): void {
  const at = (): ReturnType<typeof locate> => locate(file.path, file.text, piece.offset);
  if (piece.kind === 'psql' && !HARMLESS.test(piece.text)) {
    throw migrateError('MIG103', {
      message: `psql command ${piece.text.split(/\s/)[0]} in an SQL file`,
      at: at(),
      help: 'psql is not used here; write plain SQL',
    });
  }
  if (piece.kind === 'sql' && BEYOND_THE_DATABASE.test(piece.text)) {
    const words = piece.text.split(/\s+/).slice(0, 2).join(' ').toUpperCase();
    throw migrateError('MIG103', {
      message: `${words} reaches beyond the database`,
      at: at(),
      help: 'roles, databases and server settings are shared by the whole server: set them up apart from the schema',
    });
  }
}
