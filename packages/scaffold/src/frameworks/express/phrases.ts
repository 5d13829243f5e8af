import { code, num, str } from '../../emit/code.js';
import type { Phrases } from '../../emit/phrases.js';
import { chained } from '../chained.js';

export const phrases: Phrases = {
  parameters: code`req, res`,
  path: code`req.params`,
  query: code`req.query`,
  body: code`req.body`,
  headers: code`req.headerParameters`,
  auth: code`req.auth`,
  requestId: code`req.requestId`,
  answer(status, headers, body) {
    if (!body) return code`  res.sendStatus(${num(status)});`;
    const calls = headers.map(([name, value]) => code`.set(${str(name)}, ${value})`);
    return chained(code`res`, [code`.status(${num(status)})`, ...calls, code`.json(${body})`]);
  },
};
