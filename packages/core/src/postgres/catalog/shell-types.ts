// A base type stands on functions that speak of it: they are made over a shell of the same name, and the type fills it.
import type { AnyFact, Catalog, Fact } from '../catalog.js';
import { isKind, objectId } from './object-id.js';

/** The same facts, in which the functions of a base type stand on its shell, and the type on both. */
export function overShells(facts: Catalog['facts']): Catalog['facts'] {
  const types = [...facts.values()].filter((fact) => isKind(fact, 'baseType'));
  if (types.length === 0) return facts;
  const changed = new Map(facts);
  for (const type of types) {
    const shell = objectId('shellType', type.names);
    const { input, output, receive, send, modifierInput, modifierOutput, analyze, subscript } = type.attributes;
    const own = new Set([input, output, receive, send, modifierInput, modifierOutput, analyze, subscript]);
    changed.set(type.id, { ...type, dependsOn: [...type.dependsOn, shell] });
    for (const id of type.dependsOn) {
      const fact = changed.get(id);
      if (isKind(fact, 'function') && own.has(nameOf(fact))) changed.set(id, standingOn(fact, type.id, shell));
    }
  }
  return changed;
}

function nameOf({ names }: AnyFact): string {
  return objectId('function', names.slice(0, 2)).slice('function:'.length);
}

function standingOn(fact: Fact<'function'>, type: string, shell: string): Fact<'function'> {
  return { ...fact, dependsOn: fact.dependsOn.map((id) => (id === type ? shell : id)) };
}
