import { locate } from '@senior-backend/core/errors/diagnostic';
import { migrateError } from '../codes.js';
import { isOfRoles } from '../read/files/refuse.js';
import type { Migration } from './files/migration.js';

/** A scratch database may be on the real server, whose roles it shares. Throws MIG103. */
export function refuseRoles(migrations: readonly Migration[], what: string): void {
  for (const { file, steps } of migrations) {
    const step = steps.find(({ statement }) => isOfRoles(statement.text));
    if (!step) continue;
    throw migrateError('MIG103', {
      message: `${what} cannot try a statement about roles: they are shared by the whole server`,
      at: locate(file.path, file.text, step.statement.offset),
      help: 'keep statements about roles in a file of their own',
    });
  }
}
