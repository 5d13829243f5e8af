// What OpenSSL says of a failure, in the words that Node has for it, so that both engines name it alike.
import type { Openssl } from './openssl.js';

/** By the numbers of x509_vfy.h. */
const UNVERIFIED: Readonly<Record<number, string>> = {
  2: 'UNABLE_TO_GET_ISSUER_CERT',
  3: 'UNABLE_TO_GET_CRL',
  4: 'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  6: 'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  7: 'CERT_SIGNATURE_FAILURE',
  9: 'CERT_NOT_YET_VALID',
  10: 'CERT_HAS_EXPIRED',
  13: 'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  14: 'ERROR_IN_CERT_NOT_AFTER_FIELD',
  18: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  19: 'SELF_SIGNED_CERT_IN_CHAIN',
  20: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  21: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  22: 'CERT_CHAIN_TOO_LONG',
  23: 'CERT_REVOKED',
  24: 'INVALID_CA',
  25: 'PATH_LENGTH_EXCEEDED',
  26: 'INVALID_PURPOSE',
  27: 'CERT_UNTRUSTED',
  28: 'CERT_REJECTED',
};

export function unverifiedError(result: number): NodeJS.ErrnoException {
  const code = UNVERIFIED[result] ?? 'UNSPECIFIED';
  return Object.assign(new Error(`the certificate was not accepted (${result})`), { code });
}

export function nameError(name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`the certificate is not for ${name}`), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
}

/** The oldest error that OpenSSL has noted in this thread; all are forgotten. */
export function takeError(openssl: Openssl): NodeJS.ErrnoException {
  const reason = openssl.describeError(openssl.nextError()) ?? 'unknown';
  openssl.clearErrors();
  return Object.assign(new Error(reason), { code: `ERR_SSL_${reason.toUpperCase().replaceAll(/[^A-Z\d]+/g, '_')}` });
}
