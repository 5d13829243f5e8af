import type { ApiModel, SchemaId } from '../../model/api-model.js';

/** The key of each schema in `components.schemas`, whose keys are letters, digits, `.`, `_` and `-` (OpenAPI 3.1.1, 4.8.7). */
export function componentNames({ schemas }: ApiModel): ReadonlyMap<SchemaId, string> {
  const taken = new Set<string>();
  const names = new Map<SchemaId, string>();
  // Names that can stand as they are come first, so that none of them loses its own to one that is made up.
  const inOrder = [...schemas.values()].sort((a, b) => Number(isKey(b.name)) - Number(isKey(a.name)));
  for (const { id, name } of inOrder) {
    const wanted = isKey(name) ? name : name.replace(/[^A-Za-z0-9._-]+/g, '_') || 'Schema';
    let free = wanted;
    for (let count = 2; taken.has(free); count += 1) free = `${wanted}_${count}`;
    taken.add(free);
    names.set(id, free);
  }
  return names;
}

function isKey(name: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(name);
}
