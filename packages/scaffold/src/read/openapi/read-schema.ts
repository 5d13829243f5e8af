// A schema of the document → a schema of the model. Every dialect becomes 2020-12; what makes no sense is said and left out.
import type { Json, JsonType, NamedSchema, Schema, SchemaId, SchemaObject } from '../../model/api-model.js';
import { child, children, isObject, pointerOf, type SpecNode } from './node.js';
import { nullBesideCases } from './null-beside-cases.js';
import { readDiscriminator } from './read-discriminator.js';
import { isPattern, warnOfSlowPattern } from './read-pattern.js';
import { isLegacy, type Reading, warn } from './reading.js';
import { orElse } from './spec-fault.js';

const TYPES: ReadonlySet<string> = new Set<JsonType>([
  'null',
  'boolean',
  'integer',
  'number',
  'string',
  'array',
  'object',
]);

/** Reads the schema at a node. What it refers to is read once and kept under its id. */
export function readSchema(reading: Reading, node: SpecNode): Schema {
  if (typeof node.value === 'boolean') return node.value;
  if (!isObject(node.value)) {
    if (node.value !== null) warn(reading, node, 'a schema must be an object or a boolean; anything is allowed here');
    return true;
  }
  const reference = child(node, '$ref');
  if (reference && typeof reference.value === 'string') {
    const target = orElse(reading, undefined, () => reading.library.follow(node, String(reference.value)));
    if (!target) return true;
    const ref = named(reading, target);
    // OpenAPI 3.0.3, reference object: siblings of $ref are ignored. JSON Schema 2020-12 core, 8.2.3: they hold as well.
    return isLegacy(reading) ? { ref } : { ...readKeywords(reading, node), ref };
  }
  return readKeywords(reading, node);
}

/** Keeps a schema that is referred to under an id, and gives the id. */
export function named(reading: Reading, node: SpecNode): SchemaId {
  const id = `${node.document.path}#${pointerOf(node)}`;
  if (reading.schemas.has(id)) return id;
  const entry: { -readonly [Key in keyof NamedSchema]: NamedSchema[Key] } = { id, name: nameOf(node), schema: true };
  reading.schemas.set(id, entry);
  // Later, and not from here: a chain of ten thousand references must not become ten thousand stack frames.
  reading.pending.push(() => {
    entry.schema = readSchema(reading, node);
  });
  return id;
}

/** `#/components/schemas/User` → User; `#/paths/…/schema` → the nearest key that says something; a whole file → its name. */
function nameOf(node: SpecNode): string {
  const dull = /^(?:schema|schemas|items|properties|content|application\/.*|\d+|allOf|anyOf|oneOf)$/;
  for (let at: SpecNode | undefined = node; at?.parent; at = at.parent) if (!dull.test(at.key)) return at.key;
  const file = node.document.path.split(/[/\\]/).at(-1) ?? 'schema';
  return file.replace(/\.[a-z]+$/i, '');
}

type Keywords = { -readonly [Key in keyof SchemaObject]: SchemaObject[Key] };

/** OpenAPI 2.0 writes the schema of a parameter, and of a header, into the parameter itself. */
export function readInlineSchema(reading: Reading, node: SpecNode): SchemaObject {
  return readKeywords(reading, node, new Set(['description', 'required', 'name', 'in', 'example', 'examples']));
}

function readKeywords(reading: Reading, node: SpecNode, others: ReadonlySet<string> = new Set()): SchemaObject {
  const into: Keywords = {};
  for (const member of children(node)) {
    if (others.has(member.key)) continue;
    const read = Object.hasOwn(KEYWORDS, member.key) ? KEYWORDS[member.key] : undefined;
    if (read && member.value !== undefined) read(reading, member, into);
  }
  if (isLegacy(reading)) legacyKeywords(reading, node, into);
  nullBesideCases(into);
  return into;
}

type ReadKeyword = (reading: Reading, node: SpecNode, into: Keywords) => void;

