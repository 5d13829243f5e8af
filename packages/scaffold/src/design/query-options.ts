// What a list can be filtered and sorted by: equality on whatever can be compared, the rest where an index serves it.
import type { Column, ColumnType } from '../model/relation.js';
import type { Filter, Operator } from './resource.js';

/** The type below a domain. */
export function baseType(type: ColumnType): ColumnType {
  return type.kind === 'domain' ? baseType(type.base) : type;
}

const EQUAL_TEXTS: ReadonlySet<string> = new Set(['inet', 'cidr', 'macaddr', 'macaddr8']);

function isComparable(type: ColumnType): boolean {
  switch (type.kind) {
    case 'domain':
      return isComparable(type.base);
    case 'json':
    case 'bytes':
    case 'composite':
    case 'array':
    case 'range':
      return false;
    case 'other':
      return EQUAL_TEXTS.has(type.sql);
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'float':
    case 'boolean':
    case 'text':
    case 'uuid':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'interval':
    case 'enum':
      return true;
    default:
      return type satisfies never;
  }
}

/** Whether one value is more or less than another in a way that means something to the caller. */
function isMeasured(type: ColumnType): boolean {
  const { kind } = baseType(type);
  return isComparable(type) && kind !== 'uuid' && kind !== 'enum' && kind !== 'boolean' && kind !== 'other';
}

export function filtersOf(columns: readonly Column[]): readonly Filter[] {
  return columns.flatMap((column) => {
    if (!isComparable(column.type)) return [];
    const { kind } = baseType(column.type);
    const operators: readonly Operator[] = [
      'eq',
      ...(column.ordered && isMeasured(column.type) ? (['gt', 'gte', 'lt', 'lte'] as const) : []),
      ...(column.ordered && kind !== 'boolean' ? (['in'] as const) : []),
      ...(column.patterns && kind === 'text' ? (['like'] as const) : []),
    ];
    return operators.map((operator): Filter => {
      const parameter = operator === 'eq' ? `filter[${column.name}]` : `filter[${column.name}][${operator}]`;
      return { parameter, column, operator };
    });
  });
}

/** By the key, and by what an index keeps in order. Of a view nobody knows what serves it: everything that has an order. */
export function sortsOf(columns: readonly Column[], key: readonly string[]): readonly Column[] {
  const sortable = columns.filter(({ type }) => isComparable(type) && baseType(type).kind !== 'other');
  if (key.length === 0) return sortable;
  return sortable.filter((column) => column.ordered || (key.length === 1 && key[0] === column.name));
}
