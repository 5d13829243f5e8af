// The plain request of an operation: examples and defaults where the document has them, else the smallest values that fit.
import { type Sampling, sampleSchema } from '@senior-backend/core/json-schema/sample-schema';
import type { Step } from '../../model/traffic.js';
import { resolveRef } from '../../wire/resolve-ref.js';
import { type Json, list, record } from './json.js';

export interface SpecContext {
  readonly base: string;
  readonly headers: Step['headers'];
  readonly seed: number;
  /** What is sent beside the plain request of each operation. */
  readonly variants: Variants;
}

export interface Variants {
  /** Values at the edges of the schemas. */
  readonly boundaries: boolean;
  /** Values just over them, which must be refused. */
  readonly invalid: boolean;
}

/** An operation, and what it takes to make requests of it. */
export interface Site {
  readonly document: Json;
  readonly path: string;
  readonly method: string;
  /** The path item. */
  readonly shared: Json;
  readonly operation: Json;
  readonly random: () => number;
  readonly context: SpecContext;
}

export interface SpecRequest {
  readonly parameters: readonly ParameterValue[];
  readonly content: SpecContent | undefined;
}

export interface ParameterValue {
  readonly in: string;
  readonly name: string;
  readonly value: string;
}

/** JSON, before it is written. */
export interface SpecContent {
  readonly type: string;
  readonly value: unknown;
  readonly schema: unknown;
}

/** Required parameters (path parameters always are) and required members only. */
export function sampleRequest(site: Site): SpecRequest {
  const required = parametersOf(site).filter(
    (parameter) => parameter['required'] === true || parameter['in'] === 'path',
  );
  return { parameters: required.map((parameter) => sampleParameter(site, parameter)), content: contentOf(site) };
}

/** Those of the operation replace those of its path. */
export function parametersOf({ document, shared, operation }: Site): readonly Json[] {
  const found = new Map<string, Json>();
  for (const raw of [...list(shared['parameters']), ...list(operation['parameters'])]) {
    const parameter = record(resolveRef(document, raw));
    found.set(`${String(parameter['in'])} ${String(parameter['name'])}`, parameter);
  }
  return [...found.values()];
}

export function samplingOf({ document, random }: Site): Sampling {
  return { random, resolve: (value) => resolveRef(document, value), omit: 'readOnly' };
}

function sampleParameter(site: Site, parameter: Json): ParameterValue {
  const example = parameter['example'] ?? firstExample(site.document, parameter['examples']);
  const value = example ?? sampleSchema(record(parameter['schema']), samplingOf(site));
  return toParameter(parameter, value);
}

export function toParameter(parameter: Json, value: unknown): ParameterValue {
  return { in: String(parameter['in']), name: String(parameter['name']), value: printable(value) };
}

/** The JSON content of a request, or its first example of another type. */
function contentOf(site: Site): SpecContent | undefined {
  const { document, operation } = site;
  const content = record(record(resolveRef(document, operation['requestBody']))['content']);
  const type = Object.keys(content).find((name) => /[/+]json(?:;|$)/.test(name));
  if (type === undefined) return undefined;
  const media = record(content[type]);
  const example = media['example'] ?? firstExample(document, media['examples']);
  const schema = record(media['schema']);
  return { type, schema, value: example ?? sampleSchema(schema, samplingOf(site)) };
}

function firstExample(document: Json, examples: unknown): unknown {
  const [first] = Object.values(record(examples));
  return record(resolveRef(document, first))['value'];
}

function printable(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : Array.isArray(value)
        ? value.map(String).join(',')
        : JSON.stringify(value ?? '');
  return text.replace(/[^\x20-\x7e]/g, '');
}