const KEYWORDS: Readonly<Record<string, ReadKeyword>> = {
  title: texts('title'),
  description: texts('description'),
  format: texts('format'),
  contentEncoding: texts('contentEncoding'),
  deprecated: flags('deprecated'),
  readOnly: flags('readOnly'),
  writeOnly: flags('writeOnly'),
  uniqueItems: flags('uniqueItems'),
  default: (_, node, into) => {
    into.default = node.value as Json;
  },
  example: (_, node, into) => {
    into.examples ??= [node.value as Json];
  },
  examples: (_, node, into) => {
    if (Array.isArray(node.value) && node.value.length > 0) into.examples = node.value as Json[];
  },
  type: readTypes,
  enum: (reading, node, into) => {
    if (Array.isArray(node.value) && node.value.length > 0) into.enum = node.value as Json[];
    else warn(reading, node, 'enum must be a list of values');
  },
  const: (_, node, into) => {
    into.enum = [node.value as Json];
  },
  minimum: numbers('minimum'),
  maximum: numbers('maximum'),
  exclusiveMinimum: numbers('exclusiveMinimum'),
  exclusiveMaximum: numbers('exclusiveMaximum'),
  multipleOf: numbers('multipleOf', (value) => value > 0),
  minLength: counts('minLength'),
  maxLength: counts('maxLength'),
  minItems: counts('minItems'),
  maxItems: counts('maxItems'),
  minContains: counts('minContains'),
  maxContains: counts('maxContains'),
  minProperties: counts('minProperties'),
  maxProperties: counts('maxProperties'),
  pattern: (reading, node, into) => {
    if (!isPattern(reading, node, node.value)) return;
    into.pattern = node.value;
    warnOfSlowPattern(reading, node, node.value);
  },
  items: schemas('items'),
  contains: schemas('contains'),
  unevaluatedItems: schemas('unevaluatedItems'),
  additionalProperties: schemas('additionalProperties'),
  propertyNames: schemas('propertyNames'),
  unevaluatedProperties: schemas('unevaluatedProperties'),
  not: schemas('not'),
  if: schemas('if'),
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword; nothing awaits this table
  then: schemas('then'),
  else: schemas('else'),
  prefixItems: schemaLists('prefixItems'),
  allOf: schemaLists('allOf'),
  anyOf: schemaLists('anyOf'),
  oneOf: schemaLists('oneOf'),
  properties: schemaMaps('properties'),
  dependentSchemas: schemaMaps('dependentSchemas'),
  patternProperties: (reading, node, into) => {
    const entries = children(node).filter((member) => isPattern(reading, member, member.key));
    for (const member of entries) warnOfSlowPattern(reading, member, member.key);
    into.patternProperties = new Map(entries.map((member) => [member.key, readSchema(reading, member)]));
  },
  required: (reading, node, into) => {
    if (Array.isArray(node.value)) into.required = [...new Set(node.value.filter((name) => typeof name === 'string'))];
    else warn(reading, node, 'required must be a list of property names');
  },
  dependentRequired: (_, node, into) => {
    into.dependentRequired = new Map(
      children(node).map((member) => [member.key, Array.isArray(member.value) ? member.value.map(String) : []]),
    );
  },
  discriminator: (reading, node, into) => {
    // In 2.0 it is the name of a property, and says nothing that the schemas do not say.
    if (reading.dialect === '2.0') return;
    const discriminator = readDiscriminator(reading, node);
    if (discriminator) into.discriminator = discriminator;
  },
};

type KeysOf<Value> = {
  [Key in keyof Keywords]-?: NonNullable<Keywords[Key]> extends Value
    ? Value extends NonNullable<Keywords[Key]>
      ? Key
      : never
    : never;
}[keyof Keywords];

function texts(key: KeysOf<string>): ReadKeyword {
  return (reading, node, into) => {
    if (typeof node.value === 'string') into[key] = node.value;
    else if (node.value !== null) warn(reading, node, `${key} must be a text`);
  };
}

function flags(key: 'deprecated' | 'readOnly' | 'writeOnly' | 'uniqueItems'): ReadKeyword {
  return (reading, node, into) => {
    if (typeof node.value === 'boolean') into[key] = node.value;
    else warn(reading, node, `${key} must be true or false`);
  };
}

