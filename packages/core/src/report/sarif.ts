// Findings as SARIF 2.1.0 (OASIS, 2020), which GitHub code scanning, GitLab, Azure DevOps and editors read.
import type { CodeTable } from '../errors/codes.js';
import type { Diagnostic, Location } from '../errors/diagnostic.js';
import { renderClean } from './json.js';

export interface SarifRun {
  readonly tool: { readonly name: string; readonly version: string };
  /** Titles and explanations of the codes; those that occur become the rules of the document. */
  readonly codes: CodeTable;
  readonly exitCode: number;
  readonly startedAt: Date;
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** Section 3.27.10: what SARIF calls the three severities. */
const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

export function renderSarif(
  diagnostics: readonly Diagnostic[],
  run: SarifRun,
  redact: (text: string) => string,
): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const document = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: run.tool.name, version: run.tool.version, rules: codes.map((code) => rule(code, run.codes)) },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            // Findings are what a run is for: it failed only where it ended with another code than 0 and 1 (3.20.14).
            executionSuccessful: run.exitCode <= 1,
            exitCode: run.exitCode,
            startTimeUtc: run.startedAt.toISOString(),
          },
        ],
        results: diagnostics.map((diagnostic) => result(diagnostic, codes)),
      },
    ],
  };
  return renderClean(document, redact);
}

function rule(id: string, codes: CodeTable) {
  const entry = Object.hasOwn(codes, id) ? codes[id] : undefined;
  return {
    id,
    ...(entry && { shortDescription: { text: entry.title }, fullDescription: { text: entry.explanation } }),
  };
}

function result({ code, severity, message, help, at }: Diagnostic, codes: readonly string[]) {
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: help === undefined ? message : `${message}\n${help}` },
    ...(at && { locations: [{ physicalLocation: physical(at) }] }),
  };
}

/** Section 3.29. A place without a line is the whole file. */
function physical(at: Location) {
  const { file, line, column, endLine, endColumn, sourceLine } = at;
  const region = line !== undefined && {
    region: {
      startLine: line,
      ...(column !== undefined && { startColumn: column }),
      ...(endLine !== undefined && { endLine }),
      ...(endColumn !== undefined && { endColumn }),
      ...(sourceLine !== undefined && { snippet: { text: sourceLine } }),
    },
  };
  return { artifactLocation: artifact(file), ...region };
}

/** A path below the current folder is relative to the root of the sources, wherever the reader has them. */
function artifact(file: string): { readonly uri: string; readonly uriBaseId?: string } {
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  if (/^[A-Za-z]:/.test(file)) return { uri: `file:///${path.replace('%3A', ':')}` };
  return file.startsWith('/') ? { uri: `file://${path}` } : { uri: path, uriBaseId: '%SRCROOT%' };
}
