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

/**
 * Any value as JSON, cleaned as the document is. Cleaned while it is written: a cleaned copy of a large document would be
 * held beside it and beside its text.
 */
export function renderClean(value: unknown, redact: (text: string) => string): string {
  const clean = (text: string): string => redact(text).toWellFormed();
  // The same few keys come again in each of thousands of entries.
  const knownKeys = new Map<string, string>();
  const cleanKey = (key: string): string => {
    const known = knownKeys.get(key) ?? clean(key);
    knownKeys.set(key, known);
    return known;
  };
  const replace = (_: string, item: unknown): unknown => {
    if (typeof item === 'string') return clean(item);
    if (typeof item === 'bigint') return item.toString();
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return item;
    return Object.keys(item).every((key) => cleanKey(key) === key) ? item : withCleanKeys(item, cleanKey);
  };
  return `${JSON.stringify(value, replace, 2)}\n`;
}

function withCleanKeys(item: object, cleanKey: (key: string) => string): object {
  // A null prototype keeps a key called __proto__ an ordinary key.
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(item)) result[cleanKey(key)] = value;
  return result;
}
