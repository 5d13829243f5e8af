/** The parts of a primary or unique key, as `pg_get_constraintdef` prints it, each with the space before it. */
export interface KeyDefinition {
  readonly word: string;
  /** ` NULLS NOT DISTINCT` */
  readonly distinct: string;
  /** `(a, b)` */
  readonly columns: string;
  readonly include: string;
  readonly storage: string;
  readonly deferral: string;
}

const KEY =
  /^(PRIMARY KEY|UNIQUE)( NULLS NOT DISTINCT)? (\([^()]*\))( INCLUDE \([^()]*\))?( WITH \([^()]*\))?((?: DEFERRABLE)?(?: INITIALLY DEFERRED)?)$/;

/** Undefined for what a plain unique index cannot stand for. */
export function readKey(definition: string): KeyDefinition | undefined {
  const key = KEY.exec(definition);
  if (!key || / WITHOUT OVERLAPS\)/.test(definition)) return undefined;
  const [, word = '', distinct = '', columns = '', include = '', storage = '', deferral = ''] = key;
  return { word, distinct, columns, include, storage, deferral };
}
