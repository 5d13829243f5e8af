// Folds what one statement does into one step: columns into their CREATE TABLE, a table's triggers into its DROP.
import type { AnyFact, ObjectId } from '@senior-backend/core/postgres/catalog';
import { createdWithRule, droppedWithRule, kindRank } from './apply-rule.js';
import type { Decision } from './decide.js';
import type { RelationName } from './name-waits.js';
import type { Order } from './order.js';
import type { PlanContext } from './rule.js';
import type { Action, Step } from './step.js';

export interface Merged {
  readonly actions: readonly Action[];
  /** What each CREATE carries inside it. */
  readonly riders: ReadonlyMap<ObjectId, readonly AnyFact[]>;
  /** Sequences that are called otherwise before the statement that takes their names. */
  readonly inTheWay: ReadonlyMap<ObjectId, readonly RelationName[]>;
}

/** What still needs each other with every part in a statement of its own. */
export interface Stuck {
  readonly stuck: readonly Step[];
}

/**
 * Tries with everything folded. Where that leads in a circle (two tables that refer to each other, a default that calls a
 * function over its own table), what stands in the circle is taken out of its statement and gets one of its own.
 */
export function mergeActions(
  decisions: ReadonlyMap<ObjectId, Decision>,
  context: PlanContext,
  order: (steps: readonly Step[]) => Order,
): Merged | Stuck {
  const apart = new Set<ObjectId>();
  for (;;) {
    const steps = foldSteps(decisions, context, apart);
    const result = order(steps);
    if ('sorted' in result) {
      const creates = result.sorted.filter((step) => step.action.verb === 'create');
      return {
        actions: result.sorted.map((step) => step.action),
        riders: new Map(creates.map((step) => [step.action.fact.id, step.riders])),
        inTheWay: result.inTheWay ?? new Map(),
      };
    }
    const separable = result.stuck.flatMap((step) =>
      step.riders
        .filter((fact) => isSeparable(fact, step.action) && !apart.has(taskOf(step.action, fact)))
        .map((fact) => taskOf(step.action, fact)),
    );
    if (separable.length === 0) return result;
    for (const task of separable) apart.add(task);
  }
}

function taskOf(action: Action, fact: AnyFact): string {
  return `${action.verb}:${fact.id}`;
}

/** Whether PostgreSQL has a statement for this part alone. */
function isSeparable(fact: AnyFact, action: Action): boolean {
  if (action.verb === 'drop')
    return ['constraint', 'default', 'index', 'trigger', 'rule', 'policy'].includes(fact.kind);
  return ['constraint', 'default'].includes(fact.kind);
}

function foldSteps(
  decisions: ReadonlyMap<ObjectId, Decision>,
  context: PlanContext,
  apart: ReadonlySet<string>,
): readonly Step[] {
  const drops = new Map<ObjectId, AnyFact>();
  const creates = new Map<ObjectId, AnyFact>();
  const alters: AnyFact[] = [];
  for (const [id, { verdict }] of decisions) {
    const old = context.before.facts.get(id);
    const fresh = context.after.facts.get(id);
    if (old && (verdict === 'drop' || verdict === 'rebuild')) drops.set(id, old);
    if (fresh && (verdict === 'create' || verdict === 'rebuild')) creates.set(id, fresh);
    if (fresh && verdict === 'alter') alters.push(fresh);
  }
  const dropHome = (fact: AnyFact): ObjectId | undefined =>
    apart.has(`drop:${fact.id}`)
      ? undefined
      : droppedWithRule(fact, context.before).find((id) => id !== fact.id && drops.has(id));
  const createHome = (fact: AnyFact): ObjectId | undefined => {
    const home = apart.has(`create:${fact.id}`) ? undefined : createdWithRule(fact, context.after);
    return home !== undefined && creates.has(home) ? home : undefined;
  };
  return [
    ...fold('drop', drops, dropHome),
    ...alters.map((fact): Step => ({ action: { verb: 'alter', fact }, riders: [], rank: kindRank(fact.kind) })),
    ...fold('create', creates, createHome),
  ];
}

function fold(
  verb: 'drop' | 'create',
  facts: ReadonlyMap<ObjectId, AnyFact>,
  homeOf: (fact: AnyFact) => ObjectId | undefined,
): readonly Step[] {
  const riders = new Map<ObjectId, AnyFact[]>();
  const heads: AnyFact[] = [];
  for (const fact of facts.values()) {
    const head = headOf(fact, facts, homeOf);
    if (head === fact) heads.push(fact);
    else riders.set(head.id, [...(riders.get(head.id) ?? []), fact]);
  }
  return heads.map((fact) => ({
    action: { verb, fact },
    riders: (riders.get(fact.id) ?? []).sort((a, b) => a.position - b.position),
    rank: verb === 'drop' ? -kindRank(fact.kind) : kindRank(fact.kind) + placeOf(fact),
  }));
}

/** Grants of one list come in its order, and columns in that of their table: what names them by their place reads the same ones then. */
function placeOf({ kind, position }: AnyFact): number {
  return kind === 'grant' || kind === 'column' ? position / 10_000 : 0;
}

/** A default goes with its column, which goes with its table. */
function headOf(
  fact: AnyFact,
  facts: ReadonlyMap<ObjectId, AnyFact>,
  homeOf: (fact: AnyFact) => ObjectId | undefined,
): AnyFact {
  const seen = new Set<ObjectId>();
  let head = fact;
  for (;;) {
    seen.add(head.id);
    const home = facts.get(homeOf(head) ?? '');
    if (!home || seen.has(home.id)) return head;
    head = home;
  }
}
