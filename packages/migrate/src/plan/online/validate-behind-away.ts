// What must go for a moment, so that something else can change, is not away for as long as a large table is read: constraints
// are validated behind it.
import type { ObjectId } from '@senior-backend/core/postgres/catalog';
import type { Statement } from '../statement.js';

/**
 * Moves the validation of constraints out of the stretches in which objects are dropped and not yet created again. What was
 * committed for the validation alone then stays in the transaction of its neighbours. Nothing that follows needs a constraint
 * to be valid.
 */
export function validateBehindAway(statements: readonly Statement[]): readonly Statement[] {
  const created = new Map<ObjectId, number>();
  for (const [at, { sql, object }] of statements.entries()) if (/^CREATE /.test(sql)) created.set(object, at);
  const ordered: Statement[] = [];
  const waiting: Statement[] = [];
  let backAt = -1;
  for (const [at, statement] of statements.entries()) {
    if (/^DROP /.test(statement.sql)) backAt = Math.max(backAt, created.get(statement.object) ?? -1);
    const isAway = at < backAt;
    if (isAway && isValidation(statement)) waiting.push(statement);
    else ordered.push(isAway && isForValidation(statement, statements[at + 1]) ? joined(statement) : statement);
    if (at !== backAt || waiting.length === 0) continue;
    ordered.push({ ...(ordered.pop() ?? statement), commitAfter: true }, ...waiting.splice(0));
  }
  return ordered;
}

function isValidation({ sql, object }: Statement): boolean {
  return isConstraint(object) && sql.includes(' VALIDATE CONSTRAINT ');
}

function isForValidation({ object }: Statement, next: Statement | undefined): boolean {
  return next !== undefined && next.object === object && isValidation(next);
}

function isConstraint(object: ObjectId): boolean {
  return object.startsWith('constraint:');
}

function joined(statement: Statement): Statement {
  return { ...statement, commitAfter: false };
}
