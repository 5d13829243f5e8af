// How a body of a media type reaches the code: as a value, a text, one item after the other, or bytes.
export type MediaKind = 'json' | 'form' | 'text' | 'sequence' | 'bytes';

/** Sequential media types (OpenAPI 3.2.0, 4.14.3): JSON Lines, NDJSON, JSON text sequences (RFC 7464), server-sent events. */
const SEQUENCE =
  /^(?:text\/event-stream|application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines)|application\/(?:.*\+)?json-seq)$/;

export function mediaKind(type: string): MediaKind {
  if (SEQUENCE.test(type)) return 'sequence';
  if (/^(?:application|text|\*)\/(?:.*\+)?(?:json|\*)$/.test(type)) return type.startsWith('text/*') ? 'text' : 'json';
  if (type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data') return 'form';
  if (type.startsWith('text/') || /^application\/(?:.*\+)?(?:xml|yaml|graphql|sql|javascript)$/.test(type))
    return 'text';
  return 'bytes';
}
