// What several catalogues have in common is kept once: two sides of a comparison are nearly the same, and so are the
// attributes of most columns.
import type { AnyFact, ObjectId } from '../catalog.js';

type Attributes = AnyFact['attributes'];

export interface CatalogPool {
  /** The attributes that a text stands for; the same object for the same text. */
  attributes(text: string, parse: (text: string) => Attributes): Attributes;
  /** What stands for an id, with the names that it was first given with. */
  identity(id: ObjectId, names: readonly string[]): Identity;
  /** The first fact of this id where it has the same content, else this one. */
  fact(fact: AnyFact): AnyFact;
}

export interface Identity {
  readonly id: ObjectId;
  readonly names: readonly string[];
}

export function createPool(): CatalogPool {
  const byText = new Map<string, Attributes>();
  const byId = new Map<ObjectId, Identity & { fact: AnyFact | undefined }>();
  const entry = (id: ObjectId, names: readonly string[]): Identity & { fact: AnyFact | undefined } => {
    const known = byId.get(id);
    if (known !== undefined) return known;
    const fresh = { id, names, fact: undefined };
    byId.set(id, fresh);
    return fresh;
  };
  return {
    attributes(text, parse) {
      const known = byText.get(text);
      if (known !== undefined) return known;
      const fresh = parse(text);
      // A copy: the text is a slice of its page, and would keep the page alive.
      byText.set(Buffer.from(text).toString(), fresh);
      return fresh;
    },
    identity: entry,
    fact(fact) {
      const own = entry(fact.id, fact.names);
      own.fact ??= fact;
      return isSame(own.fact, fact) ? own.fact : fact;
    },
  };
}

function isSame(a: AnyFact, b: AnyFact): boolean {
  return (
    a.position === b.position &&
    (a.attributes === b.attributes || JSON.stringify(a.attributes) === JSON.stringify(b.attributes)) &&
    a.dependsOn.length === b.dependsOn.length &&
    a.dependsOn.every((id, index) => id === b.dependsOn[index])
  );
}
