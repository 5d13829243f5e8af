// The names of schemas in other files: those under which the document lists them, where it does.
import type { NamedSchema, SchemaId } from '../../model/api-model.js';

/**
 * A component that is nothing but a reference into another file gives that schema its name, and is no schema of its own:
 * everything that refers to it was followed to its end. Of two such names for one schema the second stays an alias.
 */
export function nameByComponents(
  schemas: ReadonlyMap<SchemaId, NamedSchema>,
  components: ReadonlySet<SchemaId>,
): Map<SchemaId, NamedSchema> {
  const named = new Map(schemas);
  const given = new Set<SchemaId>(components);
  for (const id of components) {
    const alias = schemas.get(id);
    const target = alias && targetOf(alias);
    const schema = target === undefined || given.has(target) ? undefined : schemas.get(target);
    if (!alias || !schema) continue;
    given.add(schema.id);
    named.set(schema.id, { ...schema, name: alias.name });
    named.delete(id);
  }
  return named;
}

function targetOf({ schema }: NamedSchema): SchemaId | undefined {
  return typeof schema === 'object' && Object.keys(schema).length === 1 ? schema.ref : undefined;
}
