// Values of a schema: an example of the document that fits, else one that is made from the schema until it fits.
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { sampleSchema } from '@senior-backend/core/json-schema/sample-schema';
import { componentNames } from '../emit/openapi/component-names.js';
import { type SchemaContext, schemaJson } from '../emit/openapi/schema-json.js';
import type { ApiModel, Examples, Json, Schema } from '../model/api-model.js';
import type { Direction } from '../plan/api-plan.js';

export interface Sampler {
  /**
   * A value that `fits`, the same one for the same `key`. With `ignoreExamples` it is never one of the document's. Undefined
   * where none was found in forty draws: the schema contradicts itself, or asks for what cannot be drawn.
   */
  sample(order: SampleOrder): { readonly value: unknown } | undefined;
}

export interface SampleOrder {
  readonly key: string;
  readonly schema: Schema;
  readonly examples?: Examples | undefined;
  readonly ignoreExamples?: boolean;
  /** Where the value travels; an answer where nothing is said. A request holds what is required and no more. */
  readonly direction?: Direction;
  readonly fits: (value: unknown) => boolean;
  /** Called with the name of each example that does not fit. */
  readonly refused?: (name: string) => void;
}

const DRAWS = 40;
/** About so many optional members make an answer that shows what there is, and can still be read. */
const OPTIONAL_MEMBERS = 60;

export function createSampler(model: ApiModel, seed: number): Sampler {
  const context: SchemaContext = { names: componentNames(model) };
  const resolve = referencesOf(model, context);
  return {
    sample({ key, schema, examples, ignoreExamples = false, direction = 'response', fits, refused }) {
      if (!ignoreExamples) {
        for (const [name, value] of examples ?? []) {
          if (fits(value)) return { value };
          refused?.(name);
        }
      }
      const json = schemaJson(context, schema);
      for (let draw = 0; draw < DRAWS; draw += 1) {
        const value = sampleSchema(json, {
          random: seededRandom(hash(`${seed} ${key} ${draw}`)),
          resolve,
          omit: direction === 'response' ? 'writeOnly' : 'readOnly',
          optionalMembers: direction === 'request' || draw % 3 === 2 ? 0 : OPTIONAL_MEMBERS,
          ignoreExamples: ignoreExamples || draw > 0,
        });
        if (fits(value)) return { value };
      }
      return undefined;
    },
  };
}

/** `#/components/schemas/User` → its schema, written as JSON when it is first asked for. */
function referencesOf(model: ApiModel, context: SchemaContext): (value: unknown) => unknown {
  const schemas = new Map(
    [...model.schemas.values()].map(({ id, schema }) => [`#/components/schemas/${context.names.get(id)}`, schema]),
  );
  const written = new Map<string, Json>();
  return (value) => {
    const reference = (value as { readonly $ref?: unknown } | null)?.$ref;
    const schema = typeof reference === 'string' ? schemas.get(reference) : undefined;
    if (typeof reference !== 'string' || schema === undefined) return value;
    const json = written.get(reference) ?? schemaJson(context, schema);
    written.set(reference, json);
    return json;
  };
}

/** FNV-1a (Fowler, Noll, Vo), 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
