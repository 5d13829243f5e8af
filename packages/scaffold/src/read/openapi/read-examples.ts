import type { Examples, Json } from '../../model/api-model.js';
import { child, children, type SpecNode } from './node.js';
import { type Reading, resolved } from './reading.js';

/**
 * The `example` and `examples` of a parameter, a header or a media type (OpenAPI 3.1.1, 4.8.19). An `externalValue` is not
 * fetched; the `dataValue` of 3.2 is the value. Undefined where there are none.
 */
export function readExamples(reading: Reading, node: SpecNode): Examples | undefined {
  const found = new Map<string, Json>();
  const single = child(node, 'example');
  if (single) found.set('example', single.value as Json);
  for (const entry of children(child(node, 'examples'))) {
    const example = resolved(reading, entry);
    const value = child(example, 'value') ?? child(example, 'dataValue');
    if (value) found.set(entry.key, value.value as Json);
  }
  return found.size === 0 ? undefined : found;
}

/** OpenAPI 2.0 has one example a media type of an answer, beside the schema. */
export function readSwaggerExample(response: SpecNode, type: string): Examples | undefined {
  const entry = children(child(response, 'examples')).find(({ key }) => key.toLowerCase().split(';')[0] === type);
  return entry && new Map([['example', entry.value as Json]]);
}
