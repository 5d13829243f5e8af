// Runs one file: segment by segment, each with its ledger rows in the same transaction, each retried where a lock is held.
import type { Env } from '@senior-backend/core/env/env';
import { isServerError, type ServerError, type Session } from '@senior-backend/core/postgres/session';
import { migrateError } from '../codes.js';
import { placeOf } from '../read/files/load-schema.js';
import { blockersOf } from './blockers.js';
import { type Direction, isSetting, type Migration, type Step } from './files/migration.js';
import { heldLocks, strongestNew } from './held-locks.js';
import { noteBegun, noteFinished, noteStep, readSteps } from './ledger.js';
import { isLostConnection } from './lost-connection.js';
import { pause } from './pause.js';
import { resetSession } from './prepare-session.js';
import { type Finding, probe } from './probe.js';

export interface RunOptions {
  readonly env: Env;
  readonly lockTimeoutMs: number;
  readonly lockRetries: number;
  readonly toolVersion: string;
  readonly onStep: (text: string) => void;
}

export interface StepResult {
  readonly n: number;
  readonly sql: string;
  readonly state: 'done' | 'was done';
  readonly attempts: number;
  readonly ms: number | null;
  readonly lock: string | null;
}

/** SQLSTATEs after which the same transaction may succeed: lock timeout, deadlock, serialisation. */
const TRY_AGAIN = new Set(['55P03', '40P01', '40001']);

/**
 * Applies a file or takes it back. Throws MIG201 where nothing of it is left behind, MIG202 and MIG205 where it stopped
 * with its state recorded.
 */
export async function runMigration(
  session: Session,
  migration: Migration,
  direction: Direction,
  options: RunOptions,
): Promise<readonly StepResult[]> {
  const one = migration.segments.length <= 1 && migration.steps.every((step) => step.transactional);
  const noted = await readSteps(session, migration.id, direction);
  if (!one) await noteBegun(session, migration, direction, options.toolVersion);
  const run: Run = { session, migration, direction, options, whole: one, noted };
  const results: StepResult[] = [];
  for (const [index, segment] of migration.segments.entries()) {
    const last = index === migration.segments.length - 1;
    if (segment.every(({ n }) => noted.get(n) === 'done')) results.push(...(await passOver(session, segment)));
    else if (segment[0]?.transactional === false) results.push(await runAlone(run, segment[0]));
    else results.push(...(await runSegment(run, segment, last)));
  }
  const ended = migration.segments.at(-1)?.[0];
  if (!ended?.transactional || noted.get(ended.n) === 'done') {
    if (!ended) await noteBegun(session, migration, direction, options.toolVersion);
    await noteFinished(session, migration.id, direction);
  }
  await resetSession(session);
  return results;
}

interface Run {
  readonly session: Session;
  readonly migration: Migration;
  readonly direction: Direction;
  readonly options: RunOptions;
  /** The whole file is one transaction: a failure leaves nothing behind. */
  readonly whole: boolean;
  readonly noted: ReadonlyMap<number, 'started' | 'done'>;
}

/** Settings were lost with the session that made them. */
async function passOver(session: Session, segment: readonly Step[]): Promise<readonly StepResult[]> {
  for (const { statement } of segment) if (isSetting(statement.text)) await session.execute(statement.text);
  return segment.map(wasDone);
}

function wasDone({ n, statement }: Step): StepResult {
  return { n, sql: statement.text, state: 'was done', attempts: 0, ms: null, lock: null };
}

async function runSegment(run: Run, segment: readonly Step[], last: boolean): Promise<readonly StepResult[]> {
  const { session, options } = run;
  for (let attempt = 1; ; attempt += 1) {
    let at = segment[0];
    try {
      const results: StepResult[] = [];
      await session.execute(`BEGIN; SET LOCAL lock_timeout = ${Math.round(options.lockTimeoutMs)}`);
      for (const step of segment) {
        at = step;
        results.push({ ...(await timed(run, step)), attempts: attempt });
      }
      await session.execute(`SET LOCAL lock_timeout = ${Math.round(options.lockTimeoutMs)}`);
      await noteSegment(run, segment, last);
      await session.execute('COMMIT');
      return results;
    } catch (error) {
      await session.execute('ROLLBACK').catch(() => undefined);
      if (at) await retryOrThrow(run, at, error, attempt);
    }
  }
}

