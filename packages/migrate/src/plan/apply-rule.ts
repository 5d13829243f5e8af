// The one place where a fact meets the rule of its kind.
import type { AnyFact, Catalog, Fact, ObjectId, ObjectKind } from '@senior-backend/core/postgres/catalog';
import type { Address, Change, PlanContext, Rule } from './rule.js';
import { KIND_ORDER, RULES } from './rules.js';
import type { StatementDraft } from './statement.js';

/** The compiler cannot see that a fact's kind and its rule's kind are the same one; the table's type guarantees it. */
function ruleOf(kind: ObjectKind): Rule<ObjectKind> {
  return RULES[kind] as unknown as Rule<ObjectKind>;
}

export function createFact(fact: AnyFact, context: PlanContext): readonly StatementDraft[] {
  return ruleOf(fact.kind).create(fact as Fact, context);
}

export function dropFact(fact: AnyFact, context: PlanContext): readonly StatementDraft[] {
  return ruleOf(fact.kind).drop(fact as Fact, context);
}

export function changeFact(before: AnyFact, after: AnyFact, context: PlanContext): Change {
  return ruleOf(after.kind).change(before as Fact, after as Fact, context);
}

export function addressOf(fact: AnyFact | undefined): Address | undefined {
  return fact && ruleOf(fact.kind).address(fact as Fact);
}

export function createdWithRule(fact: AnyFact, after: Catalog): ObjectId | undefined {
  return ruleOf(fact.kind).createdWith?.(fact as Fact, after);
}

export function droppedWithRule(fact: AnyFact, before: Catalog): readonly ObjectId[] {
  return ruleOf(fact.kind).droppedWith?.(fact as Fact, before) ?? [];
}

export function endures(fact: AnyFact, cause: AnyFact, how: 'rebuild' | 'drop'): boolean {
  return ruleOf(fact.kind).endures?.(fact as Fact, cause, how) ?? false;
}

export function occupiedNames(fact: AnyFact): readonly string[] {
  return ruleOf(fact.kind).occupies?.(fact as Fact) ?? [];
}

const RANKS = new Map(KIND_ORDER.map((kind, index) => [kind, index + 1]));

/** The place of a kind among those that nothing else orders. */
export function kindRank(kind: ObjectKind): number {
  return RANKS.get(kind) ?? 0;
}
