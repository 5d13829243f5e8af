import type { CodeTable } from './codes.js';
import { CORE_CODES } from './codes.js';
import type { Diagnostic, Location } from './diagnostic.js';
import type { ExitCode } from './exit-codes.js';

export interface ErrorDetails {
  readonly message: string;
  readonly at?: Location;
  readonly help?: string;
  readonly cause?: unknown;
  /** Further findings of the same run, shown before the error itself. */
  readonly related?: readonly Diagnostic[];
}

/** The one class of expected errors. Anything else that is thrown is a bug (CORE900). */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly diagnostic: Diagnostic;
  readonly related: readonly Diagnostic[];

  constructor(
    readonly code: string,
    readonly exitCode: ExitCode,
    details: ErrorDetails,
  ) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.diagnostic = {
      code,
      severity: 'error',
      message: details.message,
      ...(details.at && { at: details.at }),
      ...(details.help && { help: details.help }),
    };
    this.related = details.related ?? [];
  }
}

/** The constructor of errors for one table of codes: `throw scaffoldError('SCAF101', { message, at, help })`. */
export function errorsOf<Table extends CodeTable>(
  table: Table,
): (code: keyof Table & string, details: ErrorDetails) => ToolError {
  return (code, details) => new ToolError(code, (table[code] as CodeTable[string]).exitCode, details);
}

export const coreError = errorsOf(CORE_CODES);
