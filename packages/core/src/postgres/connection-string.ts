// The two forms of a connection string that libpq takes: URI and keyword/value (34.1.1).

import { coreError } from '../errors/tool-error.js';
import { suggest } from '../tool/suggest.js';
import { isParameter, PARAMETERS, type Parameter, type ParameterSet, type SetParameter } from './parameters.js';

/** Reads `postgresql://…`, `postgres://…` or `host=… dbname=…`. Throws CORE201; the message never holds the string. */
export function parseConnectionString(text: string, source: string): ParameterSet {
  const uri = /^postgres(?:ql)?:\/\//i.exec(text);
  if (uri) return parseUri(text.slice(uri[0].length), source);
  if (text.includes('=')) return parseKeywords(text, source);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  throw wrong(
    source,
    scheme ? `the scheme is ${scheme}, not postgresql` : 'it is neither a URI nor a list of keywords',
  );
}

function parseUri(rest: string, source: string): ParameterSet {
  const found: Partial<Record<Parameter, SetParameter>> = {};
  const set = (name: Parameter, value: string): void => {
    if (value !== '') found[name] = { value, source };
  };
  const queryAt = rest.indexOf('?');
  const beforeQuery = queryAt === -1 ? rest : rest.slice(0, queryAt);
  const slashAt = beforeQuery.indexOf('/');
  const authority = slashAt === -1 ? beforeQuery : beforeQuery.slice(0, slashAt);
  // The last @, so that a password may hold one that nobody escaped.
  const atSign = authority.lastIndexOf('@');
  if (atSign !== -1) {
    const [user = '', ...password] = authority.slice(0, atSign).split(':');
    set('user', decode(user, source));
    set('password', decode(password.join(':'), source));
  }
  const hosts = parseHosts(authority.slice(atSign + 1), source);
  set('host', hosts.map(({ host }) => host).join(','));
  if (hosts.some(({ port }) => port !== '')) set('port', hosts.map(({ port }) => port).join(','));
  if (slashAt !== -1) set('dbname', decode(beforeQuery.slice(slashAt + 1), source));
  if (queryAt !== -1) readQuery(rest.slice(queryAt + 1), source, set);
  return found;
}

function parseHosts(list: string, source: string): { host: string; port: string }[] {
  if (list === '') return [];
  return list.split(',').map((entry) => {
    const match = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(\d*))?$/.exec(entry);
    if (!match) throw wrong(source, 'a host is not of the form name:port, or [IPv6 address]:port');
    return { host: decode(match[1] ?? match[2] ?? '', source), port: match[3] ?? '' };
  });
}

function readQuery(query: string, source: string, set: (name: Parameter, value: string) => void): void {
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const [key = '', ...value] = pair.split('=');
    const name = decode(key, source);
    // What JDBC and older clients write; libpq knows it too.
    if (name === 'ssl' && value.join('=') === 'true') set('sslmode', 'require');
    else set(known(name, source), decode(value.join('='), source));
  }
}

function decode(text: string, source: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong(source, 'a % is not followed by two hexadecimal digits; write a literal % as %25');
  }
}

/** `key = value`, values bare or in single quotes, `\'` and `\\` inside both. */
function parseKeywords(text: string, source: string): ParameterSet {
  const found: Partial<Record<Parameter, SetParameter>> = {};
  const pair = /\s*([A-Za-z_]\w*)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)*))(?=\s|$)/gsy;
  const end = text.trimEnd().length;
  while (pair.lastIndex < end) {
    const match = pair.exec(text);
    if (!match) throw wrong(source, 'a keyword is not followed by = and a value, or a quote is not closed');
    const value = (match[2] ?? match[3] ?? '').replace(/\\(.)/gs, '$1');
    if (value !== '') found[known(match[1] ?? '', source)] = { value, source };
  }
  return found;
}

function known(name: string, source: string): Parameter {
  if (isParameter(name)) return name;
  const meant = suggest(name, Object.keys(PARAMETERS));
  throw wrong(source, `unknown parameter "${name}"${meant ? `; did you mean ${meant}?` : ''}`);
}

function wrong(source: string, reason: string): Error {
  return coreError('CORE201', {
    message: `the connection string from ${source} cannot be read: ${reason}`,
    help: "write postgresql://user@host:5432/database, or 'host=… port=5432 dbname=… user=…'",
  });
}
