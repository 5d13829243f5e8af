// One wrong value for each constraint that a valid value meets, with the name of the field that must be refused.
import { type ApiDocument, type Json, list, record } from './document.js';

export interface Violation {
  readonly value: unknown;
  /** `items[0].price`; empty for the value itself. */
  readonly field: string;
  readonly keyword: string;
}

const DEEPEST = 4;

/** Through references, allOf, properties and the first item; not into alternatives, where more than one field may be to blame. */
export function violationsOf(document: ApiDocument, schema: unknown, value: unknown, depth = 0): readonly Violation[] {
  if (depth > DEEPEST) return [];
  const found: Violation[] = [];
  for (const part of partsOf(document, schema)) {
    for (const [keyword, wrong] of wrongValues(part, value)) found.push({ value: wrong, field: '', keyword });
    found.push(...missingMembers(document, part, value));
    for (const [name, inner] of Object.entries(record(part['properties']))) {
      const held = record(value);
      if (!Object.hasOwn(held, name) || document.resolve(inner)['readOnly'] === true) continue;
      for (const below of violationsOf(document, inner, held[name], depth + 1))
        found.push({
          ...below,
          value: { ...held, [name]: below.value },
          field: below.field.startsWith('[') || below.field === '' ? name + below.field : `${name}.${below.field}`,
        });
    }
    if (Array.isArray(value) && value.length > 0 && part['items'] !== undefined) {
      for (const below of violationsOf(document, part['items'], value[0], depth + 1)) {
        const tail = below.field === '' || below.field.startsWith('[') ? below.field : `.${below.field}`;
        found.push({ ...below, value: [below.value, ...value.slice(1)], field: `[0]${tail}` });
      }
    }
  }
  return found;
}

function partsOf(document: ApiDocument, schema: unknown, depth = 0): readonly Json[] {
  if (depth > 8) return [];
  const raw = record(schema);
  const target = raw['$ref'] === undefined ? raw : document.resolve(raw);
  const own = raw['$ref'] === undefined || document.isLegacy ? [] : [raw];
  return [target, ...own].flatMap((part) => [
    part,
    ...list(part['allOf']).flatMap((inner) => partsOf(document, inner, depth + 1)),
  ]);
}

function missingMembers(document: ApiDocument, part: Json, value: unknown): readonly Violation[] {
  const held = record(value);
  if (value !== held) return [];
  return list(part['required']).flatMap((name) => {
    const isReadOnly = document.resolve(record(part['properties'])[String(name)])['readOnly'] === true;
    if (isReadOnly || !Object.hasOwn(held, String(name))) return [];
    const { [String(name)]: _, ...rest } = held;
    return [{ value: rest, field: String(name), keyword: 'required' }];
  });
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'no uuid',
  date: '2026-13-45',
  'date-time': 'yesterday',
  email: 'nobody',
  ipv4: '1.2.3.256',
  ipv6: 'x::y',
};

function wrongValues(schema: Json, value: unknown): readonly (readonly [string, unknown])[] {
  const wrong: [string, unknown][] = [];
  const add = (keyword: string, make: () => unknown): void => {
    if (schema[keyword] !== undefined) wrong.push([keyword, make()]);
  };
  add('type', () => (typeof value === 'object' ? 'a text' : typeof value === 'string' ? { a: 1 } : 'a text'));
  add('enum', () => (typeof value === 'number' ? 987_654_321 : 'none of these'));
  if (typeof value === 'string') {
    const length = Number(schema['minLength']);
    if (length > 0) add('minLength', () => value.slice(0, length - 1));
    if (Number(schema['maxLength']) < 100_000)
      add('maxLength', () => value.padEnd(Number(schema['maxLength']) + 1, 'x'));
    add('pattern', () => '\u0001');
    const format = FORMATS[String(schema['format'])];
    if (format !== undefined) add('format', () => format);
  }
  if (typeof value === 'number') {
    add('minimum', () => Number(schema['minimum']) - 1);
    add('maximum', () => Number(schema['maximum']) + 1);
    add('multipleOf', () => value + Number(schema['multipleOf']) / 2);
  }
  if (Array.isArray(value)) {
    if (Number(schema['minItems']) > 0) add('minItems', () => value.slice(0, Number(schema['minItems']) - 1));
    if (Number(schema['maxItems']) < 1_000)
      add('maxItems', () => Array.from({ length: Number(schema['maxItems']) + 1 }, () => value[0]));
    if (schema['uniqueItems'] === true) add('uniqueItems', () => [...value, value[0]]);
  }
  return wrong;
}
