// The modes of db-migrate: one of them a run. Adding one is a line here, a flag in options.ts and a file in commands/.
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import type { Settings } from './settings.js';

export type Command = (context: ToolContext<Settings>) => Promise<Outcome>;

export interface Mode {
  readonly flag: string;
  readonly asked: (settings: Settings) => boolean;
  readonly load: () => Promise<Command>;
}

export const MODES: readonly Mode[] = [
  {
    flag: '--analyze',
    asked: ({ analyze }) => analyze === true,
    load: async () => (await import('./commands/analyze.js')).runAnalyze,
  },
  {
    flag: '--suggest-indexes',
    asked: ({ suggestIndexes }) => suggestIndexes === true,
    load: async () => (await import('./commands/suggest-indexes.js')).runSuggestIndexes,
  },
  {
    flag: '--compare',
    asked: ({ compare }) => compare !== undefined,
    load: async () => (await import('./commands/compare.js')).compare,
  },
  {
    flag: '--save-snapshot',
    asked: ({ saveSnapshot }) => saveSnapshot !== undefined,
    load: async () => (await import('./commands/save-snapshot.js')).saveSnapshot,
  },
  {
    flag: '--squash',
    asked: ({ squash }) => squash !== undefined,
    load: async () => (await import('./commands/squash.js')).squash,
  },
  {
    flag: '--migrate',
    asked: ({ migrate }) => migrate !== undefined,
    load: async () => (await import('./commands/migrate.js')).migrate,
  },
  {
    flag: '--lint',
    asked: ({ lint }) => lint !== undefined,
    load: async () => (await import('./commands/lint.js')).lint,
  },
  {
    flag: '--rollback',
    asked: ({ rollback }) => rollback !== undefined,
    load: async () => (await import('./commands/rollback.js')).rollback,
  },
  {
    flag: '--status',
    asked: ({ status }) => status === true,
    load: async () => (await import('./commands/status.js')).status,
  },
];
