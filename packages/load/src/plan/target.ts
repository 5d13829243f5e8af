import { loadError } from '../codes.js';
import type { Target } from '../model/plan.js';

/** Reads a URL as given on the command line; `localhost:3000/users` is taken for http. Throws LOAD001. */
export function parseTarget(text: string): Target {
  const url = parseUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || /\s/.test(text.trim())) {
    throw loadError('LOAD001', {
      message: `"${text}" is not a URL that can be requested`,
      help: 'write it as http://host:port/path or https://host/path',
    });
  }
  const secure = url.protocol === 'https:';
  const credentials =
    url.username === '' && url.password === '' ? undefined : `${decode(url.username)}:${decode(url.password)}`;
  return {
    url: `${url.protocol}//${url.host}${url.pathname}${url.search}`,
    secure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    hostHeader: url.host,
    path: `${url.pathname}${url.search}`,
    ...(credentials !== undefined && { basicAuth: Buffer.from(credentials).toString('base64') }),
  };
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** A percent sign that begins no escape stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
