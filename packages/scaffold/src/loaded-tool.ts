import type { LoadedTool } from '@senior-backend/core/tool/tool';
import { SCAFFOLD_CODES } from './codes.js';
import { run } from './run.js';
import { type Settings, settingsSchema } from './settings.js';

export const loadedTool: LoadedTool<Settings> = {
  codes: SCAFFOLD_CODES,
  settings: settingsSchema,
  data: async () => (await import('./data.js')).data,
  run,
};
