// What several catalogues have in common is kept once: two sides of a comparison are nearly the same, and so are the
// attributes of most columns.
import type { AnyFact, ObjectId, ObjectKind } from '../catalog.js';
import { objectId } from './object-id.js';

type Attributes = AnyFact['attributes'];

export interface CatalogPool {
  /** The attributes that a text stands for; the same object for the same text. */
  attributes(text: string, parse: (text: string) => Attributes): Attributes;
  /** The id and names that a text of names stands for; the same objects for the same text. */
  identity(kind: ObjectKind, text: string): Identity;
  /** The fact of this id in a catalogue that is finished where it has the same content, else this one. */
  fact(fact: AnyFact): AnyFact;
  /** What later catalogues take their facts from. */
  finished(facts: ReadonlyMap<ObjectId, AnyFact>): void;
}

export interface Identity {
  readonly id: ObjectId;
  readonly names: readonly string[];
}

export function createPool(): CatalogPool {
  const byText = new Map<string, Attributes>();
  const identities = new Map<ObjectKind, Map<string, Identity>>();
  let first: ReadonlyMap<ObjectId, AnyFact> = new Map();
  return {
    attributes(text, parse) {
      const known = byText.get(text);
      if (known !== undefined) return known;
      const fresh = parse(text);
      byText.set(unsliced(text), fresh);
      return fresh;
    },
    identity(kind, text) {
      const ofKind = identities.get(kind) ?? new Map<string, Identity>();
      const known = ofKind.get(text);
      if (known !== undefined) return known;
      const names = JSON.parse(text) as readonly string[];
      const fresh = { id: objectId(kind, names), names };
      identities.set(kind, ofKind.set(unsliced(text), fresh));
      return fresh;
    },
    fact(fact) {
      const known = first.get(fact.id);
      return known !== undefined && isSame(known, fact) ? known : fact;
    },
    finished(facts) {
      if (first.size === 0) first = facts;
    },
  };
}

/** A copy: a text that is a slice of its page would keep the page alive. To slice what was put together copies it first. */
function unsliced(text: string): string {
  return ` ${text}`.slice(1);
}

function isSame(a: AnyFact, b: AnyFact): boolean {
  return (
    a.position === b.position &&
    (a.attributes === b.attributes || JSON.stringify(a.attributes) === JSON.stringify(b.attributes)) &&
    a.dependsOn.length === b.dependsOn.length &&
    a.dependsOn.every((id, index) => id === b.dependsOn[index])
  );
}
