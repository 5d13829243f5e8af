// Who the requests are from: the Authorization field that flags ask for. Whatever is secret goes to the redactor first.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readFileError } from '@senior-backend/core/files/read';
import type { Redactor } from '@senior-backend/core/report/redact';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import * as z from 'zod';
import { loadError } from '../codes.js';
import type { LoadSettings } from '../settings.js';

type Context = Pick<ToolContext<LoadSettings>, 'settings' | 'redactor' | 'env'>;

/** A header line, or none. Throws LOAD003, LOAD202, CORE101 and CORE102. */
export async function readCredentials({ settings, redactor, env }: Context): Promise<string | undefined> {
  const { basic, bearer, oauth2Url, oauth2Client, oauth2Scope, header = [] } = settings;
  const ways = [basic && '--basic', bearer && '--bearer', (oauth2Url ?? oauth2Client) && '--oauth2-url'].filter(
    Boolean,
  );
  const given = header.some((line) => /^authorization\s*:/i.test(line)) ? ['--header Authorization'] : [];
  if (ways.length + given.length > 1) {
    throw loadError('LOAD003', {
      message: `${[...ways, ...given].join(' and ')} are both given`,
      help: 'one of them says who the requests are from',
    });
  }
  for (const secret of [basic, basic?.slice(basic.indexOf(':') + 1), oauth2Client]) redactor.add(secret);
  if (basic !== undefined) {
    if (!basic.includes(':')) throw refusePair('--basic');
    return `Authorization: Basic ${keep(redactor, Buffer.from(basic).toString('base64'))}`;
  }
  if (bearer !== undefined) {
    const token = bearer.startsWith('@') ? await readToken(resolve(env.cwd, bearer.slice(1))) : bearer;
    return `Authorization: Bearer ${keep(redactor, token)}`;
  }
  if (oauth2Url === undefined && oauth2Client === undefined && oauth2Scope === undefined) return undefined;
  if (oauth2Url === undefined || oauth2Client === undefined) {
    throw loadError('LOAD003', {
      message: '--oauth2-url and --oauth2-client belong together',
      help: 'for example: --oauth2-url https://id.example/token --oauth2-client shop:secret',
    });
  }
  const token = await requestToken(oauth2Url, oauth2Client, oauth2Scope, redactor);
  return `Authorization: Bearer ${keep(redactor, token)}`;
}

function keep(redactor: Redactor, secret: string): string {
  redactor.add(secret);
  return secret;
}

function refusePair(flag: string): Error {
  return loadError('LOAD003', { message: `${flag} has no colon`, help: `write ${flag} user:password` });
}

async function readToken(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw readFileError(path, cause);
  });
  return text.trim();
}

const TIMEOUT_MS = 10_000;
const tokenSchema = z.object({ access_token: z.string().min(1) });

/** OAuth 2.0 client credentials (RFC 6749, 4.4), the client by HTTP Basic (2.3.1). Throws LOAD003 and LOAD202. */
async function requestToken(
  url: string,
  client: string,
  scope: string | undefined,
  redactor: Redactor,
): Promise<string> {
  const colon = client.indexOf(':');
  if (colon < 0) throw refusePair('--oauth2-client');
  const [id, secret] = [client.slice(0, colon), client.slice(colon + 1)];
  redactor.add(secret);
  if (!URL.canParse(url))
    throw loadError('LOAD003', { message: '--oauth2-url is no URL', help: 'https://id.example/token' });
  const credentials = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64');
  redactor.add(credentials);
  const { request } = await import('undici');
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) });
  let status: number;
  let text: string;
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: {
        authorization: `Basic ${credentials}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: form.toString(),
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
    status = answer.statusCode;
    text = await answer.body.text();
  } catch (cause) {
    throw noToken(url, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (status !== 200) throw noToken(url, `it answered with status ${status}`);
  const parsed = tokenSchema.safeParse(parseJson(text));
  if (!parsed.success) throw noToken(url, 'its answer has no access_token');
  return parsed.data.access_token;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noToken(url: string, reason: string, cause?: unknown): Error {
  return loadError('LOAD202', {
    message: `no token from ${new URL(url).origin}: ${reason}`,
    help: 'check --oauth2-url, --oauth2-client and --oauth2-scope',
    cause,
  });
}
