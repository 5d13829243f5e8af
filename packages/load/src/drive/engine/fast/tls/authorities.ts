// Whom Node trusts where nobody says otherwise: the authorities that it brings along, and those of NODE_EXTRA_CA_CERTS.
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

/** PEM. A file that cannot be read adds nothing; Node has warned of it when it started. */
export function nodeAuthorities(): string {
  const path = process.env['NODE_EXTRA_CA_CERTS'];
  const own = rootCertificates.join('\n');
  if (!path) return own;
  try {
    return `${own}\n${readFileSync(path, 'utf8')}`;
  } catch {
    return own;
  }
}
