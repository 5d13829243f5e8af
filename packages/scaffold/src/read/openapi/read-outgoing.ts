// What an API sends: webhooks, and the callbacks of an operation.
import type { OutgoingRequest, PathMethod, SecurityScheme } from '../../model/api-model.js';
import { isPathMethod } from '../../model/http-methods.js';
import { child, children, type SpecNode } from './node.js';
import { readOperation } from './read-operation.js';
import { objectAt, type Reading, resolved } from './reading.js';
import { orElse } from './spec-fault.js';

export interface OutgoingSource {
  readonly reading: Reading;
  readonly root: SpecNode;
  readonly securitySchemes: Map<string, SecurityScheme>;
}

export function readWebhooks(source: OutgoingSource): readonly OutgoingRequest[] {
  return children(child(source.root, 'webhooks')).flatMap((entry) => readItem(source, entry, entry.key, entry.key));
}

/** `callbacks: { onData: { '{$request.body#/url}': { post: … } } }` */
export function readCallbacks(source: OutgoingSource, operation: SpecNode): readonly OutgoingRequest[] {
  return children(child(operation, 'callbacks')).flatMap((entry) =>
    orElse<readonly OutgoingRequest[]>(source.reading, [], () => {
      const callback = objectAt(resolved(source.reading, entry), `the callback ${entry.key}`);
      return children(callback)
        .filter(({ key }) => !key.startsWith('x-'))
        .flatMap((item) => readItem(source, item, entry.key, item.key));
    }),
  );
}

function readItem(source: OutgoingSource, entry: SpecNode, name: string, path: string): readonly OutgoingRequest[] {
  return orElse<readonly OutgoingRequest[]>(source.reading, [], () => {
    const item = objectAt(resolved(source.reading, entry), name);
    const members = children(item).filter(({ key }) => isPathMethod(key));
    return members.map((member) => {
      const node = resolved(source.reading, member);
      // What stands in braces is an expression, and no parameter of a path.
      const made = readOperation({ ...source, item, path: '', method: member.key as PathMethod, node });
      return { name, operation: { ...made, path, security: [] } };
    });
  });
}
