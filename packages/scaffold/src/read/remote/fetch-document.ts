// One document from the network: https, redirects by hand, the address judged before it is connected to, and never more than asked for.
import { lookup as lookupName } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { ToolError } from '@senior-backend/core/errors/tool-error';
import { Agent, request } from 'undici';
import { scaffoldError } from '../../codes.js';
import { LONGEST_TEXT } from '../openapi/limits.js';
import { isPublicAddress } from './public-address.js';

const MOST_REDIRECTS = 5;
const DEADLINE_MS = 30_000;

export interface FetchOrder {
  readonly url: URL;
  /** The origin that the user named: it may be a private one, and it alone gets the credentials of the URL. */
  readonly trustedOrigin?: string;
  /** `Basic …`, for the trusted origin. */
  readonly authorization?: string;
  readonly signal: AbortSignal;
}

export interface FetchedDocument {
  /** Where it was found in the end: what its references are relative to. */
  readonly url: URL;
  readonly text: string;
}

/** Throws SCAF108 where it cannot be had (within 30 s), SCAF109 where it must not be, SCAF106 where it is too long. */
export async function fetchDocument(order: FetchOrder): Promise<FetchedDocument> {
  const signal = AbortSignal.any([order.signal, AbortSignal.timeout(DEADLINE_MS)]);
  let { url } = order;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const answer = await get(url, order, signal);
    if (typeof answer === 'string') return { url, text: answer.startsWith('\ufeff') ? answer.slice(1) : answer };
    url = answer;
  }
  throw refused(order.url, `it redirects more than ${MOST_REDIRECTS} times`);
}

/** The text, or where it redirects to. */
async function get(url: URL, order: FetchOrder, signal: AbortSignal): Promise<string | URL> {
  const isTrusted = url.origin === order.trustedOrigin;
  refuseUnsafe(url, isTrusted);
  const agent = new Agent({ connect: isTrusted ? {} : { lookup: lookupPublic } });
  try {
    const { statusCode, headers, body } = await request(url.href, {
      dispatcher: agent,
      signal,
      headers: {
        accept: 'application/yaml, application/json, text/yaml, text/*;q=0.5, */*;q=0.1',
        ...(isTrusted && order.authorization !== undefined && { authorization: order.authorization }),
      },
    });
    if ([301, 302, 303, 307, 308].includes(statusCode)) {
      const { location } = headers;
      if (typeof location === 'string' && URL.canParse(location, url.href)) return new URL(location, url.href);
    }
    if (statusCode !== 200) throw unavailable(url, `the server answered ${statusCode}`);
    return await textOf(url, body);
  } catch (cause) {
    throw failureOf(url, cause, order.signal);
  } finally {
    await agent.destroy();
  }
}

function refuseUnsafe(url: URL, isTrusted: boolean): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLocal = host === 'localhost' || host === '::1' || /^127\./.test(host);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isTrusted && isLocal)) {
    throw refused(url, 'it is not https');
  }
  if (!isTrusted && isIP(host) !== 0 && !isPublicAddress(host)) throw refused(url, `${host} is no public address`);
}

class PrivateAddressError extends Error {}

/** The connection is made to the very address that was judged, so that a second answer of the name server changes nothing. */
const lookupPublic: LookupFunction = (hostname, options, done) => {
  lookupName(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    const hidden = addresses?.find(({ address }) => !isPublicAddress(address));
    if (error || !first) done(error ?? new Error(`no address for ${hostname}`), '');
    else if (hidden) done(new PrivateAddressError(`${hostname} resolves to ${hidden.address}, no public address`), '');
    else if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
};

async function textOf(url: URL, body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > LONGEST_TEXT) {
      throw scaffoldError('SCAF106', {
        message: `${shownUrl(url)} is longer than ${LONGEST_TEXT / 1e6} MB`,
        help: `the limit is ${LONGEST_TEXT / 1e6} MB`,
      });
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function failureOf(url: URL, cause: unknown, interrupted: AbortSignal): unknown {
  if (interrupted.aborted || !(cause instanceof Error) || cause instanceof ToolError) return cause;
  if (cause instanceof PrivateAddressError) return refused(url, cause.message);
  if (cause.name === 'TimeoutError') return unavailable(url, `no whole answer within ${DEADLINE_MS / 1000} s`, cause);
  return unavailable(url, cause.message || ((cause as NodeJS.ErrnoException).code ?? cause.name), cause);
}

function unavailable(url: URL, reason: string, cause?: Error): Error {
  return scaffoldError('SCAF108', {
    message: `${shownUrl(url)} could not be fetched: ${reason}`,
    help: 'check the address, or fetch it with what reaches it and pipe it in: curl -fsSL URL | api-scaffold -',
    ...(cause && { cause }),
  });
}

function refused(url: URL, reason: string): Error {
  return scaffoldError('SCAF109', {
    message: `${shownUrl(url)} was not fetched: ${reason}`,
    help: 'download the document yourself, and name the file',
  });
}

/** Without the credentials that a URL may hold. */
export function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}
