// src/middleware/guards.ts: straight-line checks of request bodies, tried before the validators. A guard that holds says that
// the validator would give the value back as it is; a guard that does not says nothing.
import type { MediaType, Schema, SchemaId } from '../../model/api-model.js';
import { mediaKind } from '../../model/media-kind.js';
import { NameBook, pascalCase } from '../../model/names.js';
import type { ApiPlan } from '../../plan/api-plan.js';
import { type Code, code, ident, joinCode } from '../code.js';
import { conditionOf } from './condition-of.js';
import type { GuardContext, GuardHelper } from './guard-context.js';

export interface Guards {
  readonly constants: Code;
  readonly functions: Code;
  readonly uses: ReadonlySet<GuardHelper>;
  /** The guard of a JSON body; undefined where only the validator can judge it. */
  guardOfBody(media: MediaType): Code | undefined;
}

interface Guard {
  readonly functions: readonly Code[];
  readonly needs: ReadonlySet<string>;
  readonly constants: readonly Code[];
  readonly uses: ReadonlySet<GuardHelper>;
}

export function emitGuards(plan: ApiPlan): Guards {
  const making: Making = { plan, book: new NameBook(['isObject']), constants: new Map() };
  const schemas = new Map(plan.schemas.map((planned) => [making.book.take(`is${planned.name}`, 'is'), planned]));
  const bodies = jsonBodies(making);
  const guards = new Map<string, Guard>();
  const wanted = new Map([...bodies.values()].map(({ name, schema }) => [name, schema]));
  for (const [name, schema] of wanted) {
    const guard = makeGuard(making, name, schema);
    if (guard) guards.set(name, guard);
    for (const need of guard?.needs ?? []) {
      const planned = schemas.get(need);
      // What is a file in a form is a text in JSON; the validator is the form's.
      if (planned && !planned.uploads && !wanted.has(need)) wanted.set(need, planned.schema);
    }
  }
  dropIncomplete(guards);
  const kept = [...guards.values()];
  const used = new Set(kept.flatMap((guard) => guard.constants));
  const constants = [...making.constants].filter(([, name]) => used.has(name));
  return {
    constants: joinCode(
      constants.map(([value, name]) => code`const ${name} = ${value};`),
      '\n',
    ),
    functions: joinCode(
      kept.flatMap((guard) => guard.functions),
      '\n\n',
    ),
    uses: new Set(kept.flatMap((guard) => [...guard.uses])),
    guardOfBody: (media) => {
      const name = bodies.get(media)?.name;
      return name !== undefined && guards.has(name) ? ident(name) : undefined;
    },
  };
}

type Bodies = ReadonlyMap<MediaType, { readonly name: string; readonly schema: Schema }>;

/** What each JSON body is held against: the guard of a schema, or one of its own. */
function jsonBodies({ plan, book }: Making): Bodies {
  const uploads = new Set(plan.schemas.filter((planned) => planned.uploads).map(({ name }) => name));
  return new Map(
    plan.operations.flatMap(({ operation, name }) =>
      (operation.requestBody?.content ?? [])
        .filter(({ type }) => mediaKind(type) === 'json')
        .flatMap((media) => {
          const ref = referenceOf(media.schema);
          if (ref === undefined)
            return [[media, { name: book.take(`is${pascalCase(name)}Body`, 'is'), schema: media.schema }] as const];
          const known = plan.nameOf(ref, 'request');
          if (uploads.has(known)) return [];
          return [[media, { name: `is${known}`, schema: plan.model.schemas.get(ref)?.schema ?? true }] as const];
        }),
    ),
  );
}

function referenceOf(schema: Schema): SchemaId | undefined {
  return typeof schema === 'object' && Object.keys(schema).length === 1 ? schema.ref : undefined;
}

interface Making {
  readonly plan: ApiPlan;
  readonly book: NameBook;
  readonly constants: Map<Code, Code>;
}

function makeGuard({ plan, book, constants }: Making, name: string, schema: Schema): Guard | undefined {
  const functions: Code[] = [];
  const needs = new Set<string>();
  const used: Code[] = [];
  const context: GuardContext = {
    plan,
    direction: 'request',
    uses: new Set(),
    guardOf(id) {
      const needed = `is${plan.nameOf(id, 'request')}`;
      needs.add(needed);
      return ident(needed);
    },
    constant(value) {
      const known = constants.get(value) ?? ident(book.take(`check${constants.size + 1}`, 'check'));
      constants.set(value, known);
      used.push(known);
      return known;
    },
    declare(hint, body) {
      const own = ident(hint === name ? name : book.take(`is${pascalCase(hint.replace(/^is/, ''))}`, 'is'));
      const head = own === name ? code`export function` : code`function`;
      functions.push(code`${head} ${own}(value: unknown): boolean {\n${body}\n}`);
      return own;
    },
  };
  const whole = conditionOf(context, schema, code`value`, name);
  const isOnlyPart =
    whole !== `${name}(value)` && functions.some((text) => text.startsWith(`export function ${name}(`));
  // An object that is one of several alternatives needs another name than the schema that has them.
  if (isOnlyPart) functions.length = 0;
  const condition = isOnlyPart ? conditionOf(context, schema, code`value`, `${name} object`) : whole;
  if (condition === undefined) return undefined;
  const parameter = /\bvalue\b/.test(condition) ? code`value` : code`_value`;
  if (condition !== `${name}(value)`)
    functions.push(code`export function ${ident(name)}(${parameter}: unknown): boolean {\n  return ${condition};\n}`);
  return { functions, needs, constants: used, uses: context.uses };
}

/** Removes guards that need one that could not be made, and those that need these: each once for every need. */
function dropIncomplete(guards: Map<string, Guard>): void {
  const neededBy = new Map<string, string[]>();
  for (const [name, { needs }] of guards) {
    for (const need of needs) {
      const dependents = neededBy.get(need);
      if (dependents) dependents.push(name);
      else neededBy.set(need, [name]);
    }
  }
  const gone = [...neededBy.keys()].filter((name) => !guards.has(name));
  for (const name of gone) {
    for (const dependent of neededBy.get(name) ?? []) if (guards.delete(dependent)) gone.push(dependent);
  }
}
