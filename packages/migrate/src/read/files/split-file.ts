import { locate } from '@senior-backend/core/errors/diagnostic';
import { type SqlPiece, splitSql } from '@senior-backend/core/postgres/sql/split';
import { migrateError } from '../../codes.js';
import type { SqlFile } from './schema-source.js';

/** The pieces of a file. Throws MIG102, at its place, for a quote or a comment that is never closed. */
export function splitFile(file: SqlFile): readonly SqlPiece[] {
  const { pieces, unterminated } = splitSql(file.text);
  if (!unterminated) return pieces;
  throw migrateError('MIG102', {
    message: `this ${unterminated.what} is never closed`,
    at: locate(file.path, file.text, unterminated.offset),
    help: 'close it; psql would wait for more input here',
  });
}
