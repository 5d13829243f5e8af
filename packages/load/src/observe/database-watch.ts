// Watches a database while a run goes on: statistics before and after, the sessions ten times a second in between.
import type { Session } from '@senior-backend/core/postgres/session';
import { sharedClockMs } from '../drive/shared-clock.js';
import type { ActivitySample, DatabaseRecord, DatabaseTotals, StatementRecord } from '../model/database.js';
import { BlockLog, type SessionRow, toSample } from './activity.js';
import { activity, MARK, SEES_OTHERS, STATEMENTS_SCHEMA, statementNumbers, statementTexts, totals } from './queries.js';
import { withoutLiterals } from './statement-text.js';

const SAMPLE_MS = 100;
/** An hour of samples; a bound on memory. */
const MOST_SAMPLES = 36_000;
const MOST_STATEMENTS = 20;

export interface DatabaseWatch {
  /** What was seen, its times counted from `startsAtMs` of `sharedClockMs`. */
  end(startsAtMs: number): Promise<DatabaseRecord>;
  /** Closes the session, whatever came before. */
  close(): Promise<void>;
}

interface Numbers {
  readonly id: string;
  readonly calls: number;
  readonly total_ms: number;
  readonly rows: number;
  readonly blocks_read: number;
  readonly blocks_hit: number;
  readonly temp_blocks: number;
}

interface Statistics {
  readonly statements: readonly Numbers[];
  readonly totals: DatabaseTotals;
}

/** Takes the session over. A database that goes away during the run ends the watch and not the run. */
export async function watchDatabase(session: Session): Promise<DatabaseWatch> {
  const [extension] = await session.query<{ schema: string }>(STATEMENTS_SCHEMA);
  const [role] = await session.query<{ sees: boolean }>(SEES_OTHERS);
  const blind = [
    ...(extension ? [] : ['pg_stat_statements is not installed in this database: statements are not counted']),
    ...(role?.sees ? [] : ['this role is not in pg_read_all_stats: what other roles run is hidden']),
  ];
  const before = await readStatistics(session, extension?.schema);
  const sampler = new Sampler(session);
  return {
    async end(startsAtMs) {
      await sampler.stop();
      try {
        const after = await readStatistics(session, extension?.schema);
        const statements = await growthOf(session, extension?.schema, before, after);
        return { ...sampler.record(startsAtMs, statements), blind, statements, totals: difference(before, after) };
      } catch (error) {
        const lost = `the connection to the database was lost: ${error instanceof Error ? error.message : String(error)}`;
        const record = sampler.record(startsAtMs, []);
        return { ...record, blind: [...blind, lost], statements: [], totals: difference(before, before) };
      }
    },
    async close() {
      await sampler.stop();
      await session.close().catch(() => undefined); // it may have been lost
    },
  };
}

class Sampler {
  private readonly seen: { readonly atMs: number; readonly rows: readonly SessionRow[] }[] = [];
  private stopped = false;
  private readonly ended: Promise<void>;

  constructor(private readonly session: Session) {
    this.ended = this.sample();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.ended;
  }

  /** One question after another, so that a slow server is asked less often and never more than once at a time. */
  private async sample(): Promise<void> {
    const text = activity(this.session.serverVersion);
    while (!this.stopped && this.seen.length < MOST_SAMPLES) {
      const atMs = sharedClockMs();
      const rows = await this.session.query<SessionRow>(text).catch(() => undefined);
      if (!rows) return; // lost; `end` says so
      this.seen.push({ atMs, rows });
      const restMs = atMs + SAMPLE_MS - sharedClockMs();
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, restMs)));
    }
  }

  record(
    startsAtMs: number,
    statements: readonly StatementRecord[],
  ): Pick<DatabaseRecord, 'serverVersion' | 'database' | 'samples' | 'blocks'> {
    const texts = new Map(statements.map(({ id, text }) => [id, text]));
    const blocks = new BlockLog(texts);
    const samples: ActivitySample[] = [];
    for (const { atMs, rows } of this.seen) {
      if (atMs < startsAtMs) continue;
      samples.push(toSample(atMs - startsAtMs, rows, texts));
      blocks.add(atMs - startsAtMs, rows);
    }
    const { serverVersion, database } = this.session;
    return { serverVersion, database, samples, blocks: blocks.records };
  }
}

