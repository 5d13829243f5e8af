import type { SchemaObject } from '../../model/api-model.js';
import { code, num } from '../code.js';
import { append, type Doc, entry, group } from '../layout.js';
import { checked, helper, listOf } from './call.js';
import type { ZodContext } from './context.js';
import { noted, zodOf } from './zod-of.js';

export function arrayOf(context: ZodContext, schema: SchemaObject): Doc {
  const { prefixItems, items = true, minItems = 0, maxItems } = schema;
  const checks: Doc[] = [];
  let base: Doc;
  if (prefixItems && minItems >= prefixItems.length) {
    const rest = items === false ? [] : [entry(zodOf(context, items))];
    base = group(code`z.tuple(`, [entry(listOf(prefixItems.map((item) => noted(context, item)))), ...rest], code`)`);
  } else if (prefixItems) {
    base = code`z.array(z.unknown())`;
    checks.push(
      helper(context, 'otherItems', [listOf(prefixItems.map((item) => noted(context, item))), zodOf(context, items)]),
    );
  } else {
    const item = noted(context, items);
    base =
      typeof item.doc === 'string' && !item.note ? code`z.array(${item.doc})` : group(code`z.array(`, [item], code`)`);
  }
  const isTuple = prefixItems !== undefined && minItems >= prefixItems.length;
  if (minItems > 0 && !isTuple) base = append(base, code`.min(${num(minItems)})`);
  if (maxItems !== undefined && !isTuple) base = append(base, code`.max(${num(maxItems)})`);
  if (isTuple && (minItems > prefixItems.length || maxItems !== undefined))
    checks.push(
      code`z.minLength(${num(minItems)})`,
      ...(maxItems === undefined ? [] : [code`z.maxLength(${num(maxItems)})`]),
    );
  if (schema.uniqueItems) checks.push(helper(context, 'uniqueItems', []));
  if (schema.contains !== undefined) {
    const bounds = [
      num(schema.minContains ?? 1),
      ...(schema.maxContains === undefined ? [] : [num(schema.maxContains)]),
    ];
    checks.push(helper(context, 'contains', [zodOf(context, schema.contains), ...bounds]));
  }
  return checked(base, checks);
}
