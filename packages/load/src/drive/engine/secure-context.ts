// The contexts of the portable engine: reading the authorities takes long, so that there is one for each set of files.
import { createSecureContext, type SecureContext } from 'node:tls';
import type { TlsFiles } from '../../model/plan.js';

const CONTEXTS = new WeakMap<TlsFiles, SecureContext>();

export function secureContextOf(files: TlsFiles): SecureContext {
  const known = CONTEXTS.get(files);
  if (known) return known;
  const made = createSecureContext(files);
  CONTEXTS.set(files, made);
  return made;
}
