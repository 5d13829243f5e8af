// Every code that db-migrate reports. `--explain` and docs/errors print this table.
import type { CodeTable } from '@senior-backend/core/errors/codes';
import { errorsOf } from '@senior-backend/core/errors/tool-error';

export const MIGRATE_CODES = {
  MIG101: {
    title: 'schema source cannot be loaded',
    explanation:
      "The scratch server refused a statement of the schema. The place is that of the file; the message is PostgreSQL's own.",
    exitCode: 3,
  },
  MIG102: {
    title: 'SQL that cannot be split',
    explanation:
      'A quote, a dollar quote or a comment is opened and never closed, so that nobody can say where the statement ends.',
    exitCode: 3,
  },
  MIG103: {
    title: 'statement that a file may not hold',
    explanation:
      'A schema file describes one database: CREATE DATABASE, ALTER SYSTEM and psql commands such as \\connect or \\! have no place in it, and roles only with --roles. A migration may not hold psql commands; one that makes or drops roles is applied, and never tried on a scratch database, which shares them.',
    exitCode: 3,
  },
  MIG104: {
    title: 'unsupported server version',
    explanation: 'db-migrate works with PostgreSQL 14 to 18.',
    exitCode: 4,
  },
  MIG110: {
    title: 'the database and the schema differ',
    explanation:
      '`--check` found a difference between the connected database and the desired schema. Run without --check to write the migration.',
    exitCode: 1,
  },
  MIG111: {
    title: 'the proof failed',
    explanation:
      'Applied to a scratch copy, the migration or its rollback did not lead exactly where it should. Nothing was written. The message holds the first differences, as pg_dump shows them.',
    exitCode: 1,
  },
  MIG112: {
    title: 'no order for the statements',
    explanation: 'The objects need each other in a circle that cannot be broken by taking a statement apart.',
    exitCode: 1,
  },
  MIG113: {
    title: 'no scratch database',
    explanation:
      'Comparing needs a place to load the desired schema into. The role may not create a database on the server (CREATEDB), and no other way was allowed or worked. See --scratch.',
    exitCode: 4,
  },
  MIG114: {
    title: 'nothing to rename',
    explanation:
      '`--rename old=new` names a table, column, sequence or type that the connected database does not have, and that does not have the new name already either; or a new name that the desired schema does not have.',
    exitCode: 2,
  },
  MIG115: {
    title: 'the role lacks a right',
    explanation:
      'PostgreSQL refused a statement for want of a privilege; the message names it. Applying migrations needs CREATE on the database, for the ledger, beside what the migrations themselves need.',
    exitCode: 4,
  },
  MIG116: {
    title: 'no snapshot of a schema',
    explanation:
      'A file whose name ends in .json is read as a snapshot that `--save-snapshot` wrote. This one has another shape, or is of another version.',
    exitCode: 3,
  },
  MIG117: {
    title: 'rows that cannot be folded',
    explanation:
      '`--squash` keeps the rows that migrations leave behind, as INSERTs in the order of foreign keys. More than 10,000 rows are data, and no part of a schema; and tables that refer to each other in a circle have no order.',
    exitCode: 3,
  },
  MIG118: {
    title: 'nothing to squash',
    explanation: 'A folder with fewer than two migrations is as short as it can be.',
    exitCode: 3,
  },
  MIG201: {
    title: 'statement failed',
    explanation:
      'PostgreSQL refused a statement of a migration. A file that runs in a transaction is rolled back whole; otherwise the steps that are done are recorded and the same command goes on behind them.',
    exitCode: 3,
  },
  MIG202: {
    title: 'stopped half-way',
    explanation:
      'A file that cannot run in one transaction stopped at the step that is named. The steps before it are done and recorded; the same command resumes at this one.',
    exitCode: 6,
  },
  MIG203: {
    title: 'applied file was changed',
    explanation:
      'A migration that the ledger knows has another checksum now. What ran cannot be told from what the file says: bring the old text back, and put the change into a new file.',
    exitCode: 5,
  },
  MIG204: {
    title: 'another runner is at work',
    explanation:
      'One runner a database: the advisory lock is held by another session. Wait for it to end, or raise --lock-wait.',
    exitCode: 5,
  },
  MIG205: {
    title: 'lock not obtained',
    explanation:
      'A statement waited longer than --lock-timeout for its lock, as often as --lock-retries allows. Each wait was short, so that the application went on. The message names who holds the lock.',
    exitCode: 6,
  },
  MIG206: {
    title: 'needs --confirm',
    explanation: 'A statement deletes data. Name the database as --confirm to say that this is meant.',
    exitCode: 5,
  },
  MIG207: {
    title: 'nothing to roll back',
    explanation:
      'The ledger has no applied migration that this command could take back, or its rollback file is not there.',
    exitCode: 3,
  },
  MIG208: {
    title: 'applied file is gone or out of order',
    explanation:
      'The ledger knows a migration that the folder does not have, or a file sorts before one that is applied already.',
    exitCode: 5,
  },
  MIG209: {
    title: 'line endings of an applied file changed',
    explanation:
      'The text is the same but for its line endings or its byte order mark. That changes nothing; .gitattributes can keep it from happening.',
    exitCode: 1,
  },
  MIG210: {
    title: 'connection lost',
    explanation:
      'The server ended the connection, or went away, in the middle of a migration. The ledger and the catalogue know what was done; the same command resumes.',
    exitCode: 6,
  },
  MIG211: {
    title: 'cannot be looked into',
    explanation:
      'A DO block, a CALL or a function may delete data, and nothing in the file says so: `--confirm` guards only what can be read from a statement. A dry run shows the rows that it touches.',
    exitCode: 1,
  },
  MIG212: {
    title: 'squashed migration is applied in part',
    explanation:
      'A migration that `--squash` wrote stands for several others. This database has some of them, and the rest is not in the folder any more, so that nothing can bring it to where the squashed one leads.',
    exitCode: 5,
  },
  MIG213: {
    title: 'database cannot adopt the migrations',
    explanation:
      '`--adopt` enters migrations as applied that this database has from elsewhere: another tool, or hand-written SQL. They are run on an empty scratch database first, and what they lead to must be what the database is, object by object. Where it is not, the ledger would say what is not so. Rows are not compared.',
    exitCode: 5,
  },
  MIG214: {
    title: 'file that is no migration here',
    explanation:
      'The folder holds a repeatable migration of Flyway (`R__name.sql`), which runs again whenever its text changes. Here every file runs once, in the order of the names, and an applied file with another text is refused.',
    exitCode: 3,
  },
  MIG301: {
    title: 'data is lost',
    explanation: 'The statement deletes rows or columns. No rollback brings their content back.',
    exitCode: 1,
  },
  MIG302: {
    title: 'table is rewritten',
    explanation:
      'Every row is written anew under an ACCESS EXCLUSIVE lock: nobody reads or writes the table meanwhile.',
    exitCode: 1,
  },
  MIG303: {
    title: 'others wait',
    explanation: 'The statement holds a lock for as long as it reads the table.',
    exitCode: 1,
  },
  MIG304: {
    title: 'may fail on the rows that are there',
    explanation:
      'Whether the statement succeeds depends on the data. The check query, where one is given, counts the rows in the way.',
    exitCode: 1,
  },
  MIG305: {
    title: 'rights change',
    explanation: 'After the statement somebody may do more, or less, than before.',
    exitCode: 1,
  },
  MIG306: {
    title: 'looks like a rename',
    explanation:
      'A table or column is gone, and another one of the same shape is new. It is dropped and created unless --rename, or a comment `-- renamed from:` in the schema, says that it is the same one.',
    exitCode: 1,
  },
} as const satisfies CodeTable;

export const migrateError = errorsOf(MIGRATE_CODES);
