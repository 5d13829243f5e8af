// Where the steps of a change of type stand in a plan. What depends on the column and has to be away meanwhile (a view, a
// policy) is away for as long as the swap takes: what takes long comes before it goes.
import type { Catalog, ObjectId } from '@senior-backend/core/postgres/catalog';
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { dependantsIn } from '../../decide.js';
import { tableId } from '../../names.js';
import { finishStatement, type Statement, type StatementDraft } from '../../statement.js';
import { changeTypeInSteps, type TypeSteps } from './change-type-in-steps.js';

/** The same plan, with the types of columns of large tables changed in steps. */
export function typesInSteps(
  statements: readonly Statement[],
  before: Catalog,
  after: Catalog,
  isLarge: (table: ObjectId) => boolean,
): readonly Statement[] {
  return statements.reduce<readonly Statement[]>((plan, statement) => {
    const old = before.facts.get(statement.object);
    const fresh = after.facts.get(statement.object);
    if (!isKind(old, 'column') || !isKind(fresh, 'column') || !isLarge(tableId(fresh))) return plan;
    const place = plan.indexOf(statement);
    const dropped = new Set(
      plan
        .slice(0, place)
        .filter(isDrop)
        .map(({ object }) => object),
    );
    const isRebuilt = (id: ObjectId): boolean => dropped.has(id) && after.facts.has(id);
    const steps = changeTypeInSteps(statement, old, fresh, { before, after, isRebuilt });
    if (!steps) return plan;
    const above = allAbove(old.id, before);
    const away = plan.findIndex((one) => isDrop(one) && above.has(one.object));
    if (away === -1 || away > place) return inPlace(plan, place, steps);
    const madeMeanwhile = new Set(plan.slice(away, place).map(({ object }) => object));
    return fresh.dependsOn.some((id) => madeMeanwhile.has(id)) ? plan : around(plan, away, place, steps);
  }, statements);
}

/** What stands on it, and on that. */
function allAbove(id: ObjectId, before: Catalog): ReadonlySet<ObjectId> {
  const dependantsOf = dependantsIn(before);
  const above = new Set<ObjectId>();
  for (const waiting = [id]; waiting.length > 0; ) {
    for (const { id: one } of dependantsOf(waiting.pop() ?? '')) {
      if (!above.has(one)) waiting.push(one);
      above.add(one);
    }
  }
  return above;
}

function isDrop({ sql }: Statement): boolean {
  return /^DROP |^ALTER TABLE \S+ DROP CONSTRAINT /.test(sql);
}

function inPlace(
  plan: readonly Statement[],
  place: number,
  { prepare, swap, settle }: TypeSteps,
): readonly Statement[] {
  const object = plan[place]?.object ?? '';
  const finish = (draft: StatementDraft): Statement => finishStatement(draft, object);
  return [
    ...plan.slice(0, place),
    ...prepare.map(finish),
    ...committed(swap.map(finish)),
    ...settle.map(finish),
    ...plan.slice(place + 1),
  ];
}

/** What was away comes back in the transaction of the swap, and what needs a commit waits for the end. */
function around(
  plan: readonly Statement[],
  away: number,
  place: number,
  { prepare, swap, settle }: TypeSteps,
): readonly Statement[] {
  const object = plan[place]?.object ?? '';
  const finish = (draft: StatementDraft): Statement => finishStatement(draft, object);
  const rest = [...plan.slice(away, place), ...swap.map(finish), ...plan.slice(place + 1)];
  return [
    ...committed(plan.slice(0, away)),
    ...prepare.map(finish),
    ...(settle.length > 0 ? committed(rest) : rest),
    ...settle.map(finish),
  ];
}

function committed(statements: readonly Statement[]): readonly Statement[] {
  return statements.map((one, at) =>
    at === statements.length - 1 && one.transactional ? { ...one, commitAfter: true } : one,
  );
}
