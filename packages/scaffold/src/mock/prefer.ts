// What a caller of the mock wishes: `Prefer: code=404, example=empty, dynamic=true` (RFC 7240; the names are those of Prism).

export interface Wish {
  readonly code?: number;
  readonly example?: string;
  /** A generated value, also where the document has an example. */
  readonly dynamic: boolean;
}

/** Preferences of other names, and codes that are none, say nothing. */
export function parsePrefer(header: string | readonly string[] | undefined): Wish {
  const text = typeof header === 'string' ? header : (header ?? []).join(',');
  const wishes = new Map(
    [...text.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s,;]+))/g)].map(([, name = '', quoted, bare]) => [
      name.toLowerCase(),
      quoted ?? bare ?? '',
    ]),
  );
  const code = wishes.get('code') ?? '';
  const example = wishes.get('example');
  return {
    ...(/^[1-5]\d\d$/.test(code) && { code: Number(code) }),
    ...(example !== undefined && { example }),
    dynamic: wishes.get('dynamic') === 'true',
  };
}
