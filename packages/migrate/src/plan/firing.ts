import type { FiringMode } from '@senior-backend/core/postgres/catalog/attributes';

/** `ENABLE REPLICA`, `DISABLE`: the verb before TRIGGER and RULE. */
export function firingVerb(mode: FiringMode): string {
  switch (mode) {
    case 'origin':
      return 'ENABLE';
    case 'disabled':
      return 'DISABLE';
    case 'replica':
      return 'ENABLE REPLICA';
    case 'always':
      return 'ENABLE ALWAYS';
    default:
      return mode satisfies never;
  }
}
