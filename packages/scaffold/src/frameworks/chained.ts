import { type Code, code, joinCode } from '../emit/code.js';
import { WIDTH } from '../emit/layout.js';

/** `res.status(201).json(body);`, with each call on a line of its own where one line would be too long. */
export function chained(object: Code, calls: readonly Code[]): Code {
  const line = code`  ${object}${joinCode(calls, '')};`;
  if (line.length <= WIDTH) return line;
  return code`  ${object}\n${joinCode(
    calls.map((call) => code`    ${call}`),
    '\n',
  )};`;
}
