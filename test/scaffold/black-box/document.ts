// An OpenAPI 3 document as it is written, and its schemas as ajv reads them. Nothing here is of the tool that is tested.
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

export type Json = Readonly<Record<string, unknown>>;
export type Direction = 'request' | 'response';

export interface ApiDocument {
  readonly root: Json;
  readonly isLegacy: boolean;
  resolve(value: unknown): Json;
  /** Whether ajv takes a value for a schema in a direction; undefined for a schema that ajv cannot compile. */
  judge(schema: unknown, direction: Direction): ((value: unknown) => boolean) | undefined;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

export interface DocumentOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: Json;
  readonly parameters: readonly Json[];
}

export function readApiDocument(file: string): ApiDocument {
  const text = readFileSync(file, 'utf8');
  const root = record(file.endsWith('.json') ? JSON.parse(text) : parse(text, { uniqueKeys: false }));
  const isLegacy = String(root['openapi']).startsWith('3.0');
  const judges = { request: judgeOf(root, isLegacy, 'request'), response: judgeOf(root, isLegacy, 'response') };
  return {
    root,
    isLegacy,
    resolve: (value) => record(follow(root, value)),
    judge: (schema, direction) => judges[direction](schema),
  };
}

export function operationsOf(document: ApiDocument): readonly DocumentOperation[] {
  return Object.entries(record(document.root['paths'])).flatMap(([path, entry]) => {
    const item = document.resolve(entry);
    return METHODS.flatMap((method) => {
      if (item[method] === undefined) return [];
      const operation = record(item[method]);
      const parameters = new Map<string, Json>();
      for (const raw of [...list(item['parameters']), ...list(operation['parameters'])]) {
        const parameter = document.resolve(raw);
        const isSaidElsewhere =
          parameter['in'] === 'header' && /^(accept|content-type|authorization)$/i.test(String(parameter['name']));
        if (!isSaidElsewhere) parameters.set(`${parameter['in']} ${parameter['name']}`, parameter);
      }
      return [{ method: method.toUpperCase(), path, operation, parameters: [...parameters.values()] }];
    });
  });
}

function follow(root: Json, value: unknown): unknown {
  let at = value;
  for (let hop = 0; hop < 50; hop += 1) {
    const reference = record(at)['$ref'];
    if (typeof reference !== 'string') return at;
    at = reference
      .slice(2)
      .split('/')
      .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((node, key) => record(node)[key], root);
  }
  return undefined;
}

function judgeOf(
  root: Json,
  isLegacy: boolean,
  direction: Direction,
): ApiDocument['judge'] extends (schema: unknown, direction: Direction) => infer Result
  ? (schema: unknown) => Result
  : never {
  const ajv = new Ajv2020({
    strict: false,
    logger: false,
    unicodeRegExp: false,
    validateFormats: true,
    allErrors: false,
  });
  addFormats.default(ajv);
  const marked = { isLegacy, mark: direction === 'request' ? 'readOnly' : 'writeOnly', root } as const;
  ajv.addSchema(record(converted(root, marked)), 'document');
  const known = new Map<unknown, ValidateFunction | undefined>();
  return (schema) => {
    if (!known.has(schema)) known.set(schema, compiled(ajv, converted(schema, marked)));
    const validate = known.get(schema);
    return validate && ((value) => validate(value) === true);
  };
}

function compiled(ajv: Ajv2020, schema: unknown): ValidateFunction | undefined {
  try {
    return ajv.compile(schema as object);
  } catch {
    // A schema that ajv refuses has no second opinion: its constraints are counted as left out.
    return undefined;
  }
}

interface Conversion {
  readonly isLegacy: boolean;
  readonly mark: 'readOnly' | 'writeOnly';
  readonly root: Json;
}

/** References into the whole document, the nullable and the boolean limits of 3.0, and no requirement of what does not travel. */
function converted(value: unknown, conversion: Conversion): unknown {
  if (Array.isArray(value)) return value.map((item) => converted(item, conversion));
  if (typeof value !== 'object' || value === null) return value;
  const source = record(value);
  const reference = source['$ref'];
  if (typeof reference === 'string' && conversion.isLegacy) return { $ref: `document${reference}` };
  const copy: Record<string, unknown> = Object.fromEntries(
    Object.entries(source).map(([key, inner]) => [
      key,
      /^(?:enum|const|default|examples?|x-.*)$/.test(key) && !isSchemaMap(inner) ? inner : converted(inner, conversion),
    ]),
  );
  if (typeof reference === 'string') copy['$ref'] = `document${reference}`;
  if (conversion.isLegacy) legacy(copy);
  if (Array.isArray(copy['required'])) {
    const properties = record(source['properties']);
    copy['required'] = copy['required'].filter(
      (name) => record(follow(conversion.root, properties[String(name)]))[conversion.mark] !== true,
    );
  }
  return copy;
}

/** A property may be called `default` or `example`. */
function isSchemaMap(value: unknown): boolean {
  const inner = record(value);
  return typeof inner['type'] === 'string' || typeof inner['$ref'] === 'string';
}

function legacy(schema: Record<string, unknown>): void {
  for (const [flag, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof schema[flag] !== 'boolean') continue;
    if (schema[flag] && typeof schema[limit] === 'number') {
      schema[flag] = schema[limit];
      delete schema[limit];
    } else delete schema[flag];
  }
  if (schema['nullable'] !== true) return;
  if (typeof schema['type'] === 'string') schema['type'] = [schema['type'], 'null'];
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(null)) schema['enum'] = [...schema['enum'], null];
}

export function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
