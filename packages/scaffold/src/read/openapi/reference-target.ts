// Where the file part of a `$ref` leads: below the folder that references may reach, to the network, or nowhere that is allowed.
import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isInside } from '@senior-backend/core/files/jail';

export type ReferenceTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'url'; readonly url: URL }
  | { readonly kind: 'outside' }
  | { readonly kind: 'missing' };

/** Whether a document stands on the network: its path is its address. */
export function isUrl(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/** `from` is the path of the document that refers; `root` the folder that references of local documents may reach. */
export function referenceTarget(root: string, from: string, file: string): ReferenceTarget {
  if (isUrl(from) || /^(?!file:)(?:\/\/|[a-z][a-z0-9+.-]+:)/i.test(file)) return urlTarget(from, file);
  const decoded = decodePercent(file);
  const path = resolve(dirname(from), decoded);
  const isAbsolute =
    /^file:/i.test(file) || decoded.includes('\0') || /^[/\\]/.test(decoded) || /^[a-z]:[/\\]/i.test(decoded);
  if (isAbsolute || !isInside(root, path)) return { kind: 'outside' };
  const real = realPathIfAny(path);
  if (real === undefined) return { kind: 'missing' };
  return isInside(root, real) ? { kind: 'file', path: real } : { kind: 'outside' };
}

function urlTarget(from: string, file: string): ReferenceTarget {
  const base = isUrl(from) ? from : 'https://localhost';
  if (!URL.canParse(file, base)) return { kind: 'missing' };
  const url = new URL(file, base);
  url.hash = '';
  return isUrl(url.href) ? { kind: 'url', url } : { kind: 'outside' };
}

function realPathIfAny(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Percent-decoding, as RFC 6901 section 6 asks of pointers in fragments; a stray `%` stays as it is. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
