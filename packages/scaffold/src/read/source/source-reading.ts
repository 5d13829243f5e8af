// What reading source code gives: the model, where each operation stands, and what could not be resolved.
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { ApiModel, Operation } from '../../model/api-model.js';

export interface Unresolved {
  readonly reason: string;
  readonly file: string;
  readonly line: number | null;
}

/** An operation, and where the code registers it. */
export interface SourcedOperation {
  readonly operation: Operation;
  readonly handler: string;
  /** The code says all that there is to say of it, and not only what could be read. */
  readonly isComplete: boolean;
  readonly file: string;
  readonly line: number;
}

export interface SourceReading {
  readonly model: ApiModel;
  readonly operations: readonly SourcedOperation[];
  readonly unresolved: readonly Unresolved[];
  readonly diagnostics: readonly Diagnostic[];
  readonly fileCount: number;
  /** The packages of frameworks that the code imports, sorted. */
  readonly frameworks: readonly string[];
}
