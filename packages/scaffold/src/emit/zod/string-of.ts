import type { SchemaObject } from '../../model/api-model.js';
import { code, num, remark, str } from '../code.js';
import { append, chain, type Doc, entry, group } from '../layout.js';
import { checked, helper } from './call.js';
import type { ZodContext } from './context.js';
import { isFormatOfOurs, ZOD_FORMATS } from './formats.js';
import { remarkedFormat } from './notes.js';
import { patternOf } from './pattern-of.js';

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
  if (isFormatOfOurs(format)) checks.push(helper(context, 'format', [str(format)]));
  const bounded = checked(plainMin, checks);
  if (pattern === undefined) return bounded;
  const expression = patternOf(context, pattern);
  return typeof expression === 'string'
    ? append(bounded, code`.regex(${expression})`)
    : chain(bounded, group(code`.regex(`, [entry(expression)], code`)`));
}
