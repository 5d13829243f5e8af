import { isServerError } from '@senior-backend/core/postgres/session';
import { migrateError } from '../codes.js';

/** Connection exceptions, and the server ending the session: by an administrator, in a crash, in a shutdown. */
const ENDED = /^(?:08...|57P0[1-5])$/;

/** What node-postgres says where the connection is simply gone. */
const GONE = /terminated|connection.*(?:closed|ended)|ECONNRESET|EPIPE|not queryable/i;

export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error) || error.name === 'ToolError') return false;
  return isServerError(error) ? ENDED.test(error.code) : GONE.test(error.message);
}

/** The coded error behind a connection that was lost, and any other error as it is. */
export function withLostConnection(error: unknown): unknown {
  if (!isLostConnection(error)) return error;
  return migrateError('MIG210', {
    message: `the connection to the server was lost: ${error instanceof Error ? error.message : String(error)}`,
    help: 'run the same command again: the ledger and the catalogue say what is done',
    cause: error,
  });
}
