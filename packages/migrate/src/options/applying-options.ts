import type { OptionSpec } from '@senior-backend/core/tool/tool';

const APPLY = 'With --migrate and --rollback:';

export const applyingOptions: readonly OptionSpec[] = [
  {
    flags: '--adopt <file>',
    description:
      'the database has what the folder does up to this file from elsewhere: proved on a scratch copy, and noted without running',
    example: 'db-migrate --migrate migrations/ --adopt 20260101_first.sql',
    group: APPLY,
    invocationOnly: true,
    goesWith: ['migrate'],
  },
  {
    flags: '--confirm <database>',
    description: 'say by name that statements which delete data are meant',
    example: 'db-migrate --migrate migrations/ --confirm shop',
    group: APPLY,
    invocationOnly: true,
    goesWith: ['migrate', 'rollback'],
  },
  {
    flags: '--lock-timeout <duration>',
    description: 'how long a statement may wait for a lock before it steps back',
    example: 'db-migrate --migrate migrations/ --lock-timeout 500ms',
    group: APPLY,
    default: '2s',
    goesWith: ['migrate', 'rollback'],
  },
  {
    flags: '--lock-retries <count>',
    description: 'how often it comes back',
    example: 'db-migrate --migrate migrations/ --lock-retries 50',
    group: APPLY,
    default: 20,
    goesWith: ['migrate', 'rollback'],
  },
  {
    flags: '--lock-wait <duration>',
    description: 'how long to wait for another runner',
    example: 'db-migrate --migrate migrations/ --lock-wait 5m',
    group: APPLY,
    default: '30s',
    goesWith: ['migrate', 'rollback'],
  },
];
