// A document made of code and one that people keep: what the code says wins, what it does not say stays.
import { canonicalOperation } from '../../compare/canonical-model.js';
import type { CanonContext } from '../../compare/canonical-schema.js';
import type { JsonObject } from '../../emit/openapi/json-object.js';
import type { ApiModel, Json, Operation } from '../../model/api-model.js';
import { type Edit, memberAt } from '../edit-document.js';
import { mergeOperation } from './merge-operation.js';
import { saysNoMore } from './says-no-more.js';

export interface Side {
  readonly model: ApiModel;
  readonly document: JsonObject;
}

export interface Merge {
  readonly edits: readonly Edit[];
  /** `GET /users`, by what became of it. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/**
 * What must change in the base for it to say what the code says. `isComplete` tells operations of which the code says all
 * that there is: what the base says beyond that is out of date. Of others the code may say less than the base.
 */
export function mergeBase(base: Side, code: Side, isComplete: (operation: Operation) => boolean): Merge {
  const edits: Edit[] = [];
  const added: string[] = [];
  const changed: string[] = [];
  const context = (model: ApiModel): CanonContext => ({ model, nameOf: (id) => model.schemas.get(id)?.name ?? id });
  const known = new Map(base.model.operations.map((operation) => [keyOf(operation), operation]));
  for (const operation of code.model.operations) {
    const key = keyOf(operation);
    const path = ['paths', operation.path, operation.method];
    const json = memberAt(code.document, path);
    const before = known.get(key);
    known.delete(key);
    if (json === undefined) continue;
    if (!before) {
      edits.push({ path, value: json });
      added.push(key);
      continue;
    }
    const same =
      JSON.stringify(canonicalOperation(context(base.model), before)) ===
      JSON.stringify(canonicalOperation(context(code.model), operation));
    const own = same
      ? []
      : mergeOperation({
          document: base.document,
          path,
          before,
          after: operation,
          json,
          isComplete: isComplete(operation),
          base: context(base.model),
          code: context(code.model),
        });
    edits.push(...own);
    if (own.length > 0) changed.push(key);
  }
  for (const operation of known.values())
    edits.push({ path: ['paths', operation.path, operation.method], value: undefined });
  edits.push(...schemaEdits(base, code, context), ...schemeEdits(base, code));
  return { edits, added, changed, removed: [...known.keys()] };
}

function keyOf({ method, path }: Operation): string {
  return `${method.toUpperCase()} ${path}`;
}

function schemaEdits(base: Side, code: Side, context: (model: ApiModel) => CanonContext): readonly Edit[] {
  const known = new Map([...base.model.schemas.values()].map(({ name, schema }) => [name, schema]));
  return [...code.model.schemas.values()].flatMap(({ name, schema }): Edit[] => {
    const path = ['components', 'schemas', name];
    const value = memberAt(code.document, path);
    const before = known.get(name);
    if (
      value === undefined ||
      (before !== undefined && saysNoMore(context(code.model), schema, context(base.model), before))
    )
      return [];
    return [{ path, value }];
  });
}

function schemeEdits(base: Side, code: Side): readonly Edit[] {
  return [...code.model.securitySchemes.keys()].flatMap((name): Edit[] => {
    const path = ['components', 'securitySchemes', name];
    const value: Json | undefined = memberAt(code.document, path);
    return value === undefined || memberAt(base.document, path) !== undefined ? [] : [{ path, value }];
  });
}
