import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { coreError } from '../errors/tool-error.js';
import type { ConnectionSettings, HostSettings } from './settings.js';

/** One way to try a host: without TLS (`false`), or with these options. */
export type TlsAttempt = false | ConnectionOptions;

/** What sslmode means for a host, in the order in which libpq tries it (34.19.1). Never TLS on a Unix socket. */
export async function tlsAttempts(settings: ConnectionSettings, host: HostSettings): Promise<readonly TlsAttempt[]> {
  if (host.host.startsWith('/') || settings.sslMode === 'disable') return [false];
  const tls = await tlsOptions(settings, host);
  switch (settings.sslMode) {
    case 'allow':
      return [false, tls];
    case 'prefer':
      return [tls, false];
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return [tls];
    default:
      return settings.sslMode satisfies never;
  }
}

async function tlsOptions({ sslMode, ssl }: ConnectionSettings, host: HostSettings): Promise<ConnectionOptions> {
  // A root certificate turns `require` into `verify-ca`, as in libpq.
  const verifies =
    sslMode === 'verify-ca' ||
    sslMode === 'verify-full' ||
    (sslMode === 'require' && ssl.rootCertificate !== undefined);
  if (verifies && ssl.rootCertificate === undefined) {
    throw coreError('CORE204', {
      message: `sslmode=${sslMode} needs a root certificate, and neither sslrootcert nor ~/.postgresql/root.crt is there`,
      help: 'set sslrootcert to the file of the authority, or sslrootcert=system with sslmode=verify-full',
    });
  }
  const [ca, cert, key] = await Promise.all([
    verifies && ssl.rootCertificate !== 'system' ? readPem('sslrootcert', ssl.rootCertificate) : undefined,
    readPem('sslcert', ssl.certificate),
    readPem('sslkey', ssl.key),
  ]);
  return {
    rejectUnauthorized: verifies,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(ssl.passphrase && { passphrase: ssl.passphrase }),
    ...(ssl.sni && isIP(host.host) === 0 && { servername: host.host }),
    // verify-ca checks the chain and not the name.
    ...(sslMode !== 'verify-full' && { checkServerIdentity: () => undefined }),
  };
}

async function readPem(name: string, file: string | undefined): Promise<Buffer | undefined> {
  if (file === undefined) return undefined;
  return readFile(file).catch((cause: unknown) => {
    throw coreError('CORE204', {
      message: `cannot read ${file} (${name}): ${(cause as NodeJS.ErrnoException).code}`,
      help: `correct ${name}`,
      cause,
    });
  });
}
