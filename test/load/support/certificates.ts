// Throw-away certificates, made with the openssl program, so that no key is part of the repository.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface KeyPair {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export interface Certificates {
  readonly authority: KeyPair;
  readonly localhost: KeyPair;
  readonly otherHost: KeyPair;
  readonly expired: KeyPair;
  readonly client: KeyPair;
}

export function makeCertificates(folder: string): Certificates {
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = (name: string): readonly string[] => [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    `${name}.key`,
  ];
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(
    join(folder, 'ca.cnf'),
    '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\nunique_subject=no\ncopy_extensions=copy\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n',
  );
  openssl('req', '-x509', ...key('authority'), '-out', 'authority.pem', '-subj', '/CN=Test Authority', '-days', '2');
  const issue = (name: string, subjectAltName: string, ...dates: readonly string[]): KeyPair => {
    openssl(
      'req',
      '-new',
      ...key(name),
      '-out',
      `${name}.csr`,
      '-subj',
      `/CN=${name}`,
      '-addext',
      `subjectAltName=${subjectAltName}`,
    );
    openssl(
      'ca',
      '-batch',
      '-notext',
      '-config',
      'ca.cnf',
      '-cert',
      'authority.pem',
      '-keyfile',
      'authority.key',
      '-in',
      `${name}.csr`,
      '-out',
      `${name}.pem`,
      ...dates,
    );
    return read(name);
  };
  const read = (name: string): KeyPair => {
    const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), certFile, keyFile };
  };
  return {
    authority: read('authority'),
    localhost: issue('localhost', 'DNS:localhost,IP:127.0.0.1', '-days', '2'),
    otherHost: issue('other', 'DNS:other.example', '-days', '2'),
    expired: issue('expired', 'DNS:localhost', '-startdate', '20200101000000Z', '-enddate', '20200102000000Z'),
    client: issue('client', 'DNS:client', '-days', '2'),
  };
}
