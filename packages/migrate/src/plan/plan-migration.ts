// From two catalogues to the statements between them, in an order that the server accepts.
import type { AnyFact, Catalog, ObjectId, ObjectKind } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { migrateError } from '../codes.js';
import { type Delta, diffCatalogs } from '../diff/diff-catalogs.js';
import { addressOf, changeFact, createFact, dropFact } from './apply-rule.js';
import { type Decision, decide, dependantsIn } from './decide.js';
import { type Merged, mergeActions } from './merge-actions.js';
import type { RelationName } from './name-waits.js';
import { orderActions } from './order.js';
import type { PlanContext } from './rule.js';
import { resetPrivileges } from './starting-privileges.js';
import { finishStatement, type Statement } from './statement.js';
import type { Action, Step } from './step.js';
import { commitLabels } from './types/commit-labels.js';
import { stableCasts } from './types/stable-casts.js';

export interface MigrationPlan {
  readonly statements: readonly Statement[];
  readonly deltas: readonly Delta[];
}

/** What turns `before` into `after`. Pure: the same catalogues give the same plan. */
export function planMigration(before: Catalog, after: Catalog): MigrationPlan {
  const deltas = diffCatalogs(before, after);
  const [dependantsOf, dependantsAfter] = [dependantsIn(before), dependantsIn(after)];
  const bare = (decisions: ReadonlyMap<ObjectId, Decision>): PlanContext => ({
    before,
    after,
    role: before.role,
    isCreated: (id) => ['create', 'rebuild'].includes(decisions.get(id)?.verdict ?? ''),
    isDropped: (id) => ['drop', 'rebuild'].includes(decisions.get(id)?.verdict ?? ''),
    createdWith: () => [],
    dependantsOf,
    dependantsAfter,
    address: (id) => addressOf(after.facts.get(id) ?? before.facts.get(id)),
  });
  const { decisions, context, merged } = settle(deltas, bare);
  const { actions, riders, inTheWay } = merged;
  const finished: PlanContext = { ...context, createdWith: (id) => riders.get(id) ?? [] };
  const statements = actions.flatMap((action) => [
    ...(action.verb === 'drop' ? [] : (inTheWay.get(action.fact.id) ?? [])).map((name) => makeWay(name, action)),
    ...statementsOf(action, decisions, finished),
  ]);
  return { statements: commitLabels(statements), deltas };
}

interface Settled {
  readonly decisions: ReadonlyMap<ObjectId, Decision>;
  readonly context: PlanContext;
  readonly merged: Merged;
}

/** Holds no rows and no state: to drop and create it loses nothing. */
const HOLDS_NOTHING: ReadonlySet<ObjectKind> = new Set(['view', 'function', 'rule', 'policy', 'trigger', 'default']);

/**
 * Where no order is found, what was to be altered in the circle makes way and comes again: a view that reads the new column
 * instead of the old one, whose name (that of its sequence, say) the new one waits for.
 */
function settle(
  deltas: readonly Delta[],
  contextWith: (decisions: ReadonlyMap<ObjectId, Decision>) => PlanContext,
): Settled {
  const madeAnew = new Set<ObjectId>();
  for (;;) {
    const decisions = decide(deltas, contextWith, madeAnew);
    const context = contextWith(decisions);
    const merged = mergeActions(decisions, context, (steps) => orderActions(steps, context));
    if ('actions' in merged) return { decisions, context, merged };
    const inTheWay = merged.stuck
      .filter(({ action: { verb, fact } }) => verb === 'alter' && HOLDS_NOTHING.has(fact.kind))
      .map(({ action }) => action.fact.id);
    if (inTheWay.length === 0) throw circle(merged.stuck);
    for (const id of inTheWay) madeAnew.add(id);
  }
}

function circle(stuck: readonly Step[]): Error {
  const names = stuck.slice(0, 8).map((step) => `${step.action.verb} ${step.action.fact.id}`);
  return migrateError('MIG112', {
    message: `no order was found for ${stuck.length} steps that need each other: ${names.join(', ')}`,
    help: 'make the change in two steps, or report the two schemas',
  });
}

/** A sequence goes with its column, and is called otherwise until then. */
function makeWay([schema, name]: RelationName, { fact }: Action): Statement {
  const meanwhile = quoteIdentifier(`${name.slice(0, 55)}_going`);
  return finishStatement({ sql: `ALTER SEQUENCE ${quoteName([schema, name])} RENAME TO ${meanwhile}` }, fact.id);
}

/** A sequence is made for it. */
function isNumberedNow(old: AnyFact | undefined, fact: AnyFact): boolean {
  return (
    fact.kind === 'column' && fact.attributes.identity !== null && old?.kind === 'column' && !old.attributes.identity
  );
}

/** Kinds whose text is the user's own, and not an expression that the server prints. */
const VERBATIM: ReadonlySet<ObjectKind> = new Set(['function', 'comment', 'securityLabel', 'enum']);

function statementsOf(
  action: Action,
  decisions: ReadonlyMap<ObjectId, Decision>,
  context: PlanContext,
): readonly Statement[] {
  const { fact } = action;
  const drafts = () => {
    switch (action.verb) {
      case 'drop':
        return dropFact(fact, context);
      case 'create':
        return [
          ...createFact(fact, context),
          ...[fact, ...context.createdWith(fact.id)].flatMap((one) => resetPrivileges(one, context)),
        ];
      case 'alter': {
        const old = context.before.facts.get(fact.id);
        const change = old && decisions.get(fact.id)?.verdict === 'alter' ? changeFact(old, fact, context) : undefined;
        if (change?.how !== 'alter') return [];
        return isNumberedNow(old, fact) ? [...change.statements, ...resetPrivileges(fact, context)] : change.statements;
      }
      default:
        return action.verb satisfies never;
    }
  };
  const asRead = (sql: string): string => (VERBATIM.has(fact.kind) ? sql : stableCasts(sql));
  return drafts().map((draft) => finishStatement({ ...draft, sql: asRead(draft.sql) }, fact.id));
}
