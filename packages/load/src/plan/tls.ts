// What the flags say about TLS: files of certificates, the name that is asked for, the protocols that are offered.
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { readTextFile } from '@senior-backend/core/files/read';
import { loadError } from '../codes.js';
import type { Target, TlsFiles, TlsPlan } from '../model/plan.js';
import type { LoadSettings } from '../settings.js';

/** Throws LOAD003, LOAD005, CORE101 and CORE102. */
export async function readTls(settings: LoadSettings, targets: readonly Target[], cwd: string): Promise<TlsPlan> {
  const { sni, alpn, http2 } = settings;
  if ((sni !== undefined || alpn !== undefined) && !targets.some(({ secure }) => secure)) {
    throw loadError('LOAD003', {
      message: `--${sni === undefined ? 'alpn' : 'sni'} speaks of TLS, and the target is plain http`,
      help: 'write the URL with https://',
    });
  }
  const spoken = http2 === true ? 'h2' : 'http/1.1';
  if (alpn !== undefined && (alpn.length === 0 ? http2 === true : !alpn.includes(spoken))) {
    throw loadError('LOAD003', {
      message: `--alpn does not offer ${spoken}, which will be spoken`,
      help: `add it: --alpn ${[spoken, ...alpn].join(',')}`,
    });
  }
  return {
    verify: settings.insecure !== true,
    files: await readFiles(settings, cwd),
    ...(sni !== undefined && { servername: sni }),
    ...(alpn !== undefined && { protocols: alpn }),
    resumes: settings.tlsResume !== false,
  };
}

async function readFiles(settings: LoadSettings, cwd: string): Promise<TlsFiles> {
  const read = async (path: string | undefined): Promise<string | undefined> =>
    path === undefined ? undefined : readTextFile(resolve(cwd, path));
  const [ca, cert, key] = await Promise.all([read(settings.ca), read(settings.cert), read(settings.key)]);
  if ((cert === undefined) !== (key === undefined)) {
    throw loadError('LOAD005', {
      message: `--${cert === undefined ? 'key' : 'cert'} is given alone`,
      help: 'a client certificate needs both: --cert me.pem --key me.key',
    });
  }
  if (ca !== undefined && !ca.includes('-----BEGIN '))
    throw loadError('LOAD005', {
      message: `${settings.ca} holds no PEM certificate`,
      help: 'it begins with -----BEGIN CERTIFICATE-----',
    });
  const files = {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
  try {
    createSecureContext(files);
  } catch (cause) {
    throw loadError('LOAD005', {
      message: `the certificate or key cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      help: 'PEM files, the key without a passphrase and of the same pair as the certificate',
      cause,
    });
  }
  return files;
}
