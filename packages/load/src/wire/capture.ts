import type { Capture } from '../model/traffic.js';
import { type AnswerText, contentText, fieldOf } from './answer.js';

/** The value that a capture names, as text; undefined where the answer does not have it. */
export function readCapture(capture: Capture, answer: AnswerText): string | undefined {
  if ('header' in capture) return fieldOf(answer.headText, capture.header);
  let document: unknown;
  try {
    document = JSON.parse(contentText(answer) ?? '');
  } catch {
    return undefined; // no JSON: the capture failed, and is counted as that
  }
  const value = followPointer(document, capture.pointer);
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** JSON Pointer (RFC 6901). Own members only. */
export function followPointer(document: unknown, pointer: string): unknown {
  if (pointer === '') return document;
  let value = document;
  for (const raw of pointer.split('/').slice(1)) {
    const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
