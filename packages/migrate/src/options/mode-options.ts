import { connectionOption } from '@senior-backend/core/tool/connection-option';
import type { OptionSpec } from '@senior-backend/core/tool/tool';

const MODE = 'What to do (one of them):';
const DATABASE = 'Database:';

export const modeOptions: readonly OptionSpec[] = [
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
];
