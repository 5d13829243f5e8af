// What --migrate and --rollback have to say.

import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { Block, Item } from '@senior-backend/core/report/model';
import { formatMs } from '@senior-backend/core/report/number';
import type { Outcome } from '@senior-backend/core/tool/tool';
import type { Migration } from '../apply/files/migration.js';

export interface ShownStep {
  readonly n: number;
  readonly sql: string;
  readonly state: string;
  readonly attempts: number;
  readonly ms: number | null;
  readonly lock: string | null;
  readonly rows?: number | null;
}

export interface FileResult {
  readonly migration: Migration;
  /**
   * `noted`: entered in the ledger without running, since all that it stands for is applied; `adopted`: since the database
   * has it from elsewhere.
   */
  readonly state:
    | 'applied'
    | 'noted'
    | 'adopted'
    | 'would be adopted'
    | 'resumed'
    | 'was applied'
    | 'rolled back'
    | 'would be applied'
    | 'would be rolled back';
  readonly steps: readonly ShownStep[];
}

/** `dryRun` says how it was tried where nothing was changed. */
export function migrateOutcome(
  database: string,
  files: readonly FileResult[],
  diagnostics: readonly Diagnostic[],
  dryRun?: string,
): Outcome {
  const worked = files.filter(({ state }) => state !== 'was applied');
  return {
    exitCode: 0,
    diagnostics,
    data: {
      files: files.map(({ migration, state, steps }) => ({
        file: migration.id,
        checksum: migration.checksum,
        state,
        steps,
      })),
    },
    report: {
      blocks: [
        { kind: 'title', text: dryRun === undefined ? 'Migration' : 'Migration (dry run)' },
        {
          kind: 'fields',
          fields: [
            { label: 'Database', value: database },
            ...(dryRun === undefined ? [] : [{ label: 'Ran', value: `${dryRun}; nothing was changed` }]),
          ],
        },
        ...(worked.length === 0 ? [nothing(files.length)] : worked.flatMap(fileBlocks)),
      ],
    },
  };
}

function nothing(migrations: number): Block {
  return migrations === 0
    ? { kind: 'paragraph', text: 'Nothing to do: there is no migration file.', tone: 'muted' }
    : { kind: 'paragraph', text: 'Nothing to do: every migration is applied.', tone: 'good' };
}

function fileBlocks({ migration, state, steps }: FileResult): readonly Block[] {
  const name = `${migration.id} (${state})`;
  if (steps.length === 0) return [{ kind: 'heading', text: name }];
  return [
    { kind: 'heading', text: `${name}:` },
    { kind: 'list', ordered: true, items: steps.map(stepItem) },
  ];
}

function stepItem({ sql, state, attempts, ms, lock, rows }: ShownStep): Item {
  const [first = '', ...rest] = sql.split('\n');
  const words = [
    state,
    ms === null ? '' : `${formatMs(ms)} ms`,
    lock === null ? '' : `lock: ${lock}`,
    attempts > 1 ? `${attempts} attempts` : '',
    rows === undefined || rows === null ? '' : `${rows} rows touched`,
  ];
  return { text: rest.length > 0 ? `${first} …` : first, details: [words.filter(Boolean).join(', ')] };
}
