// What a table says of one of its indexes: CLUSTER ON and REPLICA IDENTITY USING INDEX.
import type { StatementDraft } from './statement.js';

interface Marks {
  readonly clustered: boolean;
  readonly replicaIdentity: boolean;
}

export function markers(
  before: Marks | undefined,
  after: Marks,
  table: string,
  index: string,
): readonly StatementDraft[] {
  const statements: StatementDraft[] = [];
  if (after.clustered && !before?.clustered)
    statements.push({ sql: `ALTER TABLE ${table} CLUSTER ON ${index}`, lock: 'SHARE UPDATE EXCLUSIVE' });
  if (before?.clustered && !after.clustered)
    statements.push({ sql: `ALTER TABLE ${table} SET WITHOUT CLUSTER`, lock: 'SHARE UPDATE EXCLUSIVE' });
  if (after.replicaIdentity && !before?.replicaIdentity)
    statements.push({ sql: `ALTER TABLE ${table} REPLICA IDENTITY USING INDEX ${index}`, lock: 'ACCESS EXCLUSIVE' });
  return statements;
}
