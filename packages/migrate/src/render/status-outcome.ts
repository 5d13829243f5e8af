import type { Outcome } from '@senior-backend/core/tool/tool';
import type { FileState } from '../apply/check-against-ledger.js';

export interface StatusRow {
  readonly file: string;
  readonly checksum: string;
  readonly state: FileState;
  readonly at: string | null;
}

/** Exit 1 where an applied file was changed or is gone. */
export function statusOutcome(database: string, rows: readonly StatusRow[]): Outcome {
  const count = (state: StatusRow['state']): string => String(rows.filter((row) => row.state === state).length);
  return {
    exitCode: rows.some(({ state }) => state === 'changed' || state === 'gone') ? 1 : 0,
    data: { files: rows.map(({ file, checksum, state }) => ({ file, checksum, state, steps: [] })) },
    report: {
      blocks: [
        { kind: 'title', text: 'Migration Status' },
        {
          kind: 'fields',
          fields: [
            { label: 'Database', value: database },
            { label: 'Applied', value: count('applied') },
            { label: 'Waiting', value: count('waiting') },
          ],
        },
        ...(rows.length === 0
          ? []
          : [
              {
                kind: 'table' as const,
                columns: [{ label: 'Migration' }, { label: 'State' }, { label: 'Applied at' }],
                rows: rows.map(({ file, state, at }) => [file, state, at ?? '']),
              },
            ]),
      ],
    },
  };
}
