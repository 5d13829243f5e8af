import type { Session } from '@senior-backend/core/postgres/session';
import { migrateError } from '../codes.js';

/** Throws MIG104 for a server that is not PostgreSQL 14 to 18. */
export function requireVersion(session: Session): void {
  const major = Math.floor(session.serverVersion / 10_000);
  if (major >= 14 && major <= 18) return;
  throw migrateError('MIG104', {
    message: `the server is PostgreSQL ${major}`,
    help: 'versions 14 to 18 are supported',
  });
}
