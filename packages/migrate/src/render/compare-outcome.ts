// What --compare has to say: the report, the data, the exit code.

import type { Diagnostic, Location } from '@senior-backend/core/errors/diagnostic';
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { ObjectId } from '@senior-backend/core/postgres/catalog';
import type { Block, Item } from '@senior-backend/core/report/model';
import type { Outcome } from '@senior-backend/core/tool/tool';
import type { MigrationPlan } from '../plan/plan-migration.js';
import { hazardText, type Statement } from '../plan/statement.js';
import type { Proof } from '../prove/proof.js';
import type { Settings } from '../settings.js';

export interface Comparison {
  readonly up: MigrationPlan;
  readonly down: MigrationPlan;
  readonly proof: Proof | undefined;
  readonly scratch: string;
  /** Extensions that the desired schema does not name, and that stay all the same. */
  readonly leftAlone: readonly string[];
  /** What looks like a rename. */
  readonly suggestions: readonly Diagnostic[];
  /** Where the schema files speak of an object. */
  readonly placeOf: (object: ObjectId) => Location | undefined;
}

export function compareOutcome(settings: Settings, comparison: Comparison, files: readonly OutputFile[]): Outcome {
  const { up, down, proof, scratch, leftAlone, suggestions, placeOf } = comparison;
  const steps = up.statements.map((statement) => ({
    ...statement,
    at: withoutLine(placeOf(statement.object)),
    rollback: down.statements.filter(({ object }) => object === statement.object).map(({ sql }) => sql),
  }));
  const empty = up.statements.length === 0;
  const paths = files.map(({ path }) => `${settings.output.replace(/\/$/, '')}/${path}`);
  const wrote = !settings.dryRun && paths.length > 0;
  const diagnostics = [
    ...(settings.check && !empty ? [drift(settings, up.statements.length)] : []),
    ...failures(settings, up.statements, placeOf),
    ...suggestions,
  ];
  return {
    exitCode: diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0,
    data: {
      migration: wrote ? (paths[0] ?? null) : null,
      rollback: wrote ? (paths[1] ?? null) : null,
      empty,
      scratch,
      leftAlone: leftAlone.map((name) => `extension:${name}`),
      proof: proof ?? null,
      steps,
    },
    report: {
      blocks: empty
        ? [
            {
              kind: 'paragraph',
              text: `No difference: ${settings.from ?? 'the database'} has the desired schema. Nothing was written.`,
              tone: 'good',
            },
          ]
        : blocks(settings, comparison, files, paths),
    },
    diagnostics,
  };
}

function drift({ from }: Settings, count: number): Diagnostic {
  return {
    code: 'MIG110',
    severity: 'error',
    message: `${from ?? 'the database'} and the schema differ by ${count} statement${count === 1 ? '' : 's'}`,
    help: 'run without --check to write the migration',
  };
}

/** The line itself stands in the file. */
function withoutLine(at: Location | undefined): Omit<Location, 'sourceLine'> | null {
  if (!at) return null;
  const { sourceLine: _, ...place } = at;
  return place;
}

/** Each hazard once, at the first object that it is about. */
function failures(
  { failOn }: Settings,
  statements: readonly Statement[],
  placeOf: Comparison['placeOf'],
): readonly Diagnostic[] {
  const seen = new Set<string>();
  return statements.flatMap(({ hazards, object }) =>
    hazards.flatMap((hazard): readonly Diagnostic[] => {
      const key = `${hazard.code}${hazard.message}`;
      if (seen.has(key)) return [];
      seen.add(key);
      const at = placeOf(object);
      const isError = failOn.includes(hazard.kind) && !(hazard.kind === 'mayFail' && hazard.rows === 0);
      return [
        {
          code: hazard.code,
          severity: isError ? 'error' : 'warning',
          message: hazardText(hazard),
          ...(at && { at }),
          ...(hazard.check !== undefined && { help: `how many: ${hazard.check}` }),
        },
      ];
    }),
  );
}

function blocks(
  settings: Settings,
  { up, down, proof, scratch, leftAlone }: Comparison,
  files: readonly OutputFile[],
  paths: readonly string[],
): readonly Block[] {
  const proved = proof ? `up and rollback led exactly where they should (${proof.observer})` : 'not proved';
  return [
    { kind: 'title', text: 'Schema Comparison' },
    {
      kind: 'fields',
      fields: [
        ...(settings.from === undefined ? [] : [{ label: 'From', value: settings.from }]),
        { label: 'Statements', value: `${up.statements.length} up, ${down.statements.length} back` },
        { label: 'Scratch', value: scratch },
        { label: 'Proof', value: proved, tone: proof ? 'good' : 'warning' },
        ...(leftAlone.length === 0
          ? []
          : [{ label: 'Left alone', value: `extension ${leftAlone.join(', ')}, not named in the schema` }]),
      ],
    },
    { kind: 'heading', text: `STEPS (${up.statements.length}):` },
    { kind: 'list', ordered: true, items: up.statements.map(stepItem) },
    ...written(settings, files, paths),
  ];
}

function stepItem({ sql, lock, hazards }: Statement): Item {
  const [first = '', ...rest] = sql.split('\n');
  const details = [
    ...(lock ? [`lock: ${lock}`] : []),
    ...hazards.map((hazard) => `${hazard.code} ${hazardText(hazard)}`),
  ];
  return {
    text: rest.length > 0 ? `${first} …` : first,
    details,
    ...(hazards.some(({ kind }) => kind === 'destructive') && { tone: 'bad' as const }),
  };
}

function written(
  { dryRun, check }: Settings,
  files: readonly OutputFile[],
  paths: readonly string[],
): readonly Block[] {
  if (check) return [];
  if (!dryRun)
    return [
      { kind: 'heading', text: 'WRITTEN:' },
      { kind: 'list', items: paths.map((text) => ({ text })) },
    ];
  return files.flatMap((file, index): readonly Block[] => [
    { kind: 'heading', text: `WOULD WRITE ${paths[index] ?? file.path}:` },
    { kind: 'code', language: 'sql', text: file.content },
  ]);
}
