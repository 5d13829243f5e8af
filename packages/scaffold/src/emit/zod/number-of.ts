import type { SchemaObject } from '../../model/api-model.js';
import { type Code, code, joinCode, num, remark } from '../code.js';
import type { ZodContext } from './context.js';
import { remarkedFormat } from './notes.js';

/** Integers are those that JavaScript holds exactly; a larger one would reach the handler as another number. */
export function numberOf(context: ZodContext, schema: SchemaObject, type: 'integer' | 'number'): Code {
  const format = remark(remarkedFormat(context, schema) ?? '');
  const whole = schema.format === 'int32' ? code`z.int32()` : code`z.int(${format})`;
  const base = type === 'number' ? code`z.number(${format})` : whole;
  const bounds: Code[] = [];
  if (schema.minimum !== undefined) bounds.push(code`.min(${num(schema.minimum)})`);
  if (schema.exclusiveMinimum !== undefined) bounds.push(code`.gt(${num(schema.exclusiveMinimum)})`);
  if (schema.maximum !== undefined) bounds.push(code`.max(${num(schema.maximum)})`);
  if (schema.exclusiveMaximum !== undefined) bounds.push(code`.lt(${num(schema.exclusiveMaximum)})`);
  if (schema.multipleOf !== undefined) bounds.push(code`.multipleOf(${num(schema.multipleOf)})`);
  return joinCode([base, ...bounds], '');
}
