// Files of the tool's own that an earlier document or another option asked for, and this run does not.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { Manifest } from '@senior-backend/core/files/manifest';
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { OutputLayout } from './output-layout.js';

/** They stay, since code of a person's may import them, and are named until somebody deletes them. */
export function leftOverFiles(
  layout: OutputLayout,
  manifest: Manifest | undefined,
  planned: readonly OutputFile[],
): readonly Diagnostic[] {
  const wanted = new Set(planned.map(({ path }) => path));
  return Object.entries(manifest?.files ?? {})
    .filter(([path, { owner }]) => owner === 'tool' && OWN_FOLDERS.test(path) && !wanted.has(path))
    .filter(([path]) => existsSync(join(layout.base, path)))
    .map(([path]) => ({
      code: 'SCAF304',
      severity: 'warning',
      message: `${layout.shown(path)} is left over: nothing that is generated needs it any more`,
      at: { file: layout.shown(path) },
      help: 'delete it when nothing of yours imports it',
    }));
}

/** The folders whose files follow from the document and the options alone. */
const OWN_FOLDERS = /^(?:middleware|outgoing)\//;
