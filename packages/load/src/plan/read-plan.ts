// From the command line and the settings to a plan. The one stage that reads files before a run.
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { isSensitiveName, type Redactor } from '@senior-backend/core/report/redact';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import { loadError } from '../codes.js';
import type { LoadModel, Plan, Target } from '../model/plan.js';
import type { Traffic } from '../model/traffic.js';
import type { LoadSettings } from '../settings.js';
import { readCredentials } from './credentials.js';
import { chooseLoad, choosePipeline, chooseSchedule, chooseSessions, chooseThreads, weightOf } from './load-model.js';
import { throughProxy } from './proxy.js';
import { parseTarget } from './target.js';
import { readTls } from './tls.js';
import { readTraffic } from './traffic.js';

type Context = Pick<ToolContext<LoadSettings>, 'arguments' | 'settings' | 'redactor' | 'env'>;

/** Users, or requests a second, towards a public address that nobody is asked about. */
const MOST_UNASKED = 1_000;

/** Throws LOAD001 to LOAD007, LOAD401, CORE101 and CORE102; nothing has been sent then. */
export async function readPlan({ arguments: words, settings, redactor, env }: Context): Promise<Plan> {
  for (const word of words) keepUrlSecrets(word, redactor);
  const interleaved = settings.compare === true || words.length > 1;
  const targets = chooseTargets(words, settings, redactor);
  const cores = availableParallelism();
  const seed = settings.seed ?? Math.floor(env.random() * 2 ** 32);
  const load = chooseLoad(settings, seed);
  refusePublicTargets(targets, load, settings.yes === true);
  for (const line of [
    ...(settings.header ?? []),
    ...(settings.rateLimitKey === undefined ? [] : [settings.rateLimitKey]),
  ])
    keepHeaderSecret(line, redactor);
  const path = rawPath(words[0] ?? settings.baseUrl ?? '');
  const credentials = await readCredentials({ settings, redactor, env });
  const header = [...(settings.header ?? []), ...(credentials === undefined ? [] : [credentials])];
  const origin = `${targets[0].secure ? 'https' : 'http'}://${targets[0].hostHeader}`;
  const traffic = await readTraffic({ settings: { ...settings, header }, cwd: env.cwd, path, origin, seed });
  refuseUnfit(traffic, targets, load);
  return {
    targets,
    engine: settings.engine,
    traffic,
    http2Sessions: chooseSessions(settings, load),
    pipeline: choosePipeline(settings, load),
    schedule: chooseSchedule(settings, interleaved, seededRandom(~seed >>> 0)),
    load,
    threads: chooseThreads(settings, load, cores),
    timeoutMs: settings.timeout,
    graceMs: settings.grace,
    tls: await readTls(settings, targets, env.cwd),
    watchesLimit: settings.expectRateLimit === true,
  };
}

