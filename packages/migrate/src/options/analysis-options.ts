import type { OptionSpec } from '@senior-backend/core/tool/tool';

const ANALYZE = 'With --analyze and --suggest-indexes:';

export const analysisOptions: readonly OptionSpec[] = [
  {
    flags: '--max-index-size <size>',
    description: 'suggest indexes of at most this size together',
    example: 'db-migrate --analyze --max-index-size 500MB',
    group: ANALYZE,
    goesWith: ['analyze', 'suggestIndexes'],
  },
  {
    flags: '--measure',
    description:
      'prove what is suggested: build it on a scratch copy with rows, time its statements before and after, drop what does not help',
    example: 'db-migrate --analyze --measure',
    group: ANALYZE,
    goesWith: ['analyze', 'suggestIndexes'],
  },
  {
    flags: '--in-place',
    description: 'with --measure: build in the connected database, concurrently, and take it away again',
    example: 'db-migrate --analyze --measure --in-place',
    group: ANALYZE,
    invocationOnly: true,
    goesWith: ['measure'],
  },
  {
    flags: '--measure-rows <count>',
    description: 'with --measure: copy at most this many rows of a table; larger ones are sampled',
    example: 'db-migrate --analyze --measure --measure-rows 1000000',
    group: ANALYZE,
    default: 200_000,
    goesWith: ['measure'],
  },
  {
    flags: '--measure-timeout <duration>',
    description: 'with --measure: stop a statement that runs longer',
    example: 'db-migrate --analyze --measure --measure-timeout 2m',
    group: ANALYZE,
    default: '30s',
    goesWith: ['measure'],
  },
  {
    flags: '--compare-with <report.json>',
    description: 'say what changed since an earlier analysis: findings that are gone, statements that got faster',
    example: 'db-migrate --analyze --compare-with report.json',
    group: ANALYZE,
    invocationOnly: true,
    goesWith: ['analyze'],
  },
  {
    flags: '--workload <file>',
    description: 'take the statements from a file of queries, or from a log of auto_explain with JSON plans',
    example: 'db-migrate --analyze --workload queries.sql',
    group: ANALYZE,
    goesWith: ['analyze', 'suggestIndexes'],
  },
  {
    flags: '--sample <duration>',
    description: 'count statements for this long, and say whether N+1 risks hold in that time',
    example: 'db-migrate --analyze --sample 30s',
    group: ANALYZE,
    invocationOnly: true,
    goesWith: ['analyze', 'suggestIndexes'],
  },
  {
    flags: '--ignore <finding=reason>',
    description: 'a finding that is meant: a code, with an object where it is about one; repeatable',
    example: "db-migrate --analyze --ignore 'MIG508:public.events=append-only log'",
    group: ANALYZE,
    repeatable: true,
    goesWith: ['analyze', 'suggestIndexes'],
  },
];
