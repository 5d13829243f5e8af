import type { SchemaObject } from '../../model/api-model.js';
import { type Code, code, num, regex, remark, str } from '../code.js';
import { append, type Doc } from '../layout.js';
import { helper } from './call.js';
import type { ZodContext } from './context.js';
import { remarkedFormat } from './notes.js';
import { checked } from './zod-of.js';

/** Formats that zod knows. Formats that nobody knows are notes to the reader (JSON Schema validation, 7.2.1). */
export const ZOD_FORMATS: Readonly<Record<string, Code>> = {
  email: code`z.email()`,
  uuid: code`z.guid()`,
  date: code`z.iso.date()`,
  ipv4: code`z.ipv4()`,
  ipv6: code`z.ipv6()`,
  byte: code`z.base64()`,
  base64url: code`z.base64url()`,
};

/** Formats that `formats.ts` checks. */
const OWN_FORMATS: ReadonlySet<string> = new Set(
  'date-time time duration hostname idn-hostname idn-email uri uri-reference iri iri-reference uri-template json-pointer relative-json-pointer regex'.split(
    ' ',
  ),
);

/** Whether `formats.ts` checks a format. */
export function isFormatOfOurs(format: string): boolean {
  return OWN_FORMATS.has(format);
}

/** Whether a text is held against the format; other formats are notes to the reader. */
export function isCheckedFormat(format: string): boolean {
  return Object.hasOwn(ZOD_FORMATS, format) || OWN_FORMATS.has(format);
}

export function stringOf(context: ZodContext, schema: SchemaObject): Doc {
  const { format = '', minLength = 0, maxLength, pattern } = schema;
  if (context.uploads && format === 'binary') return code`z.instanceof(File)`;
  const base = Object.hasOwn(ZOD_FORMATS, format)
    ? (ZOD_FORMATS[format] ?? code`z.string()`)
    : code`z.string(${remark(remarkedFormat(context, schema) ?? '')})`;
  const checks: Doc[] = [];
  // zod counts UTF-16 units, JSON Schema characters. Up to one the two agree.
  const plainMin = minLength === 1 ? append(base, code`.min(1)`) : base;
  if (minLength > 1) checks.push(helper(context, 'minLength', [num(minLength)]));
  if (maxLength !== undefined) checks.push(helper(context, 'maxLength', [num(maxLength)]));
  if (OWN_FORMATS.has(format)) checks.push(helper(context, 'format', [str(format)]));
  const bounded = checked(plainMin, checks);
  return pattern === undefined ? bounded : append(bounded, code`.regex(${regex(pattern)})`);
}
