// A discriminator tells objects apart; null has no property to look at.
import type { Schema, SchemaObject } from '../../model/api-model.js';

type Alternatives = 'oneOf' | 'anyOf';
type Keywords = { -readonly [Key in Alternatives | 'discriminator']?: SchemaObject[Key] };

/** Where null stands among the schemas of a discriminator, it is put beside the union of the others. */
export function nullBesideCases(into: Keywords): void {
  const { discriminator } = into;
  if (!discriminator) return;
  for (const key of ['oneOf', 'anyOf'] as const) {
    const members = into[key];
    const others = members?.filter((member) => !isNull(member));
    if (!members || !others || others.length === 0 || others.length === members.length) continue;
    into[key] = [{ [key]: others, discriminator }, { types: ['null'] }];
    delete into.discriminator;
    return;
  }
}

function isNull(schema: Schema): boolean {
  return typeof schema === 'object' && schema.types?.join() === 'null';
}
