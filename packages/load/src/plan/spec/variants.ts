// Requests of an operation that differ from the plain one in one value: at the edge of its schema, or just over it.
import { type Edge, edgesOf } from './edges.js';
import { type Json, record } from './json.js';
import {
  type ParameterValue,
  parametersOf,
  type Site,
  type SpecRequest,
  samplingOf,
  toParameter,
  type Variants,
} from './sample-request.js';

export interface RequestVariant {
  readonly label: string;
  readonly request: SpecRequest;
  readonly valid: boolean;
}

/** An operation with more edges than these is looked at in this many places. */
const MOST = 100;
/** A longer line is refused by servers and what stands before them, whatever the document says. */
const LONGEST_PARAMETER = 2_000;

export function variantsOf(site: Site, base: SpecRequest, wanted: Variants): readonly RequestVariant[] {
  if (!wanted.boundaries && !wanted.invalid) return [];
  const parameters = parametersOf(site).flatMap((parameter) => parameterVariants(site, base, parameter));
  return [...parameters, ...contentVariants(site, base)]
    .filter(({ valid }) => (valid ? wanted.boundaries : wanted.invalid))
    .slice(0, MOST);
}

function parameterVariants(site: Site, base: SpecRequest, parameter: Json): readonly RequestVariant[] {
  const [place, name] = [String(parameter['in']), String(parameter['name'])];
  if (place === 'cookie') return [];
  const others = base.parameters.filter((other) => other.in !== place || other.name !== name);
  const withValue = (value: ParameterValue): SpecRequest => ({ ...base, parameters: [...others, value] });
  const sent = edgesOf(record(parameter['schema']), samplingOf(site))
    .filter(({ value }) => canBeWritten(value, place))
    .map(({ label, value, valid }) => ({
      label: `${place} ${name}: ${label}`,
      request: withValue(toParameter(parameter, value)),
      valid,
    }));
  const isLeftOut = parameter['required'] === true && place !== 'path';
  const leftOut = { label: `without ${place} ${name}`, request: { ...base, parameters: others }, valid: false };
  return isLeftOut ? [...sent, leftOut] : sent;
}

/** An empty path segment is another path; objects have styles of their own. */
function canBeWritten(value: unknown, place: string): boolean {
  if (typeof value === 'object') return Array.isArray(value) && value.length > 0 && place === 'query';
  const text = String(value);
  return text.length <= LONGEST_PARAMETER && (place !== 'path' || text !== '');
}

function contentVariants(site: Site, base: SpecRequest): readonly RequestVariant[] {
  const { content } = base;
  if (!content) return [];
  // Edges are those of values that are made: examples have none.
  const sampling = { ...samplingOf(site), ignoreExamples: true };
  return edgesOf(content.schema, sampling).map(({ label, value, valid }: Edge) => ({
    label,
    request: { ...base, content: { ...content, value } },
    valid,
  }));
}
