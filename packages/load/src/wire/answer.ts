// What a user looks at of an answer, where a step asks for it: fields, and the content as text.
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

export interface AnswerText {
  readonly status: number;
  /** Status line and fields; empty where they were not kept. */
  readonly headText: string;
  /** As it came, without chunk lines, and about a mebibyte of it at most. */
  content(): Uint8Array;
}

/** The values of a field, in their order. */
export function fieldsOf(head: string, name: string): readonly string[] {
  const found: string[] = [];
  for (let at = findField(head, name, 0); at !== -1; at = findField(head, name, at)) found.push(valueAt(head, at));
  return found;
}

/** The first value of a field. Read of many answers, so that it makes no more of the head than it needs. */
export function fieldOf(head: string, name: string): string | undefined {
  const at = findField(head, name, 0);
  return at === -1 ? undefined : valueAt(head, at);
}

/** Where the value of the next field of that name begins, in the lines behind the one at `from`; -1 where there is none. */
function findField(head: string, name: string, from: number): number {
  for (let end = head.indexOf('\n', from); end !== -1; end = head.indexOf('\n', end + 1)) {
    const colon = end + 1 + name.length;
    if (head.charCodeAt(colon) === COLON && isSameName(head, end + 1, name)) return colon + 1;
  }
  return -1;
}

function isSameName(head: string, from: number, name: string): boolean {
  for (let index = 0; index < name.length; index += 1) {
    const [a, b] = [head.charCodeAt(from + index), name.charCodeAt(index)];
    if (a !== b && lower(a) !== lower(b)) return false;
  }
  return true;
}

const COLON = 58;
const lower = (code: number): number => (code >= 65 && code <= 90 ? code + 32 : code);

function valueAt(head: string, at: number): string {
  const end = head.indexOf('\n', at);
  return head.slice(at, end === -1 ? head.length : end).trim();
}

/** A small content can be the key to an endless one. */
const MOST_DECODED = { maxOutputLength: 4 * 1024 * 1024 };

/** The content as text, decoded as `Content-Encoding` says; undefined where it cannot be, or is too large. */
export function contentText(answer: AnswerText): string | undefined {
  const raw = answer.content();
  const coding = (fieldsOf(answer.headText, 'content-encoding').at(-1) ?? 'identity').toLowerCase();
  try {
    switch (coding) {
      case 'identity':
        return Buffer.from(raw).toString('utf8');
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(raw, MOST_DECODED).toString('utf8');
      case 'deflate':
        return inflateSync(raw, MOST_DECODED).toString('utf8');
      case 'br':
        return brotliDecompressSync(raw, MOST_DECODED).toString('utf8');
      default:
        return undefined;
    }
  } catch {
    return undefined; // broken, or larger than is borne: whoever needs it counts that
  }
}
