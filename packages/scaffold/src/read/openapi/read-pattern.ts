// Patterns of the document: what is no regular expression is left out, what a text can make slow is named.
import { harmlessLength, judgePattern } from '@senior-backend/core/json-schema/patterns/judge-pattern';
import { onePassOf } from '@senior-backend/core/json-schema/patterns/one-pass';
import { child, type SpecNode } from './node.js';
import { type Reading, warn } from './reading.js';

/** Whether JavaScript takes a pattern. Warns where it does not. */
export function isPattern(reading: Reading, node: SpecNode, value: unknown): value is string {
  if (typeof value !== 'string') {
    warn(reading, node, 'pattern must be a text');
    return false;
  }
  for (const mode of ['u', '']) {
    try {
      new RegExp(value, mode);
      return true;
    } catch {
      // Not valid in this mode; the other one may take it.
    }
  }
  warn(
    reading,
    node,
    `pattern ${JSON.stringify(value)} is no regular expression that JavaScript understands`,
    'SCAF203',
    'values are not held against it',
  );
  return false;
}

/** Warns of a pattern on which a text of the allowed length would keep the server busy, and of what is done about it. */
export function warnOfSlowPattern(reading: Reading, node: SpecNode, pattern: string): void {
  const maxLength = node.key === 'pattern' && node.parent ? child(node.parent, 'maxLength')?.value : undefined;
  const effort = reading.patternEffort;
  const slow = judgePattern(pattern, {
    effort,
    ...(typeof maxLength === 'number' && maxLength >= 0 && { maxLength }),
  });
  if (!slow) return;
  const longest = reading.slowPatterns.get(pattern) ?? harmlessLength(pattern, effort);
  reading.slowPatterns.set(pattern, longest);
  const { before, pumped, times, behind, growth } = slow;
  const text = [before, pumped, behind].map((part) => JSON.stringify(part));
  const remedy = onePassOf(pattern)
    ? 'the generated code goes through a text once in place of trying the expression'
    : `the generated code refuses texts of more than ${longest} characters there`;
  warn(
    reading,
    node,
    `the time of the pattern ${JSON.stringify(pattern)} grows ${growth}ly, for example on ${text[0]} + ${text[1]}.repeat(${times}) + ${text[2]}; ${remedy}`,
    'SCAF410',
    'write it so that a text can be read in one way only, or give the schema a maxLength',
  );
}
