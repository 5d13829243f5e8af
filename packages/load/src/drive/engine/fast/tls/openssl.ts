// The OpenSSL that Node brings along, as functions of numbers. Unlike a system call, one of these crashes the process where it
// is given a wrong address: so addresses come from OpenSSL itself or from the arena, are kept by `TlsContext` and `TlsSession`
// alone, and are set to 0 when they are freed. No callback is ever registered.
import type { Native } from '../native.js';

export interface Openssl {
  version(): number;
  clientMethod(): number;
  newContext(method: number): number;
  freeContext(context: number): void;
  controlContext(context: number, command: number, value: number, address: number): number;
  setOptions(context: number, options: number): number;
  setCipherList(context: number, ciphers: string): number;
  setCipherSuites(context: number, suites: string): number;
  certificateStore(context: number): number;
  addCertificate(store: number, certificate: number): number;
  useCertificate(context: number, certificate: number): number;
  useKey(context: number, key: number): number;
  newMemory(address: number, length: number): number;
  freeMemory(memory: number): number;
  /** 0 behind the last one. */
  readCertificate(memory: number, into: number, ask: number, asked: number): number;
  freeCertificate(certificate: number): void;
  readKey(memory: number, into: number, ask: number, passphrase: string): number;
  freeKey(key: number): void;
  newSession(context: number): number;
  free(ssl: number): void;
  setFd(ssl: number, fd: number): number;
  setName(ssl: number, command: number, type: number, name: string): number;
  /** 0 where that went well, unlike everything else. */
  setProtocols(ssl: number, address: number, length: number): number;
  chosenProtocol(ssl: number, addressAt: number, lengthAt: number): void;
  connect(ssl: number): number;
  read(ssl: number, address: number, most: number): number;
  write(ssl: number, address: number, length: number): number;
  /** Says goodbye to the other side. */
  shutdown(ssl: number): number;
  hasPending(ssl: number): number;
  /** What a result of `connect`, `read` or `write` means. */
  reasonFor(ssl: number, result: number): number;
  verifyResult(ssl: number): number;
  peerCertificate(ssl: number): number;
  hasHost(certificate: number, name: string, length: number, flags: number, nameAt: number): number;
  hasAddress(certificate: number, address: string, flags: number): number;
  isResumed(ssl: number): number;
  takeResumable(ssl: number): number;
  isResumable(resumable: number): number;
  writeResumable(resumable: number, addressAt: number): number;
  readResumable(into: number, addressAt: number, length: number): number;
  resume(ssl: number, resumable: number): number;
  freeResumable(resumable: number): void;
  nextError(): number;
  clearErrors(): void;
  describeError(error: number): string | null;
}

const SIGNATURES = {
  version: 'int64_t OpenSSL_version_num()',
  clientMethod: 'int64_t TLS_client_method()',
  newContext: 'int64_t SSL_CTX_new(int64_t method)',
  freeContext: 'void SSL_CTX_free(int64_t context)',
  controlContext: 'long SSL_CTX_ctrl(int64_t context, int command, long value, int64_t address)',
  setOptions: 'uint64_t SSL_CTX_set_options(int64_t context, uint64_t options)',
  setCipherList: 'int SSL_CTX_set_cipher_list(int64_t context, const char *ciphers)',
  setCipherSuites: 'int SSL_CTX_set_ciphersuites(int64_t context, const char *suites)',
  certificateStore: 'int64_t SSL_CTX_get_cert_store(int64_t context)',
  addCertificate: 'int X509_STORE_add_cert(int64_t store, int64_t certificate)',
  useCertificate: 'int SSL_CTX_use_certificate(int64_t context, int64_t certificate)',
  useKey: 'int SSL_CTX_use_PrivateKey(int64_t context, int64_t key)',
  newMemory: 'int64_t BIO_new_mem_buf(int64_t address, int length)',
  freeMemory: 'int BIO_free(int64_t memory)',
  readCertificate: 'int64_t PEM_read_bio_X509(int64_t memory, int64_t into, int64_t ask, int64_t asked)',
  freeCertificate: 'void X509_free(int64_t certificate)',
  readKey: 'int64_t PEM_read_bio_PrivateKey(int64_t memory, int64_t into, int64_t ask, const char *passphrase)',
  freeKey: 'void EVP_PKEY_free(int64_t key)',
  newSession: 'int64_t SSL_new(int64_t context)',
  free: 'void SSL_free(int64_t ssl)',
  setFd: 'int SSL_set_fd(int64_t ssl, int fd)',
  setName: 'long SSL_ctrl(int64_t ssl, int command, long type, const char *name)',
  setProtocols: 'int SSL_set_alpn_protos(int64_t ssl, int64_t address, uint32_t length)',
  chosenProtocol: 'void SSL_get0_alpn_selected(int64_t ssl, int64_t addressAt, int64_t lengthAt)',
  connect: 'int SSL_connect(int64_t ssl)',
  read: 'int SSL_read(int64_t ssl, int64_t address, int most)',
  write: 'int SSL_write(int64_t ssl, int64_t address, int length)',
  shutdown: 'int SSL_shutdown(int64_t ssl)',
  hasPending: 'int SSL_has_pending(int64_t ssl)',
  reasonFor: 'int SSL_get_error(int64_t ssl, int result)',
  verifyResult: 'long SSL_get_verify_result(int64_t ssl)',
  peerCertificate: 'int64_t SSL_get1_peer_certificate(int64_t ssl)',
  hasHost: 'int X509_check_host(int64_t certificate, const char *name, int64_t length, uint32_t flags, int64_t nameAt)',
  hasAddress: 'int X509_check_ip_asc(int64_t certificate, const char *address, uint32_t flags)',
  isResumed: 'int SSL_session_reused(int64_t ssl)',
  takeResumable: 'int64_t SSL_get1_session(int64_t ssl)',
  isResumable: 'int SSL_SESSION_is_resumable(int64_t resumable)',
  writeResumable: 'int i2d_SSL_SESSION(int64_t resumable, int64_t addressAt)',
  readResumable: 'int64_t d2i_SSL_SESSION(int64_t into, int64_t addressAt, long length)',
  resume: 'int SSL_set_session(int64_t ssl, int64_t resumable)',
  freeResumable: 'void SSL_SESSION_free(int64_t resumable)',
  nextError: 'uint64_t ERR_get_error()',
  clearErrors: 'void ERR_clear_error()',
  describeError: 'const char *ERR_reason_error_string(uint64_t error)',
} as const satisfies Record<keyof Openssl, string>;

/** Within a major version its interface does not change (OpenSSL's own policy). */
const MAJOR = 3;

/** Throws where this Node was built with something else. */
export function openOpenssl(native: Native): Openssl {
  const openssl = native.functions(SIGNATURES) as unknown as Openssl;
  const major = Math.floor(openssl.version() / 2 ** 28);
  if (major !== MAJOR) throw new Error(`it needs OpenSSL ${MAJOR}, and this Node has ${major}`);
  return openssl;
}
