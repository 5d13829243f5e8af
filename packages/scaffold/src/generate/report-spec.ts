// What a run of --generate-spec has to say.
import { relative } from 'node:path';
import type { Env } from '@senior-backend/core/env/env';
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { PlannedFile } from '@senior-backend/core/files/output-file';
import type { Block } from '@senior-backend/core/report/model';
import type { Outcome } from '@senior-backend/core/tool/tool';
import { createTwoFilesPatch } from 'diff';
import type { SourceReading } from '../read/source/source-reading.js';
import type { Settings } from '../settings.js';
import type { GeneratedDocument } from './generated-document.js';

interface SpecRun {
  readonly env: Env;
  readonly settings: Settings;
  readonly output: string;
  readonly planned: PlannedFile;
  readonly reading: SourceReading;
  readonly generated: GeneratedDocument;
  readonly baseFile: string | undefined;
}

export function reportSpec(run: SpecRun): Outcome {
  const { settings, planned, reading } = run;
  const shown = shownPath(run);
  const isDrift = settings.check && planned.action !== 'unchanged';
  const drift: Diagnostic[] = isDrift
    ? [
        {
          code: 'SCAF343',
          severity: 'error',
          message: planned.before === undefined ? `${shown} is not there` : `${shown} is not what the code says`,
          help: 'run the same command without --check and commit the result',
        },
      ]
    : [];
  return {
    exitCode: isDrift ? 1 : 0,
    data: {
      files: [{ path: shown, action: planned.action, owner: planned.owner }],
      operations: reading.operations.map(({ operation, handler, file, line }) => ({
        method: operation.method.toUpperCase(),
        path: operation.path,
        operationId: operation.operationId ?? null,
        handler,
        file,
        line,
      })),
      unresolved: reading.unresolved,
    },
    report: { blocks: [...summaryBlocks(run, shown), ...mergeBlocks(run), ...diffBlocks(run, shown)] },
    diagnostics: [...warnings(run), ...drift],
  };
}

function shownPath({ env, output }: SpecRun): string {
  const way = relative(env.cwd, output).replaceAll('\\', '/');
  return way.startsWith('..') ? output : way;
}

const LONGEST_LIST = 200;

function summaryBlocks({ settings, planned, reading }: SpecRun, shown: string): Block[] {
  const would = settings.dryRun || settings.check;
  const verbs = {
    created: would ? 'Would write' : 'Wrote',
    updated: would ? 'Would update' : 'Updated',
    unchanged: 'Unchanged:',
    kept: 'Kept',
    conflict: 'Kept',
  };
  const count = reading.operations.length;
  const lines = reading.operations.map(({ operation, file, line }) => ({
    text: `${operation.method.toUpperCase()} ${operation.path} (${file}:${line})`,
  }));
  const rest = lines.length - LONGEST_LIST;
  const { withBody, withAnswer } = coverage(reading);
  return [
    {
      kind: 'paragraph',
      text: `Read ${count} ${count === 1 ? 'operation' : 'operations'} from ${reading.fileCount} ${reading.fileCount === 1 ? 'file' : 'files'}`,
    },
    { kind: 'list', items: [...lines.slice(0, LONGEST_LIST), ...(rest > 0 ? [{ text: `… ${rest} more` }] : [])] },
    { kind: 'paragraph', text: `${verbs[planned.action]} ${shown}` },
    {
      kind: 'paragraph',
      text: `Bodies of requests known: ${withBody}. Bodies of answers known: ${withAnswer} of ${count}. Not resolved: ${reading.unresolved.length}.`,
    },
  ];
}

function coverage({ operations }: SourceReading): { readonly withBody: number; readonly withAnswer: number } {
  const withBody = operations.filter(({ operation }) => operation.requestBody !== undefined).length;
  const withAnswer = operations.filter(({ operation }) =>
    operation.responses.some(
      ({ status, content }) => /^(?:2|d)/.test(status) && (content.length > 0 || status === '204'),
    ),
  ).length;
  return { withBody, withAnswer };
}

function mergeBlocks({ generated: { merge }, baseFile }: SpecRun): Block[] {
  if (!merge || merge.edits.length === 0) return [];
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['Added', merge.added],
    ['Changed', merge.changed],
    ['Removed, since the code has it no more', merge.removed],
  ];
  return [
    {
      kind: 'paragraph',
      text: `Beside ${baseFile ?? 'the document'}: ${merge.added.length} added, ${merge.changed.length} changed, ${merge.removed.length} removed`,
    },
    { kind: 'list', items: parts.flatMap(([word, names]) => names.map((name) => ({ text: `${word}: ${name}` }))) },
  ];
}

const LONGEST_DIFF = 20_000;

/** With --check, and wherever a document of people's is changed. */
function diffBlocks({ settings, planned }: SpecRun, shown: string): Block[] {
  if (planned.action === 'unchanged' || (!settings.check && planned.before === undefined)) return [];
  if (!settings.check && !settings.dryRun) return [];
  const before = planned.before === undefined ? '/dev/null' : `a/${shown}`;
  const patch = createTwoFilesPatch(before, `b/${shown}`, planned.before ?? '', planned.content, '', '', {
    context: 2,
  });
  const text =
    patch.length > LONGEST_DIFF
      ? `${patch.slice(0, LONGEST_DIFF)}\n… ${patch.length - LONGEST_DIFF} more characters`
      : patch;
  return [{ kind: 'code', language: 'diff', text }];
}

function warnings({ reading, generated }: SpecRun): readonly Diagnostic[] {
  const unresolved = unresolvedWarnings(reading);
  const leftOut = [...generated.leftOut].map(
    ([keyword, count]): Diagnostic => ({
      code: 'SCAF345',
      severity: 'warning',
      message: `OpenAPI 3.0 has no word for ${keyword}; it was left out ${count} ${count === 1 ? 'time' : 'times'}`,
      help: 'use --spec-version 3.1',
    }),
  );
  return [...reading.diagnostics, ...unresolved, ...leftOut];
}

/** One for each place of the code that could not be resolved. */
export function unresolvedWarnings({ unresolved }: SourceReading): readonly Diagnostic[] {
  return unresolved.map(({ reason, file, line }) => ({
    code: reason.startsWith('the file cannot be parsed') ? 'SCAF342' : 'SCAF341',
    severity: 'warning',
    message: reason,
    at: { file, ...(line !== null && { line }) },
  }));
}