function chooseTargets(
  words: readonly string[],
  settings: LoadSettings,
  redactor: Redactor,
): readonly [Target, ...Target[]] {
  const [first = settings.baseUrl, second, third] = words;
  if (first === undefined)
    throw loadError('LOAD003', {
      message: 'there is no URL',
      help: 'for example: api-load http://localhost:3000/users; or api-load --demo, which starts a server of its own',
    });
  if (third !== undefined)
    throw loadError('LOAD003', { message: `there are ${words.length} URLs`, help: 'one, or two with --compare' });
  // `api-load A --compare B.json`: the flag's own value is a file; `api-load A --compare B` takes the URL as its value.
  const other =
    second ??
    (typeof settings.compare === 'string' && /^https?:\/\//i.test(settings.compare) ? settings.compare : undefined);
  if (other !== undefined && settings.compare === undefined) {
    throw loadError('LOAD003', {
      message: 'two URLs are given without --compare',
      help: `api-load ${first} ${other} --compare`,
    });
  }
  if (settings.compare === true && other === undefined) {
    throw loadError('LOAD003', {
      message: '--compare has nothing to compare with',
      help: 'give a second URL, or the file of a saved run: --compare baseline.json',
    });
  }
  const read = (url: string): Target => throughProxy(withPlace(parseTarget(url), settings), settings, redactor);
  return other === undefined ? [read(first)] : [read(first), read(other)];
}

/** What stands behind the origin, as it was written. */
function rawPath(url: string): string {
  const path = url
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^[^/?#]*/, '')
    .replace(/#.*$/, '');
  return path.startsWith('/') ? path : `/${path}`;
}

/** Traffic that cannot be sent in this way. Throws LOAD003. */
function refuseUnfit({ flows, mostRedirects }: Traffic, [first, second]: readonly Target[], load: LoadModel): void {
  const steps = flows.flatMap((flow) => flow.steps);
  if (load.kind === 'open' && flows.some((flow) => flow.steps.length > 1)) {
    throw loadError('LOAD003', {
      message: 'flows of several steps wait for answers, and --rate does not',
      help: 'use --concurrency: so many users go through the steps',
    });
  }
  if (mostRedirects > 0 && load.kind === 'open') {
    throw loadError('LOAD003', {
      message: '--follow waits for answers, and --rate does not',
      help: 'use --concurrency: so many users follow where they are sent',
    });
  }
  if (second && first?.path !== second.path && steps.some((step) => step.path !== undefined)) {
    throw loadError('LOAD003', {
      message: 'the two URLs have different paths, and the requests have paths of their own',
      help: 'give two origins with the same path, such as http://a:3000/ and http://b:3000/',
    });
  }
}

/** Applies `--unix-socket` and `--resolve`. Throws LOAD003 for what is none. */
function withPlace(target: Target, { unixSocket, resolve: rules = [] }: LoadSettings): Target {
  if (unixSocket !== undefined) return { ...target, via: { socketPath: unixSocket } };
  for (const rule of rules) {
    const match = /^([^:]+):(\d+):\[?([0-9a-f.:]+)\]?$/i.exec(rule);
    const address = match?.[3] ?? '';
    if (!match || isIP(address) === 0) {
      throw loadError('LOAD003', {
        message: `"${rule}" is no host:port:address`,
        help: 'for example --resolve shop.example:443:10.0.0.7',
      });
    }
    if (match[1]?.toLowerCase() === target.host && Number(match[2]) === target.port)
      return { ...target, via: { address } };
  }
  return target;
}

/** Whether `--compare` names a file. */
export function baselineFile(words: readonly string[], settings: LoadSettings): string | undefined {
  const { compare } = settings;
  return typeof compare === 'string' && words.length === 1 && !/^https?:\/\//i.test(compare) ? compare : undefined;
}

function refusePublicTargets(targets: readonly Target[], load: LoadModel, yes: boolean): void {
  const { amount, unit } = weightOf(load);
  if (amount <= MOST_UNASKED || yes) return;
  const open = targets.find((target) => !isPrivateHost(target.host));
  if (!open) return;
  throw loadError('LOAD401', {
    message: `${amount} ${unit} towards ${open.host}, which is neither loopback nor private`,
    help: 'pass --yes where the host is yours',
  });
}

/** By the address itself or a name that cannot be public (RFC 1918, 4193, 6598, 6761). */
function isPrivateHost(host: string): boolean {
  if (isIP(host) === 4)
    return /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      host,
    );
  if (isIP(host) === 6) return host === '::1' || /^(?:f[cd]|fe[89ab])/i.test(host);
  return host === 'localhost' || /\.(?:localhost|local|internal|test|home\.arpa)$/.test(host);
}

/** User, password and secret query values of a URL. */
function keepUrlSecrets(word: string, redactor: Redactor): void {
  if (!URL.canParse(word)) return;
  const url = new URL(word);
  for (const secret of [url.password, url.username]) {
    redactor.add(secret);
    redactor.add(safeDecode(secret));
  }
  for (const [name, value] of url.searchParams) if (isSensitiveName(name)) redactor.add(value);
}

/** The value of a header whose name says that it is one; of `Bearer xyz` the token alone, too. */
function keepHeaderSecret(line: string, redactor: Redactor): void {
  const [name = '', ...rest] = line.split(':');
  const value = rest.join(':').trim();
  if (!isSensitiveName(name.trim())) return;
  redactor.add(value);
  redactor.add(/^(?:Bearer|Basic|Token|ApiKey)\s+(\S+)$/i.exec(value)?.[1]);
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
