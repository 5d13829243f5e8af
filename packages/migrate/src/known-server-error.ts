import { coreError } from '@senior-backend/core/errors/tool-error';
import { isServerError } from '@senior-backend/core/postgres/session';
import { isLostConnection } from './apply/lost-connection.js';
import { migrateError } from './codes.js';

/** What any mode can meet: a right that is missing, a server that goes away. Other errors as they are. */
export function knownServerError(error: unknown): unknown {
  if (isServerError(error) && error.code === '42501') {
    return migrateError('MIG115', {
      message: error.message,
      help: error.hint ?? 'GRANT the right to the role, or connect as another one',
      cause: error,
    });
  }
  if (isLostConnection(error)) {
    return coreError('CORE202', {
      message: `the server ended the connection: ${error instanceof Error ? error.message : String(error)}`,
      help: 'nothing was written; run again when the server is back',
      cause: error,
    });
  }
  return error;
}
