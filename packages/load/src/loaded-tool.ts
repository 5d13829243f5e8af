import type { LoadedTool } from '@senior-backend/core/tool/tool';
import { LOAD_CODES } from './codes.js';
import { run } from './run.js';
import { type LoadSettings, loadSettings } from './settings.js';

export const loadedTool: LoadedTool<LoadSettings> = {
  codes: LOAD_CODES,
  settings: loadSettings,
  data: async () => (await import('./report/data-schema.js')).loadData,
  run,
};
