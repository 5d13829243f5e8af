import { connectionOption } from '@senior-backend/core/tool/connection-option';
import type { OptionSpec } from '@senior-backend/core/tool/tool';

const MODE = 'What to do (one of them):';
const ANALYZE = 'With --analyze and --suggest-indexes:';
const COMPARE = 'With --compare:';
const BOTH = 'With --compare and --analyze:';
const APPLY = 'With --migrate and --rollback:';
const DATABASE = 'Database:';

/** The flags of db-migrate. */
export const migrateOptions: readonly OptionSpec[] = [
  {
    flags: '--analyze',
    description: 'report what is missing, slow or superfluous, with the times that the server measured',
    example: 'db-migrate --analyze',
    group: MODE,
    invocationOnly: true,
  },
  {
    flags: '--suggest-indexes',
    description: 'analyse, and write the missing indexes as a migration with its rollback',
    example: 'db-migrate --suggest-indexes --output migrations/',
    group: MODE,
    invocationOnly: true,
  },
  {
    flags: '--compare <schema>',
    description:
      'write the migration that turns the database into this schema: a file, a folder, a snapshot, or the URL of a database',
    example: 'db-migrate --compare schema.sql --output migrations/',
    group: MODE,
    invocationOnly: true,
  },
  {
    flags: '--save-snapshot <file>',
    description:
      'write the schema of the database as JSON: something to --compare with, where its server is not at hand',
    example: 'db-migrate --save-snapshot schema.json',
    group: MODE,
    invocationOnly: true,
  },
  {
    flags: '--squash <folder>',
    description: 'write one migration that stands for all of a folder, proved to lead to the same schema and rows',
    example: 'db-migrate --squash migrations/ --name first_year',
    group: MODE,
    invocationOnly: true,
  },
  {
    flags: '--migrate <path>',
    description: 'apply a migration, or every new one of a folder',
    example: 'db-migrate --migrate migrations/',
    group: MODE,
    invocationOnly: true,
  },
  {
    flags: '--rollback <path>',
    description: 'take back an applied migration by its file, or the last N',
    example: 'db-migrate --rollback 1',
    group: MODE,
    invocationOnly: true,
  },
  {
    flags: '--lint <path>',
    description: 'say what is dangerous about a migration, tried on a copy of the schema, weighed by the live tables',
    example: 'db-migrate --lint migrations/20261122_add_users.sql --fail-on blocking',
    group: MODE,
    invocationOnly: true,
  },
  {
    flags: '--status',
    description: 'show what is applied, what is waiting and what was changed since',
    example: 'db-migrate --status',
    group: MODE,
    invocationOnly: true,
  },
  connectionOption('db-migrate --status --connection postgresql://app@localhost/shop', DATABASE),
  {
    flags: '--max-index-size <size>',
    description: 'suggest indexes of at most this size together',
    example: 'db-migrate --analyze --max-index-size 500MB',
    group: ANALYZE,
  },
  {
    flags: '--measure',
    description:
      'prove what is suggested: build it on a scratch copy with rows, time its statements before and after, drop what does not help',
    example: 'db-migrate --analyze --measure',
    group: ANALYZE,
  },
  {
    flags: '--in-place',
    description: 'with --measure: build in the connected database, concurrently, and take it away again',
    example: 'db-migrate --analyze --measure --in-place',
    group: ANALYZE,
    invocationOnly: true,
  },
  {
    flags: '--measure-rows <count>',
    description: 'with --measure: copy at most this many rows of a table; larger ones are sampled',
    example: 'db-migrate --analyze --measure --measure-rows 1000000',
    group: ANALYZE,
    default: 200_000,
  },
  {
    flags: '--measure-timeout <duration>',
    description: 'with --measure: stop a statement that runs longer',
    example: 'db-migrate --analyze --measure --measure-timeout 2m',
    group: ANALYZE,
    default: '30s',
  },
  {
    flags: '--compare-with <report.json>',
    description: 'say what changed since an earlier analysis: findings that are gone, statements that got faster',
    example: 'db-migrate --analyze --compare-with report.json',
    group: ANALYZE,
    invocationOnly: true,
  },
  {
    flags: '--workload <file>',
    description: 'take the statements from a file of queries, or from a log of auto_explain with JSON plans',
    example: 'db-migrate --analyze --workload queries.sql',
    group: ANALYZE,
  },
  {
    flags: '--sample <duration>',
    description: 'count statements for this long, and say whether N+1 risks hold in that time',
    example: 'db-migrate --analyze --sample 30s',
    group: ANALYZE,
    invocationOnly: true,
  },
  {
    flags: '--ignore <finding=reason>',
    description: 'a finding that is meant: a code, with an object where it is about one; repeatable',
    example: "db-migrate --analyze --ignore 'MIG508:public.events=append-only log'",
    group: ANALYZE,
    repeatable: true,
  },
  {
    flags: '--from <schema>',
    description:
      'begin at this schema, not at the connected database, which is then not needed: a file, a folder, or a snapshot',
    example: 'db-migrate --compare schema.sql --from released.json',
    group: COMPARE,
    invocationOnly: true,
  },
  {
    flags: '--output <folder>',
    description: 'where migrations are written',
    example: 'db-migrate --compare schema.sql --output db/migrations',
    group: COMPARE,
    default: 'migrations',
  },
  {
    flags: '--name <words>',
    description: 'what the migration is called',
    example: 'db-migrate --compare schema.sql --name add_user_indexes',
    group: COMPARE,
    invocationOnly: true,
  },
  {
    flags: '--check',
    description: 'write nothing; exit 1 where the database and the schema differ',
    example: 'db-migrate --compare schema.sql --check',
    group: COMPARE,
    invocationOnly: true,
  },
  {
    flags: '--dry-run',
    description: 'write nothing; with --migrate run for real and roll back',
    example: 'db-migrate --migrate migrations/ --dry-run',
    group: COMPARE,
    invocationOnly: true,
  },
  {
    flags: '--no-proof',
    description: 'do not prove the migration on a scratch copy; the files say so',
    example: 'db-migrate --compare schema.sql --no-proof',
    group: COMPARE,
  },
  {
    flags: '--scratch <where>',
    description: 'where schemas are loaded: auto, server (a temporary database beside it), embedded, or a URL',
    example: 'db-migrate --compare schema.sql --scratch embedded',
    group: COMPARE,
    default: 'auto',
  },
  {
    flags: '--schema <name>',
    description: 'compare this schema only; repeatable',
    example: 'db-migrate --compare schema.sql --schema app',
    group: COMPARE,
    repeatable: true,
  },
  {
    flags: '--exclude <name>',
    description: 'leave this schema alone; repeatable',
    example: 'db-migrate --compare schema.sql --exclude audit',
    group: COMPARE,
    repeatable: true,
  },
  {
    flags: '--no-owner',
    description: 'leave owners as they are',
    example: 'db-migrate --compare schema.sql --no-owner',
    group: COMPARE,
  },
  {
    flags: '--roles <glob>',
    description:
      'compare the roles of these names too, who is in them and what is set for them; passwords never; repeatable',
    example: "db-migrate --compare schema.sql --roles 'app_*'",
    group: COMPARE,
    repeatable: true,
  },
  {
    flags: '--rename <old=new>',
    description: 'a table or column that only got another name: public.users.mail=email; repeatable',
    example: 'db-migrate --compare schema.sql --rename public.users.mail=email',
    group: COMPARE,
    repeatable: true,
    invocationOnly: true,
  },
  {
    flags: '--online-threshold <rows>',
    description: 'tables with more rows are changed online: concurrent indexes, NOT VALID and VALIDATE',
    example: 'db-migrate --compare schema.sql --online-threshold 0',
    group: COMPARE,
    default: 10_000,
  },
  {
    flags: '--fail-on <kind>',
    description:
      'exit 1: with --compare and --lint where a statement is destructive, rewrite, blocking, mayFail or access, with --analyze where a finding is high, medium or low, or worse; repeatable',
    example: 'db-migrate --analyze --fail-on high',
    group: BOTH,
    repeatable: true,
  },
  {
    flags: '--confirm <database>',
    description: 'say by name that statements which delete data are meant',
    example: 'db-migrate --migrate migrations/ --confirm shop',
    group: APPLY,
    invocationOnly: true,
  },
  {
    flags: '--lock-timeout <duration>',
    description: 'how long a statement may wait for a lock before it steps back',
    example: 'db-migrate --migrate migrations/ --lock-timeout 500ms',
    group: APPLY,
    default: '2s',
  },
  {
    flags: '--lock-retries <count>',
    description: 'how often it comes back',
    example: 'db-migrate --migrate migrations/ --lock-retries 50',
    group: APPLY,
    default: 20,
  },
  {
    flags: '--lock-wait <duration>',
    description: 'how long to wait for another runner',
    example: 'db-migrate --migrate migrations/ --lock-wait 5m',
    group: APPLY,
    default: '30s',
  },
];