/** The rows of a whole file are one row: its steps were never seen apart. */
async function noteSegment(
  { session, migration, direction, options, whole }: Run,
  segment: readonly Step[],
  last: boolean,
): Promise<void> {
  if (whole) await noteBegun(session, migration, direction, options.toolVersion);
  else for (const step of segment) await noteStep(session, migration.id, direction, step, 'done');
  if (last) await noteFinished(session, migration.id, direction);
}

async function timed({ session, options, migration }: Run, step: Step): Promise<Omit<StepResult, 'attempts'>> {
  options.onStep(`${migration.id} ${step.n}/${migration.steps.length}: ${step.statement.text.split('\n')[0]}`);
  const before = await heldLocks(session);
  const started = options.env.monotonicMs();
  await session.execute(step.statement.text);
  const ms = options.env.monotonicMs() - started;
  return {
    n: step.n,
    sql: step.statement.text,
    state: 'done',
    ms,
    lock: strongestNew(before, await heldLocks(session)),
  };
}

/** A step outside any transaction: noted before and after, and judged by the catalogue, not by the note. */
async function runAlone(run: Run, step: Step): Promise<StepResult> {
  const { session, migration, direction } = run;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const finding = await settledFinding(run, step);
      if (finding.kind === 'done') {
        await noteStep(session, migration.id, direction, step, 'done');
        return wasDone(step);
      }
      if (finding.kind === 'taken') throw nameTaken(migration, step, finding.by);
      if (finding.kind === 'repair') await session.execute(finding.sql);
      await noteStep(session, migration.id, direction, step, 'started');
      // It waits without standing in anybody's way; a short lock_timeout would leave an invalid index behind.
      await session.execute('SET lock_timeout = 0');
      const result = await timed(run, step);
      await noteStep(session, migration.id, direction, step, 'done');
      return { ...result, attempts: attempt, lock: null };
    } catch (error) {
      await retryOrThrow(run, step, error, attempt);
    }
  }
}

/** Waits for a session that is still at it: the backend of a runner that was killed. */
async function settledFinding({ session, options }: Run, step: Step): Promise<Finding> {
  for (;;) {
    const finding = await probe(session, step.statement.text);
    if (finding.kind !== 'working') return finding;
    await pause(250, options.env.signal);
  }
}

function nameTaken({ file }: Migration, step: Step, by: string): Error {
  return migrateError('MIG202', {
    message: `the name is taken by another index: ${by}`,
    at: placeOf(file, step.statement),
    help: 'rename or drop it; the same command goes on here',
  });
}

async function retryOrThrow(run: Run, step: Step, error: unknown, attempt: number): Promise<void> {
  const { migration, options, session } = run;
  if (options.env.signal.aborted) throw options.env.signal.reason;
  if (!isServerError(error) || isLostConnection(error)) throw error;
  if (!TRY_AGAIN.has(error.code)) throw failed(run, step, error);
  if (attempt > options.lockRetries) {
    const blockers = await blockersOf(session, step.statement.text);
    throw migrateError('MIG205', {
      message: `${error.message} after ${attempt} attempts${blockers === '' ? '' : `; in the way: ${blockers}`}`,
      at: placeOf(migration.file, step.statement),
      help: 'end what holds the lock, or run the same command again; nothing waits in the meantime',
      cause: error,
    });
  }
  options.onStep(`${migration.id} ${step.n}: ${error.message}, attempt ${attempt + 1}`);
  await pause(backoffMs(attempt, options.env.random()), options.env.signal);
}

/** 100 ms, doubled each time up to 5 s, between half and all of it. */
export function backoffMs(attempt: number, random: number): number {
  return Math.min(5_000, 100 * 2 ** (attempt - 1)) * (0.5 + random / 2);
}

/** Classes of SQLSTATE: data exceptions, and constraints that rows break. */
function isAboutRows({ code }: ServerError): boolean {
  return code.startsWith('22') || code.startsWith('23');
}

function failed({ migration, whole }: Run, step: Step, error: ServerError): Error {
  const details = {
    message: `${error.message} (${error.code})`,
    at: placeOf(migration.file, step.statement, error),
    cause: error,
  };
  if (whole)
    return migrateError('MIG201', {
      ...details,
      help: `${error.hint ?? error.detail ?? (isAboutRows(error) ? 'correct the rows that are in the way' : 'correct the statement')}; the file is one transaction: nothing of it is left behind`,
    });
  return migrateError('MIG202', {
    ...details,
    help: `step ${step.n} of ${migration.steps.length}; those before it are done and noted: correct this one, and the same command goes on here`,
  });
}
