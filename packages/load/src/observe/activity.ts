// From rows of pg_stat_activity to what a report needs of them.
import type { ActivitySample, BlockRecord, WaitCount } from '../model/database.js';
import { withoutLiterals } from './statement-text.js';

export interface SessionRow {
  readonly pid: number;
  readonly state: string | null;
  readonly wait_type: string | null;
  readonly wait: string | null;
  /** Of the statement, as pg_stat_statements has it. */
  readonly id: string | null;
  readonly text: string | null;
  readonly blockers: readonly number[];
}

/** Texts of statements by their id; they have no literals. */
export type Texts = ReadonlyMap<string, string>;

export function toSample(atMs: number, rows: readonly SessionRow[], texts: Texts): ActivitySample {
  const active = rows.filter((row) => row.state === 'active');
  const waits = new Map<string, WaitCount>();
  for (const row of active) {
    // A client that does not read, or a worker between two tasks, is no wait of the database's.
    if (row.wait_type === null || row.wait_type === 'Client' || row.wait_type === 'Activity') continue;
    const event = `${row.wait_type}:${row.wait ?? ''}`;
    const statement = statementOf(row, texts);
    const key = `${event} ${statement}`;
    waits.set(key, { event, statement, sessions: (waits.get(key)?.sessions ?? 0) + 1 });
  }
  const waiting = [...waits.values()].reduce((sum, wait) => sum + wait.sessions, 0);
  return {
    atMs,
    running: active.length - waiting,
    idleInTransaction: rows.filter((row) => row.state?.startsWith('idle in transaction')).length,
    waits: [...waits.values()].sort((a, b) => b.sessions - a.sessions),
  };
}

const MOST_PAIRS = 100;

/** Who kept whom from a lock, by statement. */
export class BlockLog {
  private readonly pairs = new Map<string, BlockRecord>();

  constructor(private readonly texts: Texts) {}

  add(atMs: number, rows: readonly SessionRow[]): void {
    const byPid = new Map(rows.map((row) => [row.pid, row]));
    const now = new Map<string, BlockRecord>();
    for (const row of rows) {
      const blocker = byPid.get(rootOf(row, byPid));
      if (row.blockers.length === 0 || !blocker) continue;
      const [waiting, blocking] = [statementOf(row, this.texts), statementOf(blocker, this.texts)];
      const key = `${waiting}\n${blocking}`;
      const blockerIdle = blocker.state !== 'active';
      const sessions = (now.get(key)?.sessions ?? 0) + 1;
      now.set(key, { waiting, blocking, blockerIdle, firstMs: atMs, lastMs: atMs, sessions });
    }
    for (const [key, seen] of now) this.merge(key, seen);
  }

  private merge(key: string, seen: BlockRecord): void {
    const known = this.pairs.get(key);
    if (!known && this.pairs.size >= MOST_PAIRS) return;
    this.pairs.set(
      key,
      known ? { ...seen, firstMs: known.firstMs, sessions: Math.max(known.sessions, seen.sessions) } : seen,
    );
  }

  /** Those that lasted longest first. */
  get records(): readonly BlockRecord[] {
    return [...this.pairs.values()].sort((a, b) => b.lastMs - b.firstMs - (a.lastMs - a.firstMs));
  }
}

/** Behind a queue of waiters stands one who waits for nobody. */
function rootOf(row: SessionRow, byPid: ReadonlyMap<number, SessionRow>): number {
  const seen = new Set<number>();
  let at: SessionRow | undefined = row;
  while (at && at.blockers.length > 0 && !seen.has(at.pid)) {
    seen.add(at.pid);
    const next: SessionRow | undefined = byPid.get(at.blockers[0] ?? -1);
    if (!next) break;
    at = next;
  }
  return at?.pid ?? row.pid;
}

function statementOf({ id, text }: SessionRow, texts: Texts): string {
  return (id === null ? undefined : texts.get(id)) ?? withoutLiterals(text ?? '');
}
