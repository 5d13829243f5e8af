import { createHash } from 'node:crypto';
import * as z from 'zod';
import { coreError } from '../errors/tool-error.js';

/** What the tool wrote last time: `path` → hash of the content. Lets an edit by hand be told from an old version. */
export interface Manifest {
  readonly tool: string;
  readonly version: string;
  readonly files: Readonly<Record<string, { readonly owner: 'tool' | 'user'; readonly sha256: string }>>;
  /** Whatever else the tool wants to know next time. */
  readonly state?: unknown;
}

const schema = z.object({
  tool: z.string(),
  version: z.string(),
  files: z.record(
    z.string(),
    z.object({ owner: z.enum(['tool', 'user']), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
  state: z.unknown().optional(),
});

export function hashContent(content: string): string {
  return createHash('sha256').update(content).digest('hex');
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
