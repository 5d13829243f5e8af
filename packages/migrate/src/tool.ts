import type { ToolSpec } from '@senior-backend/core/tool/tool';
import { migrateOptions } from './options.js';
import type { Settings } from './settings.js';
import { TOOL_VERSION } from './version.js';

/** db-migrate as the house command line reads it; everything heavy waits behind `load`. */
export const tool: ToolSpec<Settings> = {
  name: 'db-migrate',
  version: TOOL_VERSION,
  summary: 'Migrations for PostgreSQL that are proved before they are written, and applied so that any crash resumes.',
  section: 'migrate',
  arguments: [],
  options: migrateOptions,
  examples: [
    { command: 'db-migrate --analyze', description: 'missing indexes, N+1 risks and more, with measured times' },
    {
      command: 'db-migrate --compare schema.sql --output migrations/',
      description: 'write the migration to schema.sql, and its rollback',
    },
    { command: 'db-migrate --migrate migrations/ --dry-run', description: 'run what is new, report, roll back' },
    { command: 'db-migrate --migrate migrations/', description: 'apply what is new' },
    {
      command: 'db-migrate --compare schema.sql --check',
      description: 'for CI: exit 1 where the database has drifted',
    },
  ],
  reporters: ['pretty', 'json', 'markdown', 'github', 'html', 'sarif'],
  wordsOfOthers: {
    diff: '--compare',
    inspect: '--save-snapshot',
    up: '--migrate',
    apply: '--migrate',
    deploy: '--migrate',
    down: '--rollback',
    undo: '--rollback',
    revert: '--rollback',
    info: '--status',
    baseline: '--adopt',
    resolve: '--adopt',
    '--baseline': '--adopt',
    '--url': '--connection',
    '--dsn': '--connection',
    '--database-url': '--connection',
  },
  demo: async () => (await import('./demo.js')).demoStage,
  load: async () => (await import('./loaded-tool.js')).loadedTool,
};
