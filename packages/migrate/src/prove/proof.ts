// What is proved, and what a proof says.
import type { Env } from '@senior-backend/core/env/env';
import type { Catalog } from '@senior-backend/core/postgres/catalog';
import type { ConnectionSettings } from '@senior-backend/core/postgres/settings';
import { migrateError } from '../codes.js';
import type { Statement } from '../plan/statement.js';
import type { LeftAlone } from '../read/left-alone.js';
import type { RoleFilter } from '../read/with-roles.js';
import type { Scratch } from '../scratch/scratch.js';

export interface Proof {
  /** `pg_dump (PostgreSQL) 15.18`, or `catalogue` where there is no pg_dump, with the reason where it was refused. */
  readonly observer: string;
  readonly up: 'equal';
  readonly down: 'equal';
}

/** What was proved, and what each statement was seen to do. */
export interface Proved {
  readonly proof: Proof;
  readonly up: readonly Statement[];
  readonly down: readonly Statement[];
}

export interface Sides {
  readonly before: Catalog;
  readonly after: Catalog;
  readonly up: readonly Statement[];
  readonly down: readonly Statement[];
}

export interface ProofInput extends Sides {
  readonly scratch: Scratch;
  readonly env: Env;
  /** How to look at the old schema. */
  readonly liveSettings: ConnectionSettings | undefined;
  /** How to look at the desired schema: a scratch database, or the database that it was read from. */
  readonly desiredSettings: ConnectionSettings | undefined;
  /** What the sides do not have, and the live database does. */
  readonly leftAlone?: LeftAlone;
  /** With --roles: which of them are compared. The scratch server is then there for the proof alone. */
  readonly isComparedRole?: RoleFilter;
}

export function unproved(message: string, cause?: unknown): Error {
  return migrateError('MIG111', {
    message,
    help: 'nothing was written; --no-proof writes the files all the same, and says so in them. Please report the two schemas',
    cause,
  });
}
