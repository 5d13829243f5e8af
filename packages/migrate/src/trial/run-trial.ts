// Builds what is suggested, runs the statements that it is meant for before and after, and keeps what helped.
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { formatMs } from '@senior-backend/core/report/number';
import type { Suggestion } from '../advise/suggestion.js';
import type { Rejected, TimedStatement, Trial, TrialPlace } from '../advise/trial.js';
import { definitionOf } from '../candidates/index-ddl.js';
import type { Observation, ObservedStatement, TableName } from '../observe/observation.js';
import type { ParseNode } from '../observe/resolve/grammar.js';
import { obstacleOf } from './obstacle.js';
import { parameterSets, type ValueSet } from './parameter-sets.js';
import { probeStatement } from './probe-statement.js';
import { type Timing, timeStatement } from './time-statement.js';

export interface TrialOptions {
  readonly place: TrialPlace;
  readonly observation: Observation;
  readonly parse: (sql: string) => readonly ParseNode[] | undefined;
  /** Rows of a table where the trial runs, and rows of the real one. */
  readonly rowsOf: (table: TableName) => { readonly rows: number; readonly ofRows: number } | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

export interface TrialResult {
  /** In the order in which they came; those that were not tried have no trial. */
  readonly suggestions: readonly Suggestion[];
  readonly rejected: readonly Rejected[];
  /** Why a suggestion could not be tried. */
  readonly untried: readonly Rejected[];
}

/** A statement is better served where it takes at most this share of the time that it took. */
const MOST_OF_BEFORE = 0.9;
/** Statements tried for each index: the worst by total time. */
const MOST_STATEMENTS = 8;
export const TRIAL_PREFIX = 'db_migrate_trial_';

interface Runnable {
  readonly statement: ObservedStatement;
  readonly sets: readonly ValueSet[];
}

interface Planned {
  readonly suggestion: Suggestion;
  readonly runnable: readonly Runnable[];
  readonly name: string;
}

interface Built extends Planned {
  readonly buildMs: number;
  readonly bytes: number;
}

export async function runTrial(
  session: Session,
  suggestions: readonly Suggestion[],
  options: TrialOptions,
): Promise<TrialResult> {
  const untried: Rejected[] = [];
  const planned: Planned[] = [];
  for (const [at, suggestion] of suggestions.entries()) {
    const runnable = await runnableFor(session, suggestion, options);
    if (typeof runnable === 'string') untried.push({ ddl: suggestion.ddl, why: runnable });
    else planned.push({ suggestion, runnable, name: `${TRIAL_PREFIX}${at}` });
  }
  const before = await timeAll(session, planned, options, 'before');
  const built: Built[] = [];
  try {
    for (const one of planned) {
      if (options.signal.aborted) break;
      options.onProgress(`building ${definitionOf(one.suggestion.index)}`);
      const made = await build(session, one, options.place);
      if (typeof made === 'string') untried.push({ ddl: one.suggestion.ddl, why: made });
      else built.push({ ...one, ...made });
    }
    const after = await timeAll(session, built, options, 'after');
    return { ...judge(suggestions, built, before, after, options), untried };
  } finally {
    for (const { suggestion, name } of planned)
      await dropTrial(session, suggestion.index.table.schema, name, options.place);
  }
}

async function runnableFor(
  session: Session,
  { index, serves }: Suggestion,
  { observation, parse }: TrialOptions,
): Promise<readonly Runnable[] | string> {
  const served = observation.workload.statements.filter(({ id }) => serves.includes(id));
  const runnable: Runnable[] = [];
  let why = 'no statement was seen that it serves';
  for (const statement of [...served].sort((a, b) => b.totalMs - a.totalMs).slice(0, MOST_STATEMENTS)) {
    const obstacle = await obstacleOf(session, statement, parse(statement.sql));
    const sets = obstacle === undefined ? await parameterSets(session, statement, observation) : [];
    if (sets.length > 0) runnable.push({ statement, sets });
    else why = obstacle ?? 'no row tells what its parameters could be';
  }
  if (runnable.length > 0) return runnable;
  const probe = probeStatement(index);
  const sets = probe ? await parameterSets(session, probe, observation) : [];
  return probe && sets.length > 0 ? [{ statement: probe, sets }] : why;
}

type Timings = ReadonlyMap<string, Timing>;

async function timeAll(
  session: Session,
  planned: readonly Planned[],
  { timeoutMs, signal, onProgress }: TrialOptions,
  when: string,
): Promise<Timings> {
  const timings = new Map<string, Timing>();
  const all = new Map(planned.flatMap(({ runnable }) => runnable.map((one) => [one.statement.sql, one] as const)));
  let done = 0;
  for (const [sql, { sets }] of all) {
    if (signal.aborted) break;
    done += 1;
    onProgress(`timing statements ${when}: ${done} of ${all.size}`);
    const timing = await timeStatement(session, sql, sets, timeoutMs);
    if (timing) timings.set(sql, timing);
  }
  return timings;
}

async function build(
  session: Session,
  { suggestion, name }: Planned,
  place: TrialPlace,
): Promise<{ buildMs: number; bytes: number } | string> {
  const how = place === 'in-place' ? 'CONCURRENTLY ' : '';
  const started = performance.now();
  try {
    await session.execute(`CREATE INDEX ${how}${name} ON ${definitionOf(suggestion.index)}`);
  } catch (error) {
    if (!isServerError(error)) throw error;
    return `it cannot be built: ${error.message}`;
  }
  const buildMs = performance.now() - started;
  if (suggestion.index.expression !== undefined && place === 'copy') await session.execute('ANALYZE');
  const [row] = await session.query<{ bytes: number }>('SELECT pg_relation_size($1::regclass)::float8 AS bytes', [
    quoteName([suggestion.index.table.schema, name]),
  ]);
  return { buildMs, bytes: row?.bytes ?? 0 };
}

async function dropTrial(session: Session, schema: string, name: string, place: TrialPlace): Promise<void> {
  const how = place === 'in-place' ? 'CONCURRENTLY ' : '';
  await session.execute(`DROP INDEX ${how}IF EXISTS ${quoteName([schema, name])}`);
}

function judge(
  suggestions: readonly Suggestion[],
  built: readonly Built[],
  before: Timings,
  after: Timings,
  options: TrialOptions,
): Pick<TrialResult, 'suggestions' | 'rejected'> {
  const rejected: Rejected[] = [];
  const kept = suggestions.flatMap((suggestion) => {
    const one = built.find((other) => other.suggestion === suggestion);
    if (!one) return [suggestion];
    const timed = one.runnable.flatMap(({ statement }) => compared(statement, one.name, before, after));
    const trial = trialOf(one, timed, options);
    if (timed.length > 0 && trial.afterMs <= trial.beforeMs * MOST_OF_BEFORE) return [{ ...suggestion, trial }];
    rejected.push({ ddl: suggestion.ddl, why: whyNot(timed, trial) });
    return [];
  });
  return { suggestions: kept, rejected };
}

/** A statement whose plan does not read the index says nothing for it. */
function compared(
  { id, sql, text }: ObservedStatement,
  name: string,
  before: Timings,
  after: Timings,
): readonly TimedStatement[] {
  const [was, is] = [before.get(sql), after.get(sql)];
  if (!was || !is?.indexes.has(name) || is.stopped) return [];
  const times = { beforeMs: was.ms, afterMs: is.ms, beforeBlocks: was.blocks, afterBlocks: is.blocks };
  return [{ id, sql: text, ...times, stopped: was.stopped }];
}

function trialOf(
  { suggestion, buildMs, bytes }: Built,
  statements: readonly TimedStatement[],
  options: TrialOptions,
): Trial {
  const rows = options.rowsOf(suggestion.index.table) ?? { rows: 0, ofRows: 0 };
  const sum = (pick: (one: TimedStatement) => number): number =>
    statements.reduce((total, one) => total + pick(one), 0);
  return {
    place: options.place,
    ...rows,
    buildMs,
    bytes,
    beforeMs: sum(({ beforeMs }) => beforeMs),
    afterMs: sum(({ afterMs }) => afterMs),
    statements,
  };
}

function whyNot(timed: readonly TimedStatement[], { beforeMs, afterMs }: Trial): string {
  return timed.length === 0
    ? 'built, and no plan of its statements reads it'
    : `built, and its statements take ${formatMs(afterMs)} ms where they took ${formatMs(beforeMs)} ms`;
}
