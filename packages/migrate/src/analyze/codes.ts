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
    title: 'statement times are missing',
    explanation:
      'The analysis rests on pg_stat_statements for its times. Without the extension, or without the right to read it, structure and sizes are analysed and no time is shown. Counters that are young, that were full, or that a replica keeps show a part of what runs, and the report says which part is missing.',
    exitCode: 1,
  },
  MIG511: {
    title: 'key past half of its range',
    explanation:
      'The sequence behind a column has handed out more than half of the values that its type can hold, or a primary key that the application counts by itself has reached them. When it ends, every INSERT fails. Changing the type then rewrites the table under a lock; done early it can be done in steps.',
    exitCode: 1,
  },
  MIG512: {
    title: 'foreign key of another type than its key',
    explanation:
      'The columns of a foreign key have another type than the key that they refer to. Comparisons cast, an index may not be used, and values can be stored that the key can never have.',
    exitCode: 1,
  },
  MIG513: {
    title: 'column type that ages badly',
    explanation:
      'timestamp without time zone means another instant in each session, money depends on a server setting, char(n) pads with blanks, json keeps text and cannot be indexed.',
    exitCode: 1,
  },
  MIG514: {
    title: 'unique column that takes NULL',
    explanation:
      'NULLs are different from each other: a unique index lets any number of rows without a value in. Say NOT NULL, or NULLS NOT DISTINCT (15), or that this is meant.',
    exitCode: 1,
  },
  MIG515: {
    title: 'many dead rows',
    explanation:
      'A large part of the table is rows that were deleted or replaced and not yet reclaimed: scans read them for nothing. Autovacuum is off, behind, or held back by an old transaction.',
    exitCode: 1,
  },
  MIG516: {
    title: 'transaction ids run out',
    explanation:
      'The oldest row of the table was not frozen for so many transactions that the server comes near its limit of two billion. It then refuses all writes until a vacuum is done.',
    exitCode: 1,
  },
  MIG517: {
    title: 'statement spills to disk',
    explanation:
      'Sorts and hashes of the statement do not fit into work_mem and go through temporary files. Raise work_mem for it, or give it an index that sorts.',
    exitCode: 1,
  },
  MIG518: {
    title: 'statement whose time varies',
    explanation:
      'Single calls differ from the mean by more than three times the mean. Locks, cold caches, or plans that fit some values and not others are behind it; the mean alone hides it.',
    exitCode: 1,
  },
  MIG519: {
    title: 'no timeouts',
    explanation:
      'Without statement_timeout one bad query can run for ever, without idle_in_transaction_session_timeout one forgotten transaction holds locks and keeps vacuum back.',
    exitCode: 1,
  },
  MIG520: {
    title: 'table open to everybody',
    explanation:
      'Every role that can connect may read or change the rows: PUBLIC has a grant, and no row level security narrows it.',
    exitCode: 1,
  },
  MIG521: {
    title: 'SECURITY DEFINER without search_path',
    explanation:
      'The function runs with its owner’s rights and looks names up where its caller says: a caller can put a table or an operator of his own in front.',
    exitCode: 1,
  },
  MIG522: {
    title: 'superusers connect',
    explanation:
      'A client works as a superuser: no grant, no row level security and no read-only setting holds it back, and it can run programs on the server.',
    exitCode: 1,
  },
  MIG523: {
    title: 'suggestion not measured',
    explanation:
      'With --measure a suggested index could not be built or its statements could not be run: the scratch copy was refused, the server is a replica, the statement writes or calls a volatile function, or no row tells what its parameters could be. The suggestion stands as it was, unmeasured.',
    exitCode: 1,
  },
  MIG524: {
    title: 'no earlier analysis',
    explanation:
      'The file of --compare-with is no JSON document of db-migrate --analyze. Write one with: db-migrate --analyze --reporter json=report.json',
    exitCode: 3,
  },
  MIG525: {
    title: 'bloated index',
    explanation:
      'Half of the index or more is empty pages that deletes and updates left behind: it takes memory and disk for nothing. REINDEX CONCURRENTLY writes it anew without blocking. The share is measured by pgstatindex where the extension pgstattuple is installed, else estimated from statistics, and the finding says which.',
    exitCode: 1,
  },
  MIG526: {
    title: 'row estimate far off',
    explanation:
      'The planner expects a hundred times the rows that the statement returns, or a hundredth of them, and chooses its joins by that. ANALYZE, a higher statistics target, or CREATE STATISTICS for columns that go together help.',
    exitCode: 1,
  },
  MIG527: {
    title: 'sequential scans that return little',
    explanation:
      'The table was read from end to end many times, by statements that returned less than a hundredth of the rows that were read. A condition under OR, on an expression, or with a leading wildcard keeps an index from being used.',
    exitCode: 1,
  },
  MIG528: {
    title: 'statement reads much',
    explanation:
      'Each call reads 64 MB or more, and a hundred blocks or more for each row that it returns. An index, a narrower condition, or a summary table lets it read less.',
    exitCode: 1,
  },
  MIG529: {
    title: 'workload cannot be read',
    explanation:
      'The file of --workload is neither SQL statements nor a log with the JSON plans of auto_explain (auto_explain.log_format = json).',
    exitCode: 3,
  },
  MIG530: {
    title: 'nothing to ignore',
    explanation:
      'An --ignore names a code or an object for which there is no finding any more. Take it away, so that it does not hide a new one.',
    exitCode: 1,
  },
} as const satisfies CodeTable;

/** Codes about the analysis itself, which no rule reports. */
type AboutAnalysis = 'MIG510' | 'MIG523' | 'MIG524' | 'MIG529' | 'MIG530';

/** Codes that rules report. */
export type AnalyzeCode = Exclude<keyof typeof ANALYZE_CODES, AboutAnalysis>;
