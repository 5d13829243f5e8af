import type { ParameterPlace, ParameterStyle } from './api-model.js';

/** The style of a parameter for which the document names none (OpenAPI 3.1.1, parameter object). */
export const DEFAULT_STYLES = {
  path: 'simple',
  query: 'form',
  header: 'simple',
  cookie: 'form',
} as const satisfies Record<ParameterPlace, ParameterStyle>;
