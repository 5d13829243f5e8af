// The flags of db-migrate, as data: `--help`, the completion and the documentation read them.
import type { OptionSpec } from '@senior-backend/core/tool/tool';
import { analysisOptions } from './options/analysis-options.js';
import { applyingOptions } from './options/applying-options.js';
import { comparisonOptions } from './options/comparison-options.js';
import { modeOptions } from './options/mode-options.js';

export const migrateOptions: readonly OptionSpec[] = [
  ...modeOptions,
  ...analysisOptions,
  ...comparisonOptions,
  ...applyingOptions,
];
