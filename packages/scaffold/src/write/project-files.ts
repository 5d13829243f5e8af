// Files at the root of the project, beside the folder that holds routes, middleware and types. In reports and in the
// manifest they are named from that folder: `../openapi.yaml`.
import { relative } from 'node:path';
import type { Manifest } from '@senior-backend/core/files/manifest';
import type { OutputFile, PlannedFile } from '@senior-backend/core/files/output-file';
import { planFiles, writePlan } from '@senior-backend/core/files/plan';
import type { OutputLayout } from './output-layout.js';

/** `../` for `src/routes/`, `../../` for `src/api/routes/`, nothing where the base is the project. */
function wayUp({ base, project }: OutputLayout): string {
  const way = relative(base, project).replaceAll('\\', '/');
  return way === '' ? '' : `${way}/`;
}

export async function planProjectFiles(
  layout: OutputLayout,
  files: readonly OutputFile[],
  manifest: Manifest | undefined,
  force: boolean,
): Promise<readonly PlannedFile[]> {
  const up = wayUp(layout);
  const known = Object.entries(manifest?.files ?? {}).flatMap(([path, entry]) =>
    path.startsWith(up) ? [[path.slice(up.length), entry] as const] : [],
  );
  const own = manifest && { ...manifest, files: Object.fromEntries(known) };
  const planned = await planFiles(layout.project, files, own, force);
  return planned.map((file) => ({ ...file, path: `${up}${file.path}` }));
}

/** Writes files of the base and of the project, in their order. */
export async function writeFiles(layout: OutputLayout, planned: readonly PlannedFile[]): Promise<void> {
  const up = wayUp(layout);
  for (const file of planned) {
    const isOutside = up !== '' && file.path.startsWith(up);
    if (isOutside) await writePlan(layout.project, [{ ...file, path: file.path.slice(up.length) }]);
    else await writePlan(layout.base, [file]);
  }
}
