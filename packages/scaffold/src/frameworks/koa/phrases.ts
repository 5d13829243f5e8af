import { code, joinCode, num, str } from '../../emit/code.js';
import type { Phrases } from '../../emit/phrases.js';

export const phrases: Phrases = {
  parameters: code`ctx`,
  path: code`ctx.params`,
  query: code`ctx.query`,
  body: code`ctx.request.body`,
  headers: code`ctx.headerParameters`,
  auth: code`ctx.auth`,
  requestId: code`ctx.requestId`,
  answer(status, headers, body) {
    const lines = headers.map(([name, value]) => code`  ctx.set(${str(name)}, ${value});`);
    const answer = body ? code`  ctx.answer(${num(status)}, ${body});` : code`  ctx.answer(${num(status)});`;
    return joinCode([...lines, answer], '\n');
  },
};
