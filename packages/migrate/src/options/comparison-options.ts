import type { OptionSpec } from '@senior-backend/core/tool/tool';

const COMPARE = 'With --compare:';
const BOTH = 'With --compare and --analyze:';

export const comparisonOptions: readonly OptionSpec[] = [
  {
    flags: '--from <schema>',
    description:
      'begin at this schema, not at the connected database, which is then not needed: a file, a folder, or a snapshot',
    example: 'db-migrate --compare schema.sql --from released.json',
    group: COMPARE,
    invocationOnly: true,
    goesWith: ['compare'],
  },
  {
    flags: '--output <folder>',
    description: 'where migrations are written',
    example: 'db-migrate --compare schema.sql --output db/migrations',
    group: COMPARE,
    default: 'migrations',
    goesWith: ['compare', 'suggestIndexes', 'rollback', 'status'],
  },
  {
    flags: '--name <words>',
    description: 'what the migration is called',
    example: 'db-migrate --compare schema.sql --name add_user_indexes',
    group: COMPARE,
    invocationOnly: true,
    goesWith: ['compare', 'suggestIndexes', 'squash'],
  },
  {
    flags: '--check',
    description: 'write nothing; exit 1 where the database and the schema differ',
    example: 'db-migrate --compare schema.sql --check',
    group: COMPARE,
    invocationOnly: true,
    goesWith: ['compare'],
  },
  {
    flags: '--dry-run',
    description: 'write nothing; with --migrate run for real and roll back',
    example: 'db-migrate --migrate migrations/ --dry-run',
    group: COMPARE,
    invocationOnly: true,
    goesWith: ['compare', 'suggestIndexes', 'squash', 'migrate', 'rollback'],
  },
  {
    flags: '--no-proof',
    description: 'do not prove the migration on a scratch copy; the files say so',
    example: 'db-migrate --compare schema.sql --no-proof',
    group: COMPARE,
    goesWith: ['compare', 'adopt'],
  },
  {
    flags: '--scratch <where>',
    description: 'where schemas are loaded: auto, server (a temporary database beside it), embedded, or a URL',
    example: 'db-migrate --compare schema.sql --scratch embedded',
    group: COMPARE,
    default: 'auto',
    goesWith: ['compare', 'squash', 'lint', 'migrate', 'rollback', 'measure'],
  },
  {
    flags: '--schema <name>',
    description: 'compare this schema only; repeatable',
    example: 'db-migrate --compare schema.sql --schema app',
    group: COMPARE,
    repeatable: true,
    goesWith: ['compare', 'adopt'],
  },
  {
    flags: '--exclude <name>',
    description: 'leave this schema alone; repeatable',
    example: 'db-migrate --compare schema.sql --exclude audit',
    group: COMPARE,
    repeatable: true,
    goesWith: ['compare', 'adopt'],
  },
  {
    flags: '--no-owner',
    description: 'leave owners as they are',
    example: 'db-migrate --compare schema.sql --no-owner',
    group: COMPARE,
    goesWith: ['compare'],
  },
  {
    flags: '--roles <glob>',
    description:
      'compare the roles of these names too, who is in them and what is set for them; passwords never; repeatable',
    example: "db-migrate --compare schema.sql --roles 'app_*'",
    group: COMPARE,
    repeatable: true,
    invocationOnly: true,
  },
  {
    flags: '--rename <old=new>',
    description:
      'a table, column, sequence or type that only got another name or schema: public.users.mail=email, users=app.users; repeatable',
    example: 'db-migrate --compare schema.sql --rename public.users.mail=email',
    group: COMPARE,
    repeatable: true,
    invocationOnly: true,
    goesWith: ['compare'],
  },
  {
    flags: '--online-threshold <rows>',
    description: 'tables with more rows are changed online: concurrent indexes, NOT VALID and VALIDATE',
    example: 'db-migrate --compare schema.sql --online-threshold 0',
    group: COMPARE,
    default: 10_000,
    goesWith: ['compare', 'lint'],
  },
  {
    flags: '--fail-on <kind>',
    description:
      'exit 1: with --compare and --lint where a statement is destructive, rewrite, blocking, mayFail or access, with --analyze where a finding is high, medium or low, or worse; repeatable',
    example: 'db-migrate --analyze --fail-on high',
    group: BOTH,
    repeatable: true,
    goesWith: ['compare', 'lint', 'analyze'],
  },
];
