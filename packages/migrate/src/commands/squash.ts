// --squash: a folder of migrations as one, proved to lead to the same schema and the same rows.
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { OutputFile } from '@senior-backend/core/files/output-file';
import { connect } from '@senior-backend/core/postgres/connect';
import { resolveConnection } from '@senior-backend/core/postgres/settings';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { compareFileNames } from '../apply/files/compare-file-names.js';
import type { Migration } from '../apply/files/migration.js';
import { readMigrations } from '../apply/files/read-migrations.js';
import { refuseRoles } from '../apply/refuse-roles.js';
import { migrateError } from '../codes.js';
import { requireVersion } from '../read/require-version.js';
import { migrationFileNames } from '../render/file-names.js';
import { losses, renderMigration } from '../render/migration-file.js';
import { openScratch, type Scratch } from '../scratch/scratch.js';
import { scratchChoice } from '../scratch/scratch-choice.js';
import type { Settings } from '../settings.js';
import { foldMigrations } from '../squash/fold-migrations.js';
import { writeMigrations } from './write-migrations.js';

export async function squash(context: ToolContext<Settings>): Promise<Outcome> {
  const { env, settings, redactor } = context;
  const folder = settings.squash ?? '';
  const { migrations } = await readMigrations(folder, env.cwd);
  // What an earlier squashed migration stands for needs no second run.
  const inside = new Set(migrations.flatMap(({ replaces }) => replaces));
  const folded = migrations.filter(({ id }) => !inside.has(id));
  refuseRoles(folded, '--squash');
  if (folded.length < 2)
    throw migrateError('MIG118', { message: `${folder} has ${folded.length} migrations`, help: 'nothing to do' });
  const connection = await resolveConnection(env, redactor, settings.connection);
  const live = await connect(connection, { applicationName: 'db-migrate' });
  try {
    requireVersion(live);
    const scratch = await openScratch(await scratchChoice(context), { live, settings: connection }, env);
    try {
      return await squashOn(scratch, context, migrations, folded);
    } finally {
      await scratch.close();
    }
  } finally {
    await live.close();
  }
}

async function squashOn(
  scratch: Scratch,
  context: ToolContext<Settings>,
  migrations: readonly Migration[],
  folded: readonly Migration[],
): Promise<Outcome> {
  const { env, settings, progress } = context;
  const output = settings.squash ?? '';
  const fold = await foldMigrations(folded, scratch, env, (text) => progress.update(text));
  const replaced = [...new Set(migrations.flatMap(({ id, replaces }) => [...replaces, id]))].sort(compareFileNames);
  const names = migrationFileNames(settings.name ?? 'squashed', env.now(), await readdir(resolve(env.cwd, output)));
  if (!settings.dryRun)
    await writeMigrations({ ...context, settings: { ...settings, output } }, squashedFiles(fold, names, replaced));
  return squashOutcome({
    names,
    replaced,
    statements: fold.up.length,
    scratch: scratch.description,
    proof: fold.proof,
    dryRun: settings.dryRun === true,
  });
}

function squashedFiles(
  { up, down, proof }: Awaited<ReturnType<typeof foldMigrations>>,
  names: Squashed['names'],
  replaced: readonly string[],
): readonly OutputFile[] {
  const proved = `Proved on a scratch copy: leads to the schema and the rows of all of them, observed by ${proof.observer}.`;
  const title = `${replaced.length} migrations as one`;
  const marks = replaced.map((id) => `-- migrate: replaces ${id}\n`).join('');
  const migration = renderMigration({ title, proof: proved, statements: up, lost: [] });
  const rollback = { title: `Rollback of ${names.migration}`, proof: proved, statements: down, lost: losses(down) };
  return [
    { path: names.migration, owner: 'user', content: marks + migration },
    { path: names.rollback, owner: 'user', content: renderMigration(rollback) },
  ];
}

interface Squashed {
  readonly names: { readonly migration: string; readonly rollback: string };
  readonly replaced: readonly string[];
  readonly statements: number;
  readonly scratch: string;
  readonly proof: { readonly observer: string };
  readonly dryRun: boolean;
}

function squashOutcome({ names, replaced, statements, scratch, proof, dryRun }: Squashed): Outcome {
  return {
    exitCode: 0,
    data: { squashed: dryRun ? null : names.migration, replaces: replaced, statements, proof },
    report: {
      blocks: [
        { kind: 'title', text: dryRun ? 'Squash (dry run)' : 'Squash' },
        {
          kind: 'fields',
          fields: [
            { label: 'Folded', value: `${replaced.length} migrations into ${statements} statements` },
            { label: 'Proved on', value: `${scratch}, by ${proof.observer}` },
            { label: dryRun ? 'Would write' : 'Written', value: `${names.migration}, ${names.rollback}` },
          ],
        },
        {
          kind: 'paragraph',
          text: 'A database that has the old ones gets the new one as a note in its ledger, and does not run it. When every database has it, the old files can go.',
        },
      ],
    },
  };
}
