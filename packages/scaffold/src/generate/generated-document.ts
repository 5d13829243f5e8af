import type { Merge } from './merge/merge-base.js';

/** A document made of code, in the form in which it is written. */
export interface GeneratedDocument {
  readonly text: string;
  readonly merge: Merge | undefined;
  /** Keywords that OpenAPI 3.0 has no word for, and how often they were left out. */
  readonly leftOut: ReadonlyMap<string, number>;
}