function numbers(key: KeysOf<number>, fits: (value: number) => boolean = () => true): ReadKeyword {
  return (reading, node, into) => {
    // Boolean exclusiveMinimum and exclusiveMaximum are OpenAPI 3.0's; `legacyKeywords` reads them.
    if (typeof node.value === 'boolean' && key.startsWith('exclusive')) return;
    const value = typeof node.value === 'string' && node.value.trim() !== '' ? Number(node.value) : node.value;
    if (typeof value === 'number' && Number.isFinite(value) && fits(value)) into[key] = value;
    else warn(reading, node, `${key} must be a number`);
  };
}

function counts(key: KeysOf<number>): ReadKeyword {
  return numbers(key, (value) => value >= 0 && Number.isInteger(value));
}

function schemas(
  key:
    | 'items'
    | 'contains'
    | 'unevaluatedItems'
    | 'additionalProperties'
    | 'propertyNames'
    | 'unevaluatedProperties'
    | 'not'
    | 'if'
    | 'then'
    | 'else',
): ReadKeyword {
  return (reading, node, into) => {
    into[key] = readSchema(reading, node);
  };
}

function schemaLists(key: 'prefixItems' | 'allOf' | 'anyOf' | 'oneOf'): ReadKeyword {
  return (reading, node, into) => {
    if (Array.isArray(node.value) && node.value.length > 0)
      into[key] = children(node).map((member) => readSchema(reading, member));
    else warn(reading, node, `${key} must be a list of schemas`);
  };
}

function schemaMaps(key: 'properties' | 'dependentSchemas'): ReadKeyword {
  return (reading, node, into) => {
    if (isObject(node.value))
      into[key] = new Map(children(node).map((member) => [member.key, readSchema(reading, member)]));
    else if (node.value !== null) warn(reading, node, `${key} must be an object`);
  };
}

function readTypes(reading: Reading, node: SpecNode, into: Keywords): void {
  if (reading.dialect === '2.0' && node.value === 'file') {
    into.types = ['string'];
    into.format = 'binary';
    return;
  }
  const names: readonly unknown[] = Array.isArray(node.value) ? node.value : [node.value];
  const types = names.filter((name): name is JsonType => typeof name === 'string' && TYPES.has(name));
  if (types.length < names.length)
    warn(
      reading,
      node,
      `unknown type ${JSON.stringify(names.find((name) => !TYPES.has(String(name))))}`,
      'SCAF201',
      `the types are ${[...TYPES].join(', ')}`,
    );
  if (types.length > 0) into.types = types;
}

/** OpenAPI 3.0: `nullable`, and `exclusiveMinimum: true` beside `minimum`. */
function legacyKeywords(reading: Reading, node: SpecNode, into: Keywords): void {
  if (child(node, 'exclusiveMinimum')?.value === true && into.minimum !== undefined) {
    into.exclusiveMinimum = into.minimum;
    delete into.minimum;
  }
  if (child(node, 'exclusiveMaximum')?.value === true && into.maximum !== undefined) {
    into.exclusiveMaximum = into.maximum;
    delete into.maximum;
  }
  if (child(node, 'nullable')?.value === true || child(node, 'x-nullable')?.value === true) allowNull(into);
  if (isObject(node.value) && Array.isArray(node.value['items']))
    warn(reading, node, 'items must be one schema; a list of schemas is not of OpenAPI 3.0');
}

/**
 * The 3.0.3 proposal "Clarify semantics of nullable" lets `nullable` add null to `type` and to nothing else. Documents
 * mean more by it: null beside an enum, and beside the schemas of a oneOf.
 */
function allowNull(into: Keywords): void {
  if (into.types && !into.types.includes('null')) into.types = [...into.types, 'null'];
  if (into.enum && !into.enum.includes(null)) into.enum = [...into.enum, null];
  if (into.types) return;
  const { allOf, oneOf, anyOf } = into;
  const nothing: Schema = { types: ['null'] };
  if (allOf) {
    into.anyOf = [...(anyOf ? [{ anyOf }] : []), { allOf }, nothing];
    delete into.allOf;
  } else if (oneOf) into.oneOf = [...oneOf, nothing];
  else if (anyOf) into.anyOf = [...anyOf, nothing];
}
