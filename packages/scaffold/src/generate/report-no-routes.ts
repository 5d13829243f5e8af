// What a run of --generate-spec has to say that found no route at all: why, and each place that may be one.

import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { Outcome } from '@senior-backend/core/tool/tool';
import type { SourceReading } from '../read/source/source-reading.js';
import { unresolvedWarnings } from './report-spec.js';

/** Nothing is written: exit code 3. */
export function reportNoRoutes(target: string, reading: SourceReading): Outcome {
  const error: Diagnostic = {
    code: 'SCAF340',
    severity: 'error',
    message: `no route of Express, Fastify, Koa or Hono was found in ${target}: ${reasonOf(reading)}`,
    help: 'name the folder of the routes, or the file that creates the app',
  };
  return {
    exitCode: 3,
    data: { files: [], operations: [], unresolved: reading.unresolved },
    report: { blocks: [] },
    diagnostics: [...reading.diagnostics, ...unresolvedWarnings(reading), error],
  };
}

function reasonOf({ fileCount, unresolved, frameworks }: SourceReading): string {
  const files = fileCount === 1 ? 'its one file' : `its ${fileCount} files`;
  const { length } = unresolved;
  if (fileCount === 0 && length === 0) return 'it has no source file';
  if (length > 0) return length === 1 ? 'one place could not be resolved' : `${length} places could not be resolved`;
  if (frameworks.length === 0) return `${files} ${fileCount === 1 ? 'imports' : 'import'} none of them`;
  return `${files} use ${frameworks.join(' and ')}, and nothing that could be seen registers a route`;
}
