// A recording of a browser (HTTP Archive 1.2) as one flow: the requests that went to the target's origin, in their order.
import * as z from 'zod';
import { loadError } from '../codes.js';
import type { Flow, Step, Traffic } from '../model/traffic.js';

const field = z.object({ name: z.string(), value: z.string() });
const schema = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        startedDateTime: z.string(),
        time: z.number().optional(),
        request: z.object({
          method: z.string(),
          url: z.string(),
          headers: z.array(field).default([]),
          postData: z.object({ text: z.string().optional(), encoding: z.string().optional() }).optional(),
        }),
      }),
    ),
  }),
});

type Entry = z.infer<typeof schema>['log']['entries'][number];

export interface HarContext {
  /** `http://host:port` of the target. */
  readonly origin: string;
  /** Headers of the command line; they replace recorded ones. */
  readonly headers: Step['headers'];
}

/** What the connection decides, and what belonged to the one who was recorded. */
const LEFT_OUT =
  /^(?::.*|host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-length|cookie|if-none-match|if-modified-since|accept-encoding)$/i;
const VALID = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const LONGEST_PAUSE_MS = 10_000;

/** Throws LOAD106. */
export function parseHar(file: string, text: string, context: HarContext): Traffic['flows'] {
  const entries = readEntries(file, text).filter(({ request }) => originOf(request.url) === context.origin);
  const [first, ...rest] = entries.map((entry, index) => toStep(entry, entries[index + 1], index, context));
  if (!first) throw refuse(file, `no request in it went to ${context.origin}`);
  const flow: Flow = { name: 'recording', weight: 1, steps: [first, ...rest] };
  return [flow];
}

function readEntries(file: string, text: string): readonly Entry[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw refuse(file, 'the file is not JSON');
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data.log.entries;
  const [issue] = parsed.error.issues;
  throw refuse(file, `${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'unknown form'}`);
}

function toStep(entry: Entry, next: Entry | undefined, index: number, { headers }: HarContext): Step {
  const { method, url, postData } = entry.request;
  const { pathname, search } = new URL(url);
  // A brace in a recording is a brace.
  const path = `${pathname}${search}`.replaceAll('{', '%7B').replaceAll('}', '%7D');
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const recorded = entry.request.headers.filter(
    ({ name, value }) =>
      VALID.test(name) && !LEFT_OUT.test(name) && !given.has(name.toLowerCase()) && !/[\r\n\0]|\{\{/.test(value),
  );
  const body = Buffer.from(postData?.text ?? '', postData?.encoding === 'base64' ? 'base64' : 'utf8');
  return {
    name: `${index + 1}. ${method.toUpperCase()} ${pathname}`,
    method: method.toUpperCase(),
    path,
    headers: [...headers, ...recorded.map(({ name, value }) => [name, latin1(value)] as const)],
    body,
    expectStatus: [],
    captures: [],
    schemas: [],
    thinkMs: next ? pauseBetween(entry, next) : 0,
  };
}

/** From the end of one to the start of the next; requests that ran side by side have none. */
function pauseBetween(entry: Entry, next: Entry): number {
  const endMs = Date.parse(entry.startedDateTime) + (entry.time ?? 0);
  const pauseMs = Date.parse(next.startedDateTime) - endMs;
  return Number.isFinite(pauseMs) ? Math.round(Math.min(Math.max(0, pauseMs), LONGEST_PAUSE_MS)) : 0;
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

function latin1(text: string): string {
  return text.replace(/[^\t\x20-\x7e\x80-\xff]/g, ' ');
}

function refuse(file: string, reason: string): Error {
  return loadError('LOAD106', {
    message: `not a recording: ${reason}`,
    at: { file }, // without an excerpt: recordings hold cookies and tokens
    help: 'an HTTP Archive (HAR 1.2), as the network panel of a browser saves it',
  });
}
