// Where a redirect leads (RFC 9110, 15.4). Only within the origin: another server is not what is being measured, and must
// not be sent what was meant for this one.
import { fieldsOf } from './answer.js';

export interface Redirect {
  readonly path: string;
  readonly method: string;
  readonly keepsBody: boolean;
}

const STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function isRedirect(status: number): boolean {
  return STATUSES.has(status);
}

/** `origin` is `http://host:port`. Undefined without a Location; `elsewhere` for another origin. */
export function followRedirect(
  { status, headText }: { readonly status: number; readonly headText: string },
  { origin, path, method }: { readonly origin: string; readonly path: string; readonly method: string },
): Redirect | 'elsewhere' | undefined {
  const [location] = fieldsOf(headText, 'location');
  if (location === undefined || !URL.canParse(location, `${origin}${path}`)) return undefined;
  const url = new URL(location, `${origin}${path}`);
  if (url.origin !== new URL(origin).origin) return 'elsewhere';
  const asGet = status === 303 || ((status === 301 || status === 302) && method === 'POST');
  return {
    path: `${url.pathname}${url.search}`,
    method: asGet && method !== 'HEAD' ? 'GET' : method,
    keepsBody: !asGet,
  };
}
