// What the readers of the parts of a spec share: where to look references up, where to leave what there is to say.
import type { Effort } from '@senior-backend/core/json-schema/patterns/ambiguity';
import type { Link, NamedSchema, SchemaId } from '../../model/api-model.js';
import type { Library } from './library.js';
import { child, isObject, type SpecNode } from './node.js';
import { type Fault, SpecFault } from './spec-fault.js';

export type Dialect = '2.0' | '3.0' | '3.1' | '3.2';

/** Schemas of 2.0 and 3.0 are a dialect of JSON Schema draft 4, those of 3.1 and 3.2 are JSON Schema 2020-12. */
export function isLegacy({ dialect }: Pick<Reading, 'dialect'>): boolean {
  return dialect === '2.0' || dialect === '3.0';
}

/** What was understood otherwise than written. */
export interface Warning {
  readonly code: 'SCAF201' | 'SCAF202' | 'SCAF203' | 'SCAF204' | 'SCAF205' | 'SCAF410';
  readonly node: SpecNode;
  readonly message: string;
  readonly help?: string;
}

/** The state of one reading. The readers add to it; nobody removes. */
export interface Reading {
  readonly library: Library;
  readonly dialect: Dialect;
  readonly warnings: Warning[];
  /** What makes the spec unusable. Reading goes on, so that all of them are told at once. */
  readonly faults: Fault[];
  readonly schemas: Map<SchemaId, NamedSchema>;
  /** The steps that are left to look for slow patterns: a document of nothing else must not keep us. */
  readonly patternEffort: Effort;
  /** Slow patterns, and how long a text may be for each of them. */
  readonly slowPatterns: Map<string, number>;
  /** Judged when every operation is known. */
  readonly links: { readonly node: SpecNode; readonly link: Link }[];
  /** What waits until references can be followed in the model: schemas to be read, defaults to be judged. */
  readonly pending: (() => void)[];
}

/** The node itself, or what it refers to where it is a reference. */
export function resolved(reading: Reading, node: SpecNode): SpecNode {
  const reference = child(node, '$ref')?.value;
  return typeof reference === 'string' ? reading.library.follow(node, reference) : node;
}

export function warn(
  reading: Reading,
  node: SpecNode,
  message: string,
  code: Warning['code'] = 'SCAF201',
  help?: string,
): void {
  reading.warnings.push({ code, node, message, ...(help && { help }) });
}

/** The node's members where it is an object. Throws SCAF107 for anything else. */
export function objectAt(node: SpecNode, what: string): SpecNode {
  if (isObject(node.value)) return node;
  throw new SpecFault('SCAF107', node, `${what} must be an object`, 'correct the indentation or the value');
}

/** A member that must be a text where it is there; a warning and undefined for anything else. */
export function optionalText(reading: Reading, node: SpecNode, key: string): string | undefined {
  const member = child(node, key);
  if (member === undefined || member.value === null) return undefined;
  if (typeof member.value === 'string') return member.value === '' ? undefined : member.value;
  warn(reading, member, `${key} must be a text`);
  return undefined;
}
