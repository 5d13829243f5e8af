import type { Discriminator, SchemaId } from '../../model/api-model.js';
import { child, children, isObject, type SpecNode, textOf } from './node.js';
import { named } from './read-schema.js';
import { type Reading, warn } from './reading.js';
import { SpecFault } from './spec-fault.js';

/** OpenAPI's discriminator object. Mapping values are references, or bare names of component schemas. */
export function readDiscriminator(reading: Reading, node: SpecNode): Discriminator | undefined {
  const propertyName = isObject(node.value) ? textOf(node, 'propertyName') : undefined;
  if (propertyName === undefined) {
    warn(reading, node, 'discriminator needs a propertyName');
    return undefined;
  }
  const fallback = child(node, 'defaultMapping');
  if (fallback)
    warn(reading, fallback, 'defaultMapping is not read: a value that the mapping does not have is refused');
  const mapping = new Map<string, SchemaId>();
  const mappingNode = child(node, 'mapping');
  for (const entry of children(mappingNode)) {
    if (typeof entry.value !== 'string') continue;
    const isName = /^[\w.-]+$/.test(entry.value) && !/\.(?:json|ya?ml)$/.test(entry.value);
    const target = targetOf(reading, entry, isName ? `#/components/schemas/${entry.value}` : entry.value);
    if (target) mapping.set(entry.key, named(reading, target));
  }
  return { propertyName, mapping };
}

/** A mapping is a hint: one that points at nothing is said and left out. One that leaves the folder is refused all the same. */
function targetOf(reading: Reading, entry: SpecNode, reference: string): SpecNode | undefined {
  try {
    return reading.library.follow(entry, reference);
  } catch (error) {
    if (!(error instanceof SpecFault) || error.code !== 'SCAF103') throw error;
    warn(reading, entry, `${error.message}; the value "${entry.key}" is not told apart`);
    return undefined;
  }
}
