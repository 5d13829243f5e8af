import { code, NOTHING, num, str } from '../../emit/code.js';
import type { Phrases } from '../../emit/phrases.js';
import { chained } from '../chained.js';

export const phrases: Phrases = {
  parameters: code`request, reply`,
  path: code`request.params`,
  query: code`request.query`,
  body: code`request.body`,
  headers: code`request.headerParameters`,
  auth: code`request.auth`,
  requestId: code`request.requestId`,
  answer(status, headers, body = NOTHING) {
    const calls = headers.map(([name, value]) => code`.header(${str(name)}, ${value})`);
    return chained(code`reply`, [code`.code(${num(status)})`, ...calls, code`.send(${body})`]);
  },
};
