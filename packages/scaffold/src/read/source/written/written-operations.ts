// Routes that people wrote → operations.
import type { HttpMethod, Operation, SecurityScheme } from '../../../model/api-model.js';
import type { SourcedOperation } from '../read-source.js';
import type { FoundRoute } from '../routes/collect-routes.js';
import type { SchemaReading } from '../schemas/schema-reading.js';
import { lineOf } from '../source-file.js';

export interface WrittenOperations {
  readonly operations: readonly SourcedOperation[];
  readonly schemes: ReadonlyMap<string, SecurityScheme>;
  readonly title: string;
  readonly version: string;
}

export function writtenOperations(_reading: SchemaReading, routes: readonly FoundRoute[]): WrittenOperations {
  const operations = routes.map((route): SourcedOperation => {
    const operation: Operation = {
      method: route.method as HttpMethod,
      path: route.template.path,
      deprecated: false,
      parameters: route.template.parameters.map(({ name, pattern }) => ({
        name,
        in: 'path',
        required: true,
        style: 'simple',
        explode: false,
        schema: { types: ['string'], ...(pattern !== undefined && { pattern }) },
      })),
      responses: [{ status: 'default', headers: [], content: [] }],
      security: [],
    };
    return { operation, handler: '', isComplete: false, file: route.at.file.shown, line: lineOf(route.at) };
  });
  return { operations, schemes: new Map(), title: 'API', version: '0.0.0' };
}
