import { type Code, code } from '../emit/code.js';
import type { PathMethod } from '../model/api-model.js';

const VERBS = {
  get: code`get`,
  put: code`put`,
  post: code`post`,
  delete: code`delete`,
  options: code`options`,
  head: code`head`,
  patch: code`patch`,
  trace: code`trace`,
} as const;

/** The method of a router that registers an HTTP method. */
export function verb(method: PathMethod): Code {
  return VERBS[method];
}
