// What a user looks at of an answer, where a step asks for it: fields, and the content as text.
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

export interface AnswerText {
  readonly status: number;
  /** Status line and fields; empty where they were not kept. */
  readonly headText: string;
  /** As it came, without chunk lines, and about a mebibyte of it at most. */
  content(): Uint8Array;
}

/** The values of a field, in their order. Looked for line by line: heads are read for many answers. */
export function fieldsOf(head: string, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  const found: string[] = [];
  for (let from = 0; from < head.length; ) {
    const end = head.indexOf('\n', from);
    const to = end === -1 ? head.length : end;
    const colon = from + wanted.length;
    if (colon < to && head[colon] === ':' && head.slice(from, colon).toLowerCase() === wanted)
      found.push(head.slice(colon + 1, to).trim());
    from = to + 1;
  }
  return found;
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
