// The flags of api-load, as data: `--help`, the completion and the documentation read them.
import type { OptionSpec } from '@senior-backend/core/tool/tool';
import { connectionOptions } from './options/connection-options.js';
import { fileOptions } from './options/file-options.js';
import { loadModelOptions } from './options/load-model-options.js';
import { requestOptions } from './options/request-options.js';
import { verdictOptions } from './options/verdict-options.js';

export const loadOptions: readonly OptionSpec[] = [
  ...loadModelOptions,
  ...requestOptions,
  ...connectionOptions,
  ...verdictOptions,
  ...fileOptions,
];