async function readStatistics(session: Session, schema: string | undefined): Promise<Statistics> {
  const [sums] = await session.query<DatabaseTotals>(totals(session.serverVersion));
  if (!sums) throw new Error('the server has no statistics of this database');
  if (schema === undefined) return { statements: [], totals: sums };
  return { statements: await session.query<Numbers>(statementNumbers(schema, session.serverVersion)), totals: sums };
}

async function growthOf(
  session: Session,
  schema: string | undefined,
  before: Statistics,
  after: Statistics,
): Promise<readonly StatementRecord[]> {
  if (schema === undefined) return [];
  const old = new Map(before.statements.map((numbers) => [numbers.id, numbers]));
  const grown = after.statements
    .map((now) => growth(now, old.get(now.id)))
    .filter((statement) => statement.calls > 0)
    .sort((a, b) => b.totalMs - a.totalMs);
  // A few more than are shown: our own are among them.
  const ids = grown.slice(0, MOST_STATEMENTS * 2).map(({ id }) => id);
  const rows = await session.query<{ id: string; text: string }>(statementTexts(schema), [ids]);
  const texts = new Map(rows.map(({ id, text }) => [id, text]));
  const shown = grown
    .filter(({ id }) => texts.has(id) && !texts.get(id)?.includes(MARK))
    .map((statement) => ({ ...statement, text: withoutLiterals(texts.get(statement.id) ?? '') }));
  return sumByText(shown).slice(0, MOST_STATEMENTS);
}

/** A statement has another id after a change of its table, or for another role. */
function sumByText(statements: readonly StatementRecord[]): readonly StatementRecord[] {
  const byText = new Map<string, StatementRecord>();
  for (const statement of statements) {
    const known = byText.get(statement.text);
    byText.set(statement.text, known ? add(known, statement) : statement);
  }
  return [...byText.values()].sort((a, b) => b.totalMs - a.totalMs);
}

function add(a: StatementRecord, b: StatementRecord): StatementRecord {
  return {
    ...a,
    calls: a.calls + b.calls,
    totalMs: a.totalMs + b.totalMs,
    rows: a.rows + b.rows,
    blocksRead: a.blocksRead + b.blocksRead,
    blocksHit: a.blocksHit + b.blocksHit,
    tempBlocks: a.tempBlocks + b.tempBlocks,
  };
}

/** Where the statistics were reset in between, what is there now is the growth. */
function growth(now: Numbers, old: Numbers | undefined): StatementRecord {
  const before = old && old.calls <= now.calls ? old : undefined;
  return {
    id: now.id,
    text: '',
    calls: now.calls - (before?.calls ?? 0),
    totalMs: now.total_ms - (before?.total_ms ?? 0),
    rows: now.rows - (before?.rows ?? 0),
    blocksRead: now.blocks_read - (before?.blocks_read ?? 0),
    blocksHit: now.blocks_hit - (before?.blocks_hit ?? 0),
    tempBlocks: now.temp_blocks - (before?.temp_blocks ?? 0),
  };
}

function difference({ totals: a }: Statistics, { totals: b }: Statistics): DatabaseTotals {
  const grown = (name: keyof DatabaseTotals): number => Math.max(0, b[name] - a[name]);
  return {
    commits: grown('commits'),
    rollbacks: grown('rollbacks'),
    blocksRead: grown('blocksRead'),
    blocksHit: grown('blocksHit'),
    tempBytes: grown('tempBytes'),
    deadlocks: grown('deadlocks'),
    checkpoints: grown('checkpoints'),
  };
}
