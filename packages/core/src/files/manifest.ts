import { createHash } from 'node:crypto';
import * as z from 'zod';
import { coreError } from '../errors/tool-error.js';
import type { OutputFile } from './output-file.js';
import { withoutLayout } from './without-layout.js';

/** What the tool wrote last time: `path` → hash of the content. Lets an edit by hand be told from an old version. */
export interface Manifest {
  readonly tool: string;
  readonly version: string;
  readonly files: Readonly<Record<string, ManifestEntry>>;
  /** Whatever else the tool wants to know next time. */
  readonly state?: unknown;
}

export interface ManifestEntry {
  readonly owner: 'tool' | 'user';
  readonly sha256: string;
  /** Of what the file says, however it is laid out; not there where nobody can tell. */
  readonly saysSha256?: string | undefined;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.object({
  tool: z.string(),
  version: z.string(),
  files: z.record(z.string(), z.object({ owner: z.enum(['tool', 'user']), sha256: hash, saysSha256: hash.optional() })),
  state: z.unknown().optional(),
});

export function hashContent(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The entry of a file as it is written; `known` is that of before. */
export function manifestEntry({ path, content, owner }: OutputFile, known: ManifestEntry | undefined): ManifestEntry {
  const sha256 = hashContent(content);
  const saysSha256 = known?.sha256 === sha256 && known.saysSha256 ? known.saysSha256 : hashOfWords(path, content);
  return { owner, sha256, ...(saysSha256 !== undefined && { saysSha256 }) };
}

/** Whether a file is still as the tool wrote it, however a formatter has laid it out since. */
export function isAsWritten(path: string, content: string, known: ManifestEntry | undefined): boolean {
  if (!known) return false;
  return known.sha256 === hashContent(content) || (known.saysSha256 ?? '') === hashOfWords(path, content);
}

export function hashOfWords(path: string, content: string): string | undefined {
  const words = withoutLayout(path, content);
  return words === undefined ? undefined : hashContent(words);
}

/** Throws CORE102 for a text that is no manifest. */
export function parseManifest(path: string, text: string): Manifest {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw coreError('CORE102', {
      message: `${path} is no manifest of ours`,
      help: 'delete it; the next run writes a new one',
      cause,
    });
  }
}

export function renderManifest(manifest: Manifest): string {
  const files = Object.fromEntries(Object.entries(manifest.files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ ...manifest, files }, null, 2)}\n`;
}
