import type { HttpMethod, Operation, Parameter, RequestBody, Response, SecurityScheme } from '../../model/api-model.js';
import { child, children, type SpecNode, textOf } from './node.js';
import { readContent, readHeader } from './read-content.js';
import { readLinks } from './read-links.js';
import { isReadable, readParameter } from './read-parameter.js';
import { readRequirements } from './read-security.js';
import { isSwaggerBody, readSwaggerBody, readSwaggerContent } from './read-swagger.js';
import { objectAt, optionalText, type Reading, resolved, warn } from './reading.js';
import { orElse } from './spec-fault.js';

interface OperationSource {
  readonly reading: Reading;
  readonly root: SpecNode;
  readonly securitySchemes: Map<string, SecurityScheme>;
  readonly item: SpecNode;
  readonly path: string;
  readonly method: HttpMethod;
  readonly node: SpecNode;
}

export function readOperation({
  reading,
  root,
  securitySchemes,
  item,
  path,
  method,
  node,
}: OperationSource): Operation {
  objectAt(node, `the operation ${method.toUpperCase()} ${path}`);
  const operationId = optionalText(reading, node, 'operationId');
  const summary = textOf(node, 'summary');
  const description = textOf(node, 'description');
  const isSwagger = reading.dialect === '2.0';
  const requestBody = orElse(reading, undefined, () =>
    isSwagger ? readSwaggerBody(reading, root, item, node) : readRequestBody(reading, node),
  );
  const tags = children(child(node, 'tags')).flatMap(({ value }) =>
    typeof value === 'string' && value.trim() !== '' ? [value] : [],
  );
  const tag = (reading.dialect === '3.2' ? tags.find((name) => isGroup(root, name)) : undefined) ?? tags[0];
  return {
    ...(operationId !== undefined && { operationId }),
    method,
    path,
    ...(tag !== undefined && { tag }),
    ...(summary && { summary }),
    ...(description && { description }),
    deprecated: child(node, 'deprecated')?.value === true,
    parameters: readParameters(reading, item, node, path),
    ...(requestBody && { requestBody }),
    responses: readResponses(reading, root, node),
    security: readRequirements(reading, securitySchemes, child(node, 'security') ?? child(root, 'security')),
  };
}

/** Tags of 3.2 that say something else than where an operation belongs have a kind: `badge`, `audience`. */
function isGroup(root: SpecNode, name: string): boolean {
  const tag = children(child(root, 'tags')).find((entry) => textOf(entry, 'name') === name);
  return tag === undefined || (textOf(tag, 'kind') ?? 'nav') === 'nav';
}

/** The operation's own parameters win over those of the path with the same name and place; every path parameter is there. */
function readParameters(reading: Reading, item: SpecNode, node: SpecNode, path: string): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  for (const holder of [item, node]) {
    for (const entry of children(child(holder, 'parameters'))) {
      const parameter = orElse(reading, undefined, () => readEntry(reading, entry));
      if (!parameter) continue;
      // Header names know no case, and three of them are said elsewhere (OpenAPI 3.1.1, parameter object).
      const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name;
      if (parameter.in === 'header' && ['accept', 'content-type', 'authorization'].includes(name)) continue;
      found.set(`${parameter.in} ${name}`, parameter);
    }
  }
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
  for (const [key, parameter] of found) {
    if (parameter.in !== 'path' || names.includes(parameter.name)) continue;
    warn(reading, node, `the path ${path} has no {${parameter.name}}; the parameter is left out`);
    found.delete(key);
  }
  for (const name of names) {
    if (found.has(`path ${name}`)) continue;
    warn(reading, node, `the path parameter {${name}} is declared nowhere; it is taken for a text`);
    found.set(`path ${name}`, {
      name,
      in: 'path',
      required: true,
      style: 'simple',
      explode: false,
      schema: { types: ['string'] },
    });
  }
  return [...found.values()];
}

/** Undefined for what is no parameter in the sense of 3.x, or none at all. */
function readEntry(reading: Reading, entry: SpecNode): Parameter | undefined {
  const target = resolved(reading, entry);
  return isSwaggerBody(reading, target) || !isReadable(reading, target) ? undefined : readParameter(reading, target);
}

function readRequestBody(reading: Reading, node: SpecNode): RequestBody | undefined {
  const entry = child(node, 'requestBody');
  if (entry === undefined) return undefined;
  const body = objectAt(resolved(reading, entry), 'requestBody');
  const content = readContent(reading, child(body, 'content'));
  if (content.length === 0) return undefined;
  const description = textOf(body, 'description');
  return { required: child(body, 'required')?.value === true, content, ...(description && { description }) };
}

function readResponses(reading: Reading, root: SpecNode, node: SpecNode): readonly Response[] {
  return children(child(node, 'responses')).flatMap((entry) => {
    if (entry.key.startsWith('x-')) return [];
    const status = entry.key === 'default' ? 'default' : entry.key.toUpperCase();
    if (!/^(?:default|[1-5](?:XX|\d\d))$/.test(status)) {
      warn(
        reading,
        entry,
        `${JSON.stringify(entry.key)} is no status of a response`,
        'SCAF201',
        'write a status such as "200", "4XX" or default',
      );
      return [];
    }
    return orElse<readonly Response[]>(reading, [], () => [readResponse(reading, root, node, entry, status)]);
  });
}

function readResponse(
  reading: Reading,
  root: SpecNode,
  operation: SpecNode,
  entry: SpecNode,
  status: string,
): Response {
  const response = objectAt(resolved(reading, entry), `the response ${entry.key}`);
  const description = textOf(response, 'description');
  const links = readLinks(reading, response);
  return {
    status,
    ...(description && { description }),
    headers: children(child(response, 'headers')).flatMap((header) =>
      orElse(reading, [], () => readHeader(reading, header)),
    ),
    content:
      reading.dialect === '2.0'
        ? readSwaggerContent(reading, root, operation, response)
        : readContent(reading, child(response, 'content')),
    ...(links.length > 0 && { links }),
  };
}
