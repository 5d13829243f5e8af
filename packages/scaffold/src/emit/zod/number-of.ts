import type { SchemaObject } from '../../model/api-model.js';
import { type Code, code, joinCode, num } from '../code.js';

/** Integers are those that JavaScript holds exactly; a larger one would reach the handler as another number. */
export function numberOf(schema: SchemaObject, type: 'integer' | 'number'): Code {
  const base = type === 'number' ? code`z.number()` : schema.format === 'int32' ? code`z.int32()` : code`z.int()`;
  const bounds: Code[] = [];
  if (schema.minimum !== undefined) bounds.push(code`.min(${num(schema.minimum)})`);
  if (schema.exclusiveMinimum !== undefined) bounds.push(code`.gt(${num(schema.exclusiveMinimum)})`);
  if (schema.maximum !== undefined) bounds.push(code`.max(${num(schema.maximum)})`);
  if (schema.exclusiveMaximum !== undefined) bounds.push(code`.lt(${num(schema.exclusiveMaximum)})`);
  if (schema.multipleOf !== undefined) bounds.push(code`.multipleOf(${num(schema.multipleOf)})`);
  return joinCode([base, ...bounds], '');
}
