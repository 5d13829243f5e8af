import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { Block } from '@senior-backend/core/report/model';
import type { Outcome } from '@senior-backend/core/tool/tool';
import type { Migration } from '../apply/files/migration.js';
import type { LintedStep } from '../lint/lint-migration.js';

export function lintOutcome(
  files: readonly { readonly migration: Migration; readonly steps: readonly LintedStep[] }[],
  diagnostics: readonly Diagnostic[],
): Outcome {
  const count =
    diagnostics.length === 0 ? 'nothing to say' : `${diagnostics.length} finding${diagnostics.length === 1 ? '' : 's'}`;
  return {
    exitCode: diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0,
    diagnostics,
    data: {
      files: files.map(({ migration, steps }) => ({
        file: migration.id,
        checksum: migration.checksum,
        state: 'linted',
        steps: steps.map(({ step, statement }) => ({
          n: step.n,
          sql: statement.sql,
          state: 'tried',
          attempts: 1,
          ms: null,
          lock: statement.lock,
        })),
      })),
    },
    report: {
      blocks: [
        { kind: 'title', text: 'Migration Lint' },
        {
          kind: 'fields',
          fields: [
            { label: 'Files', value: String(files.length) },
            { label: 'Found', value: count },
          ],
        },
        ...files.flatMap(fileBlocks),
      ],
    },
  };
}

function fileBlocks({
  migration,
  steps,
}: {
  readonly migration: Migration;
  readonly steps: readonly LintedStep[];
}): readonly Block[] {
  const spoken = steps.filter(({ findings }) => findings.length > 0);
  if (spoken.length === 0) return [];
  return [
    { kind: 'heading', text: `${migration.id}:` },
    {
      kind: 'list',
      items: spoken.map(({ step, statement, findings }) => ({
        text: `${step.n}. ${statement.sql.split('\n')[0] ?? ''}`,
        details: findings.map(({ code, message }) => `${code} ${message}`),
      })),
    },
  ];
}
