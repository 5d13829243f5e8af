// The codes of what `--analyze` finds: MIG5xx. Each has a page in docs/rules.
import type { CodeTable } from '@senior-backend/core/errors/codes';

export const ANALYZE_CODES = {
  MIG501: {
    title: 'foreign key without an index',
    explanation:
      'PostgreSQL indexes the referenced key and not the columns that refer to it. Each DELETE or key UPDATE of a parent row, and each query by the parent, then reads the whole child table. An index on the columns mends it.',
    exitCode: 1,
  },
  MIG502: {
    title: 'condition without an index',
    explanation:
      'A statement that ran often or long reads a table from end to end to keep a small part of it, and no index begins with the columns that its conditions compare.',
    exitCode: 1,
  },
  MIG503: {
    title: 'N+1 query risk',
    explanation:
      'A query by a foreign key ran many times for each list query of the parent: the mark of a loop that asks for the children of one parent at a time. Ask for all of them at once: WHERE key = ANY($1), or a join.',
    exitCode: 1,
  },
  MIG504: {
    title: 'slow statement',
    explanation:
      'The statement takes long on average and a large part of the total time. The report shows its mean time, calls and share.',
    exitCode: 1,
  },
  MIG505: {
    title: 'index never used',
    explanation:
      'The index has not been read since the statistics began, and every write keeps it up to date. Check the replicas first: they count for themselves.',
    exitCode: 1,
  },
  MIG506: {
    title: 'index twice',
    explanation:
      'Two indexes hold the same entries, or the columns of one are the first columns of another. The shorter one can go.',
    exitCode: 1,
  },
  MIG507: {
    title: 'invalid index',
    explanation:
      'A CREATE INDEX CONCURRENTLY that failed leaves an index behind that is kept up to date and never used. Drop it and build it again; IF NOT EXISTS would report success over it.',
    exitCode: 1,
  },
  MIG508: {
    title: 'table without a primary key',
    explanation:
      'Without a key, rows cannot be told apart: logical replication refuses updates, and tools cannot address a row.',
    exitCode: 1,
  },
  MIG509: {
    title: 'table never analysed',
    explanation:
      'The planner has no statistics of the table and guesses. ANALYZE gathers them; autovacuum does so by itself unless it is off or behind.',
    exitCode: 1,
  },
  MIG510: {
    title: 'no statement times',
    explanation:
      'The analysis rests on pg_stat_statements for its times. Without the extension, or without the right to read it, structure and sizes are analysed and no time is shown.',
    exitCode: 1,
  },
} as const satisfies CodeTable;

/** Codes that rules report; MIG510 is about the analysis itself. */
export type AnalyzeCode = Exclude<keyof typeof ANALYZE_CODES, 'MIG510'>;
