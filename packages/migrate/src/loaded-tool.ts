import type { LoadedTool } from '@senior-backend/core/tool/tool';
import { ANALYZE_CODES } from './analyze/codes.js';
import { MIGRATE_CODES } from './codes.js';
import { run } from './run.js';
import { type Settings, settings } from './settings.js';

export const loadedTool: LoadedTool<Settings> = {
  codes: { ...MIGRATE_CODES, ...ANALYZE_CODES },
  settings,
  data: async () => (await import('./data.js')).data,
  run,
};
