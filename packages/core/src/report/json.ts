import type { Diagnostic, Location } from '../errors/diagnostic.js';
import type { ExitCode } from '../errors/exit-codes.js';

/** The document that `--json` prints: one for each run, also for a run that failed. */
export interface JsonDocument {
  readonly schemaVersion: '1.0';
  readonly tool: { readonly name: string; readonly version: string; readonly node: string };
  readonly ok: boolean;
  readonly exitCode: ExitCode;
  readonly invocation: { readonly argv: readonly string[]; readonly startedAt: string; readonly durationMs: number };
  readonly diagnostics: readonly JsonDiagnostic[];
  readonly data: unknown;
}

export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly location: Omit<Location, 'sourceLine'> | null;
  readonly hint: string | null;
}

export function toJsonDiagnostic(diagnostic: Diagnostic): JsonDiagnostic {
  const { sourceLine: _, ...location } = diagnostic.at ?? { file: '' };
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    location: diagnostic.at ? location : null,
    hint: diagnostic.help ?? null,
  };
}

/**
 * The document as text. Every string, keys too, passes through `redact`, so that a secret cannot hide behind JSON's
 * escapes; lone surrogates become U+FFFD, so that the result is valid UTF-8.
 */
export function renderJson(document: JsonDocument, redact: (text: string) => string): string {
  return renderClean(document, redact);
}

/** Any value as JSON, cleaned as the document is. */
export function renderClean(value: unknown, redact: (text: string) => string): string {
  const clean = (text: string): string => redact(text).toWellFormed();
  return `${JSON.stringify(mapStrings(value, clean), null, 2)}\n`;
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (value === null || typeof value !== 'object') return value;
  // A null prototype keeps a key called __proto__ an ordinary key.
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) result[change(key)] = mapStrings(item, change);
  return result;
}
