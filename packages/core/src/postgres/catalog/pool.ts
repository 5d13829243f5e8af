// What several catalogues have in common is kept once: two sides of a comparison are nearly the same, and so are the
// attributes of most columns.
import type { AnyFact, ObjectId, ObjectKind } from '../catalog.js';
import { objectId } from './object-id.js';

type Attributes = AnyFact['attributes'];

export interface CatalogPool {
  /** The attributes that a text stands for; the same object for the same text. */
  attributes(text: string, parse: (text: string) => Attributes): Attributes;
  /** The id and names that a text of names stands for; where another catalogue has them, the same objects. */
  identity(kind: ObjectKind, text: string): Identity;
  /** The first fact of this id where it has the same content, else this one. */
  fact(fact: AnyFact): AnyFact;
}

export interface Identity {
  readonly id: ObjectId;
  readonly names: readonly string[];
}

export function createPool(): CatalogPool {
  const byText = new Map<string, Attributes>();
  const facts = new Map<ObjectId, AnyFact>();
  return {
    attributes(text, parse) {
      const known = byText.get(text);
      if (known !== undefined) return known;
      const fresh = parse(text);
      byText.set(unsliced(text), fresh);
      return fresh;
    },
    identity(kind, text) {
      const names = JSON.parse(text) as readonly string[];
      const id = objectId(kind, names);
      const known = facts.get(id);
      return known === undefined ? { id, names } : { id: known.id, names: known.names };
    },
    fact(fact) {
      const known = facts.get(fact.id);
      if (known === undefined) facts.set(fact.id, fact);
      return known !== undefined && isSame(known, fact) ? known : fact;
    },
  };
}

/** A copy: a text that is a slice of its page would keep the page alive. */
function unsliced(text: string): string {
  return Buffer.from(text).toString();
}

function isSame(a: AnyFact, b: AnyFact): boolean {
  return (
    a.position === b.position &&
    (a.attributes === b.attributes || JSON.stringify(a.attributes) === JSON.stringify(b.attributes)) &&
    a.dependsOn.length === b.dependsOn.length &&
    a.dependsOn.every((id, index) => id === b.dependsOn[index])
  );
}
