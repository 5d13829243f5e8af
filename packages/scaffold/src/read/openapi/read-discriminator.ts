import type { Discriminator, SchemaId } from '../../model/api-model.js';
import { child, children, isObject, type SpecNode, textOf } from './node.js';
import { named } from './read-schema.js';
import { type Reading, warn } from './reading.js';

/** OpenAPI's discriminator object. Mapping values are references, or bare names of component schemas. */
export function readDiscriminator(reading: Reading, node: SpecNode): Discriminator | undefined {
  const propertyName = isObject(node.value) ? textOf(node, 'propertyName') : undefined;
  if (propertyName === undefined) {
    warn(reading, node, 'discriminator needs a propertyName');
    return undefined;
  }
  const mapping = new Map<string, SchemaId>();
  const mappingNode = child(node, 'mapping');
  for (const entry of children(mappingNode)) {
    if (typeof entry.value !== 'string') continue;
    const isName = /^[\w.-]+$/.test(entry.value) && !/\.(?:json|ya?ml)$/.test(entry.value);
    const target = reading.library.follow(entry, isName ? `#/components/schemas/${entry.value}` : entry.value);
    mapping.set(entry.key, named(reading, target));
  }
  return { propertyName, mapping };
}
