// What a handler says on a framework: where the parts of a request are, and how it answers. For handlers that are written whole.
import type { Code } from './code.js';

export interface Phrases {
  /** `req, res` */
  readonly parameters: Code;
  readonly path: Code;
  readonly query: Code;
  readonly body: Code;
  readonly headers: Code;
  readonly auth: Code;
  readonly requestId: Code;
  /** The statements that answer, indented by two spaces. Without a body: an empty answer. */
  answer(status: number, headers: readonly (readonly [name: string, value: Code])[], body?: Code): Code;
}
