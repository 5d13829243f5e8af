// `--measure`: the suggestions, tried on a scratch copy with rows or in place, and the findings with what was measured.

import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import { connect } from '@senior-backend/core/postgres/connect';
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import type { ConnectionSettings } from '@senior-backend/core/postgres/settings';
import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import { type Advice, advise, adviseOnCopy } from '../advise/advise.js';
import type { TrialPlace } from '../advise/trial.js';
import type { ANALYZE_CODES } from '../analyze/codes.js';
import type { Finding } from '../analyze/finding.js';
import { findTable, sameTable } from '../observe/find-table.js';
import type { Observation, ObservedTable, TableName } from '../observe/observation.js';
import { loadGrammar } from '../observe/resolve/grammar.js';
import { onScratchCopy } from '../prove/scratch-copy.js';
import { PlanRefused } from '../scratch/apply-plan.js';
import type { Settings } from '../settings.js';
import { copyRows } from './copy-rows.js';
import { runTrial, TRIAL_PREFIX, type TrialOptions } from './run-trial.js';

export interface Measured {
  readonly advice: Advice;
  readonly diagnostics: readonly Diagnostic[];
}

interface Subject {
  readonly context: ToolContext<Settings>;
  readonly connection: ConnectionSettings;
  /** Of the connected database, with no transaction open. */
  readonly session: Session;
  readonly observation: Observation;
  readonly findings: readonly Finding[];
}

const CODE = 'MIG523' satisfies keyof typeof ANALYZE_CODES;

/** Gives the advice as it is where nothing can be tried, and says why. */
export async function measureAdvice(subject: Subject): Promise<Measured> {
  const { context, observation, session, findings } = subject;
  const limits = { mostBytes: context.settings.maxIndexSize ?? Number.POSITIVE_INFINITY };
  try {
    if (context.settings.inPlace !== true) return await measureOnCopy(subject, limits);
    const advice = await advise(session, observation, findings, limits);
    if (observation.server.replica)
      return { advice, diagnostics: [notMeasured('the server is a replica: nothing can be built on it')] };
    return await measureInPlace(subject, advice);
  } catch (error) {
    if (!isServerError(error) && !(error instanceof PlanRefused)) throw error;
    const advice = await advise(session, observation, findings, limits);
    return { advice, diagnostics: [notMeasured(error.message)] };
  }
}

async function measureOnCopy(
  { context, connection, session, observation, findings }: Subject,
  limits: { readonly mostBytes: number },
): Promise<Measured> {
  const { progress, settings } = context;
  // Where hypothetical indexes can be asked, they are asked about all the rows, and the copy judges what they chose.
  const asked = await advise(session, observation, findings, limits);
  const tables = tablesToCopy(observation, asked);
  progress.update(`copying rows of ${tables.length} tables`);
  return onScratchCopy(context, session, connection, async (copy) => {
    const copied = await copyRows(session, copy, tables, settings.measureRows);
    progress.update('asking the planner what indexes would change');
    const advice =
      asked.basis === 'plans' && observation.workload.statements.length > 0
        ? await adviseOnCopy(copy, observation, copied, findings, limits)
        : asked;
    const rowsOf = (table: TableName): ReturnType<TrialOptions['rowsOf']> =>
      copied.find((one) => sameTable(one, table));
    return trialOf(copy, advice, await trialOptions(context, observation, 'copy', rowsOf));
  });
}

/** On a session of its own: building waits for every other transaction, ours too. */
async function measureInPlace({ context, connection, observation }: Subject, advice: Advice): Promise<Measured> {
  const session = await connect(connection, { applicationName: 'db-migrate' });
  try {
    await dropLeftovers(session);
    const rowsOf = (table: TableName): ReturnType<TrialOptions['rowsOf']> => {
      const rows = findTable(observation, table)?.estimatedRows ?? 0;
      return { rows, ofRows: rows };
    };
    return await trialOf(session, advice, await trialOptions(context, observation, 'in-place', rowsOf));
  } finally {
    await session.close();
  }
}

async function trialOptions(
  { settings, env, progress }: ToolContext<Settings>,
  observation: Observation,
  place: TrialPlace,
  rowsOf: TrialOptions['rowsOf'],
): Promise<TrialOptions> {
  return {
    place,
    observation,
    parse: await loadGrammar(),
    rowsOf,
    timeoutMs: settings.measureTimeout,
    signal: env.signal,
    onProgress: (line) => progress.update(line),
  };
}

async function trialOf(session: Session, advice: Advice, options: TrialOptions): Promise<Measured> {
  const { suggestions, rejected, untried } = await runTrial(session, advice.suggestions, options);
  return {
    advice: { ...advice, suggestions, rejected },
    diagnostics: untried.map(({ ddl, why }) => notMeasured(`${ddl}: ${why}`)),
  };
}

function notMeasured(message: string): Diagnostic {
  return { code: CODE, severity: 'warning', message: `not measured: ${message}` };
}

/** The tables of the statements, and those that an index is suggested for. */
function tablesToCopy(observation: Observation, { suggestions }: Advice): readonly ObservedTable[] {
  const accessed = observation.workload.statements.flatMap(({ accesses }) => accesses.map(({ table }) => table));
  const suggested = suggestions.map(({ index }) => index.table);
  return observation.tables.filter((table) => [...accessed, ...suggested].some((one) => sameTable(one, table)));
}

/** What a run that was killed left in place. */
async function dropLeftovers(session: Session): Promise<void> {
  const rows = await session.query<{ schema: string; name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name
     FROM pg_catalog.pg_class c
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'i' AND c.relname ~ ('^' || $1 || '[0-9]+$')`,
    [TRIAL_PREFIX],
  );
  for (const { schema, name } of rows) await session.execute(`DROP INDEX CONCURRENTLY ${quoteName([schema, name])}`);
}
