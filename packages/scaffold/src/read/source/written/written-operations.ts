// Routes that people wrote → operations: what their middleware checks, what their handlers answer, what their types say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { HttpMethod, Operation, SecurityScheme } from '../../../model/api-model.js';
import { type DocComment, docCommentAt } from '../doc-comments.js';
import type { FoundRoute } from '../routes/collect-routes.js';
import type { SchemaReading } from '../schemas/schema-reading.js';
import { lineOf, type Place } from '../source-file.js';
import type { SourcedOperation } from '../source-reading.js';
import type { Item } from '../values.js';
import { observeRoute } from './observe-route.js';
import { readParameters, readRequestBody } from './read-request.js';
import { readResponses } from './read-responses.js';
import { securityOf } from './read-security.js';
import { routeWords } from './route-words.js';
import { servesMethod } from './serves-method.js';

export interface WrittenOperations {
  readonly operations: readonly SourcedOperation[];
  readonly schemes: ReadonlyMap<string, SecurityScheme>;
}

export function writtenOperations(reading: SchemaReading, routes: readonly FoundRoute[]): WrittenOperations {
  const schemes = new Map<string, SecurityScheme>();
  const served = routes.filter((route) => servesMethod(reading.machine, route));
  const operations = served.map((route): SourcedOperation => {
    const observed = observeRoute(reading, route);
    const words = routeWords(route);
    const requestBody = readRequestBody(reading, route, observed);
    const comment = commentOf(route);
    const operation: Operation = {
      ...(words.operationId !== undefined && { operationId: words.operationId }),
      method: route.method as HttpMethod,
      path: route.template.path,
      ...(words.tag !== undefined && { tag: words.tag }),
      ...textsOf(words, comment),
      deprecated: words.deprecated || (comment?.tags.has('deprecated') ?? false),
      parameters: readParameters(reading, route, observed),
      ...(requestBody && { requestBody }),
      responses: readResponses(reading, route, observed),
      security: securityOf(route, schemes),
    };
    return { operation, handler: words.handler, isComplete: false, file: route.at.file.shown, line: lineOf(route.at) };
  });
  return { operations, schemes };
}

function textsOf(
  words: { readonly summary?: string; readonly description?: string },
  comment: DocComment | undefined,
): Partial<Operation> {
  const summary = words.summary ?? comment?.text?.split('\n')[0];
  const rest = comment?.text?.split('\n').slice(1).join('\n').trim();
  const description = words.description ?? (rest || comment?.remarks);
  return { ...(summary !== undefined && { summary }), ...(description !== undefined && { description }) };
}

/** The documentation of the handler, or of the line that registers it. */
function commentOf({ at, handlers }: FoundRoute): DocComment | undefined {
  const last: Item | undefined = handlers.at(-1);
  const handler = last?.value.kind === 'closure' ? { file: last.value.file, start: last.value.node.start } : undefined;
  return docCommentAt(lineStart(at)) ?? (handler && (docCommentAt(handler) ?? docCommentAt(lineStart(handler))));
}

/** Where the line of a place begins: `export const list = async () => …` is documented before `export`. */
function lineStart({ file, start }: Place): Place {
  const from = file.text.lastIndexOf('\n', start - 1) + 1;
  const indent = /^\s*/.exec(file.text.slice(from, start))?.[0].length ?? 0;
  return { file, start: from + indent };
}

const manifestSchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  description: z.string().optional(),
});

/** Title, version and description as package.json has them. */
export function projectInfo(root: string): {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
} {
  const { name = 'API', version = '0.0.0', description } = manifestOf(join(root, 'package.json'));
  return { title: name, version, ...(description && { description }) };
}

function manifestOf(path: string): z.output<typeof manifestSchema> {
  try {
    const read = manifestSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return read.success ? read.data : {};
  } catch {
    // A folder without a package.json is a project without a name.
    return {};
  }
}
