// What the TLS connections of one thread to an endpoint have in common: authorities, client certificate, versions and ciphers,
// the same that Node's own contexts have.
import { DEFAULT_CIPHERS, DEFAULT_MAX_VERSION, DEFAULT_MIN_VERSION, type SecureVersion } from 'node:tls';
import type { TlsFiles } from '../../../../model/plan.js';
import type { Native } from '../native.js';
import { nodeAuthorities } from './authorities.js';
import type { Openssl } from './openssl.js';
import { takeError } from './tls-error.js';

/** Commands of SSL_CTX_ctrl. */
const CONTROL = { mode: 33, readAhead: 41, chainCertificate: 89, lowestVersion: 123, highestVersion: 124 } as const;
/** SSL_MODE_ENABLE_PARTIAL_WRITE, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER: what is sent again lies elsewhere by then. */
const MODES = 0x1 | 0x2;
/** SSL_OP_IGNORE_UNEXPECTED_EOF: an end without goodbye is an end; whether it came too early, HTTP knows. */
const IGNORE_UNEXPECTED_EOF = 1 << 7;
const VERSIONS: Readonly<Record<SecureVersion, number>> = {
  TLSv1: 0x301,
  'TLSv1.1': 0x302,
  'TLSv1.2': 0x303,
  'TLSv1.3': 0x304,
};

export class TlsContext {
  private context: number;

  /** Throws where the files cannot be used; that they can has been seen before the run. */
  constructor(
    readonly native: Native,
    readonly openssl: Openssl,
    { ca, cert, key }: TlsFiles,
    verify: boolean,
  ) {
    this.context = openssl.newContext(openssl.clientMethod());
    if (this.context === 0) throw takeError(openssl);
    try {
      this.configure();
      if (verify) this.trust(ca ?? nodeAuthorities());
      if (cert !== undefined && key !== undefined) this.identify(cert, key);
    } catch (error) {
      this.free();
      throw error;
    }
  }

  /** A new SSL of this context, whoever asks must free it. */
  create(): number {
    const ssl = this.openssl.newSession(this.context);
    if (ssl === 0) throw takeError(this.openssl);
    return ssl;
  }

  /** The SSLs of it must be free by then. */
  free(): void {
    if (this.context !== 0) this.openssl.freeContext(this.context);
    this.context = 0;
  }

  private configure(): void {
    const { openssl, context } = this;
    openssl.controlContext(context, CONTROL.mode, MODES, 0);
    openssl.controlContext(context, CONTROL.readAhead, 1, 0);
    openssl.controlContext(context, CONTROL.lowestVersion, VERSIONS[DEFAULT_MIN_VERSION], 0);
    openssl.controlContext(context, CONTROL.highestVersion, VERSIONS[DEFAULT_MAX_VERSION], 0);
    openssl.setOptions(context, IGNORE_UNEXPECTED_EOF);
    // One list holds both kinds in Node: those of TLS 1.3 have names that begin with TLS_.
    const ciphers = DEFAULT_CIPHERS.split(':');
    const suites = ciphers.filter((name) => name.startsWith('TLS_'));
    const older = ciphers.filter((name) => !name.startsWith('TLS_'));
    this.expect(openssl.setCipherSuites(context, suites.join(':')));
    if (older.length > 0) this.expect(openssl.setCipherList(context, older.join(':')));
  }

  private trust(pem: string): void {
    const { openssl, context } = this;
    const store = openssl.certificateStore(context);
    this.readCertificates(pem, (certificate) => this.expect(openssl.addCertificate(store, certificate)));
  }

  private identify(cert: string, key: string): void {
    const { openssl, context } = this;
    this.readCertificates(cert, (certificate, index) =>
      this.expect(
        index === 0
          ? openssl.useCertificate(context, certificate)
          : openssl.controlContext(context, CONTROL.chainCertificate, 1, certificate),
      ),
    );
    this.readPem(key, (memory) => {
      const parsed = openssl.readKey(memory, 0, 0, '');
      this.expect(parsed);
      const result = openssl.useKey(context, parsed);
      openssl.freeKey(parsed);
      this.expect(result);
    });
  }

  /** `use` is given certificates that are freed after it; OpenSSL counts who else holds them. */
  private readCertificates(pem: string, use: (certificate: number, index: number) => void): void {
    const { openssl } = this;
    this.readPem(pem, (memory) => {
      for (let index = 0; ; index += 1) {
        const certificate = openssl.readCertificate(memory, 0, 0, 0);
        if (certificate === 0) break;
        try {
          use(certificate, index);
        } finally {
          openssl.freeCertificate(certificate);
        }
      }
      openssl.clearErrors(); // that there was no further one
    });
  }

  private readPem(pem: string, read: (memory: number) => void): void {
    const { openssl, native } = this;
    const length = Buffer.byteLength(pem);
    const bytes = Buffer.allocUnsafeSlow(length);
    bytes.write(pem);
    const memory = openssl.newMemory(native.addressOf(bytes), length);
    if (memory === 0) throw takeError(openssl);
    try {
      read(memory);
    } finally {
      openssl.freeMemory(memory);
      bytes.fill(0); // it may be a key; and it had to live until here
    }
  }

  private expect(result: number): void {
    if (result <= 0) throw takeError(this.openssl);
  }
}
