import type { Capture } from '../model/traffic.js';
import { type AnswerText, contentText, fieldOf } from './answer.js';

export interface CompiledCapture {
  readonly variable: string;
  /** The value that the capture names, as text; undefined where the answer does not have it. */
  readonly read: (answer: AnswerText) => string | undefined;
}

export function compileCapture(capture: Capture): CompiledCapture {
  const { variable } = capture;
  return { variable, read: 'header' in capture ? headerReader(capture.header) : pointerReader(capture.pointer) };
}

/** Servers repeat themselves: what was found in the same head before is there again. */
function headerReader(name: string): CompiledCapture['read'] {
  let head = '';
  let found: string | undefined;
  return ({ headText }) => {
    if (headText === head) return found;
    head = headText;
    found = fieldOf(headText, name);
    return found;
  };
}

function pointerReader(pointer: string): CompiledCapture['read'] {
  return (answer) => {
    let document: unknown;
    try {
      document = JSON.parse(contentText(answer) ?? '');
    } catch {
      return undefined; // no JSON: the capture failed, and is counted as that
    }
    const value = followPointer(document, pointer);
    if (value === undefined || value === null) return undefined;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
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
