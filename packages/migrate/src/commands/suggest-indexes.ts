import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { Report } from '@senior-backend/core/report/model';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { renderIndexMigration, renderIndexRollback } from '../advise/render-suggestions.js';
import type { Suggestion } from '../advise/suggestion.js';
import { migrationFileNames } from '../render/file-names.js';
import { toAnalysisData } from '../report/analysis-data.js';
import type { Settings } from '../settings.js';
import { analyzeDatabase } from './analyze.js';
import { writeMigrations } from './write-migrations.js';

/** `--suggest-indexes`: the analysis, with the missing indexes written as a migration and its rollback. */
export async function runSuggestIndexes(context: ToolContext<Settings>): Promise<Outcome> {
  const { settings } = context;
  const { analysis, diagnostics } = await analyzeDatabase(context);
  const { suggestions } = analysis.advice;
  const files = suggestions.length === 0 ? [] : await filesOf(context, suggestions);
  if (!settings.dryRun) await writeMigrations(context, files);
  const paths = files.map((file) => join(settings.output, file.path));
  return {
    exitCode: 0,
    data: { ...toAnalysisData(analysis), files: settings.dryRun ? [] : paths },
    report: report(suggestions, paths, settings.dryRun === true),
    diagnostics,
  };
}

async function filesOf(
  { env, settings }: ToolContext<Settings>,
  suggestions: readonly Suggestion[],
): Promise<readonly OutputFile[]> {
  const existing = await readdir(resolve(env.cwd, settings.output)).catch(() => []);
  const names = migrationFileNames(settings.name ?? 'add_indexes', env.now(), existing);
  return [
    { path: names.migration, owner: 'user', content: renderIndexMigration(suggestions) },
    { path: names.rollback, owner: 'user', content: renderIndexRollback(suggestions, names.migration) },
  ];
}

function report(suggestions: readonly Suggestion[], paths: readonly string[], dryRun: boolean): Report {
  if (suggestions.length === 0)
    return { blocks: [{ kind: 'paragraph', text: 'No index is missing: nothing to write.' }] };
  const verb = dryRun ? 'Would write' : 'Wrote';
  return {
    blocks: [
      { kind: 'list', items: suggestions.map(({ ddl, reason }) => ({ text: `${ddl};`, details: [reason] })) },
      { kind: 'paragraph', text: paths.map((path) => `${verb} ${path}`).join('\n') },
    ],
  };
}
