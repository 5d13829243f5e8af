import { code, joinCode, key, num } from '../../emit/code.js';
import { entry, group, print } from '../../emit/layout.js';
import type { Phrases } from '../../emit/phrases.js';

export const phrases: Phrases = {
  parameters: code`c`,
  path: code`c.req.valid('param')`,
  query: code`c.req.valid('query')`,
  body: code`c.req.valid('json')`,
  headers: code`c.req.valid('header')`,
  auth: code`c.var.auth`,
  requestId: code`c.var.requestId`,
  answer(status, headers, body) {
    const pairs = headers.map(([name, value]) => entry(value, { head: code`${key(name)}: ` }));
    const last = pairs.length > 0 ? [entry(group(code`{`, pairs, code`}`, { padded: true }))] : [];
    const given = [entry(body ?? code`null`), entry(num(status)), ...last];
    const answer = group(body ? code`return c.json(` : code`return c.body(`, given, code`);`);
    return joinCode([code`  `, print(answer, 2)], '');
  },
};
