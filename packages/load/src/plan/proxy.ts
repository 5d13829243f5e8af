// The proxy of `--proxy`. Environment variables such as HTTP_PROXY are not read: a run goes where its command line says.
import type { Redactor } from '@senior-backend/core/report/redact';
import { loadError } from '../codes.js';
import type { ProxyHop, Target } from '../model/plan.js';
import type { LoadSettings } from '../settings.js';

type Settings = Pick<LoadSettings, 'proxy' | 'proxyTunnel' | 'unixSocket' | 'resolve' | 'http2'>;

/** The target as it is reached through the proxy. Its credentials are kept from every output. Throws LOAD003 and LOAD007. */
export function throughProxy(target: Target, settings: Settings, redactor: Redactor): Target {
  const { proxy, proxyTunnel, unixSocket, resolve, http2 } = settings;
  if (proxy === undefined) {
    if (proxyTunnel === true)
      throw loadError('LOAD003', {
        message: '--proxy-tunnel needs a proxy',
        help: 'for example: --proxy http://10.0.0.7:3128',
      });
    return target;
  }
  if (unixSocket !== undefined || resolve !== undefined) {
    throw loadError('LOAD003', {
      message: `--${unixSocket === undefined ? 'resolve' : 'unix-socket'} does not go with --proxy`,
      help: 'the proxy decides where it connects to',
    });
  }
  return { ...target, proxy: parseProxy(proxy, target.secure || proxyTunnel === true || http2 === true, redactor) };
}

function parseProxy(text: string, tunnels: boolean, redactor: Redactor): ProxyHop {
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  const [user, password] = [decode(url?.username ?? ''), decode(url?.password ?? '')];
  for (const secret of [user, password, url?.username, url?.password]) redactor.add(secret);
  if (url?.protocol !== 'http:' || url.hostname === '' || url.pathname !== '/') {
    throw loadError('LOAD007', {
      message: url === undefined ? '--proxy is no URL' : `${url.protocol}//${url.host} is no proxy that can be used`,
      help: 'a proxy that speaks plain HTTP: --proxy http://user:password@host:3128',
    });
  }
  const basicAuth = user === '' && password === '' ? undefined : Buffer.from(`${user}:${password}`).toString('base64');
  redactor.add(basicAuth);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 80 : Number(url.port),
    ...(basicAuth !== undefined && { basicAuth }),
    tunnels,
  };
}

/** A percent sign that begins no escape stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
