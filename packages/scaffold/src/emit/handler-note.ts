import type { PlannedOperation } from '../plan/api-plan.js';
import { type Code, comment } from './code.js';

/** The comment above a handler: what the document says of the operation. */
export function handlerNote({ operation }: PlannedOperation): Code {
  const { method, path, summary, description, deprecated } = operation;
  const text = summary ?? description;
  return comment([
    ...(text === undefined ? [] : [text]),
    ...(deprecated ? ['@deprecated'] : []),
    `${method.toUpperCase()} ${path}`,
  ]);
}
