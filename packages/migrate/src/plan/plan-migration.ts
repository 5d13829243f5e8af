// From two catalogues to the statements between them, in an order that the server accepts.
import type { Catalog, ObjectId, ObjectKind } from '@senior-backend/core/postgres/catalog';
import { type Delta, diffCatalogs } from '../diff/diff-catalogs.js';
import { addressOf, changeFact, createFact, dropFact } from './apply-rule.js';
import { commitLabels } from './commit-labels.js';
import { type Decision, decide, dependantsIn } from './decide.js';
import { mergeActions } from './merge-actions.js';
import { type Action, orderActions } from './order.js';
import type { PlanContext } from './rule.js';
import { stableCasts } from './stable-casts.js';
import { resetPrivileges } from './starting-privileges.js';
import { finishStatement, type Statement } from './statement.js';

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
  const decisions = decide(deltas, bare);
  const context = bare(decisions);
  const { actions, riders } = mergeActions(decisions, context, (merged) => orderActions(merged, context));
  const finished: PlanContext = { ...context, createdWith: (id) => riders.get(id) ?? [] };
  const statements = actions.flatMap((action) => statementsOf(action, decisions, finished));
  return { statements: commitLabels(statements), deltas };
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
        return change?.how === 'alter' ? change.statements : [];
      }
      default:
        return action.verb satisfies never;
    }
  };
  const asRead = (sql: string): string => (VERBATIM.has(fact.kind) ? sql : stableCasts(sql));
  return drafts().map((draft) => finishStatement({ ...draft, sql: asRead(draft.sql) }, fact.id));
}
