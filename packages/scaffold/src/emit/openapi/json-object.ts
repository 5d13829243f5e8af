import type { Json } from '../../model/api-model.js';

export type JsonObject = { readonly [key: string]: Json };

/** The members that are there, in the order in which they are written. */
export function objectOf(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  const present = Object.entries(members).filter((member): member is [string, Json] => member[1] !== undefined);
  // Not by assignment: a member may be called __proto__.
  return Object.fromEntries(present);
}
