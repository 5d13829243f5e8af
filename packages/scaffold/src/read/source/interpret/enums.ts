import type { TSEnumDeclaration } from 'oxc-parser';
import { constant, type RecordValue, record } from '../values.js';
import type { Frame, Machine } from './machine.js';

export function makeEnum(machine: Machine, frame: Frame, { body }: TSEnumDeclaration): RecordValue {
  const result = record();
  let next = 0;
  for (const { id, initializer, start } of body.members) {
    const name = id.type === 'Identifier' ? id.name : id.type === 'Literal' ? String(id.value) : undefined;
    const value = initializer ? machine.evaluate(frame, initializer) : constant(next);
    if (value.kind === 'constant' && typeof value.value === 'number') next = value.value + 1;
    if (name !== undefined) result.members.set(name, { value, at: { file: frame.file, start } });
  }
  return result;
}
