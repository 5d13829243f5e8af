// A statement and what a careful reader wants to know of it before it runs.

import type { ObjectId } from '@senior-backend/core/postgres/catalog';
import { formatCount } from '@senior-backend/core/report/number';

/** Table-level lock modes (PostgreSQL documentation, 13.3.1), from the weakest to the strongest. */
export const LOCK_MODES = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;
export type LockMode = (typeof LOCK_MODES)[number];

export const HAZARD_KINDS = ['destructive', 'rewrite', 'blocking', 'mayFail', 'access'] as const;
/**
 * destructive  rows or columns are lost
 * rewrite      every row is written anew, under a lock that stops readers
 * blocking     writers or readers wait for as long as the table is large
 * mayFail      depends on the rows that are there
 * access       somebody may do more, or less, than before
 */
export type HazardKind = (typeof HAZARD_KINDS)[number];

export interface Hazard {
  readonly kind: HazardKind;
  readonly code: 'MIG301' | 'MIG302' | 'MIG303' | 'MIG304' | 'MIG305';
  readonly message: string;
  /** A query that gives the number of rows in the way, where there is one. */
  readonly check?: string;
  /** What the check gave on the live database. */
  readonly rows?: number;
}

export interface Statement {
  readonly sql: string;
  /** The fact that it creates, changes or drops. */
  readonly object: ObjectId;
  /** The strongest lock that it takes on a table that was there before; null for none. */
  readonly lock: LockMode | null;
  readonly rewrites: boolean;
  /** Reads the whole table. */
  readonly scans: boolean;
  /** What follows needs it committed: a new label of an enum cannot be used before. */
  readonly commitAfter: boolean;
  /** False for what PostgreSQL refuses inside a transaction block. */
  readonly transactional: boolean;
  readonly hazards: readonly Hazard[];
}

/** What a rule gives: the planner fills in the rest. */
export type StatementDraft = Pick<Statement, 'sql'> & Partial<Omit<Statement, 'sql' | 'object'>>;

export function finishStatement(draft: StatementDraft, object: ObjectId): Statement {
  return {
    lock: null,
    rewrites: false,
    scans: false,
    transactional: true,
    commitAfter: false,
    hazards: [],
    ...draft,
    object,
  };
}

const CODES = {
  destructive: 'MIG301',
  rewrite: 'MIG302',
  blocking: 'MIG303',
  mayFail: 'MIG304',
  access: 'MIG305',
} as const;

export function hazard(kind: HazardKind, message: string, check?: string): Hazard {
  return { kind, code: CODES[kind], message, ...(check !== undefined && { check }) };
}

/** `column public.users.age goes with its values (1,204 now)` */
export function hazardText({ message, rows }: Hazard): string {
  return rows === undefined ? message : `${message} (${rows === 0 ? 'none' : formatCount(rows)} now)`;
}
