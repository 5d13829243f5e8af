// How a body of a media type reaches the code: as a value, a text or bytes.

export type MediaKind = 'json' | 'form' | 'text' | 'bytes';

export function mediaKind(type: string): MediaKind {
  if (/^(?:application|text|\*)\/(?:.*\+)?(?:json|\*)$/.test(type)) return type.startsWith('text/*') ? 'text' : 'json';
  if (type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data') return 'form';
  if (type.startsWith('text/') || /^application\/(?:.*\+)?(?:xml|yaml|graphql|sql|javascript)$/.test(type))
    return 'text';
  return 'bytes';
}
