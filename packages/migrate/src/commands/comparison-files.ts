// The plans of --compare as files.
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import type { Comparison } from '../render/compare-outcome.js';
import { migrationFileNames } from '../render/file-names.js';
import { losses, renderMigration } from '../render/migration-file.js';
import { suggestName } from '../render/suggest-name.js';
import type { Settings } from '../settings.js';

/** The migration and its rollback as files. */
export async function comparisonFiles(
  { env, settings }: ToolContext<Settings>,
  { up, down, proof }: Comparison,
): Promise<readonly OutputFile[]> {
  const folder = resolve(env.cwd, settings.output);
  const existing = await readdir(folder).catch(() => []);
  const name = settings.name ?? suggestName(up.deltas);
  const names = migrationFileNames(name, env.now(), existing);
  const proved = proof
    ? `Proved on a scratch copy: leads exactly to the target schema, observed by ${proof.observer}.`
    : 'Not proved: --no-proof, or a part of the database only.';
  return [
    {
      path: names.migration,
      owner: 'user',
      content: renderMigration({
        title: `Migration ${name}`,
        proof: proved,
        statements: up.statements,
        lost: losses(up.statements),
      }),
    },
    {
      path: names.rollback,
      owner: 'user',
      content: renderMigration({
        title: `Rollback of ${names.migration}`,
        proof: proved,
        statements: down.statements,
        lost: [],
      }),
    },
  ];
}
