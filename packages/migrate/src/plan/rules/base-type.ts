import type { Fact } from '@senior-backend/core/postgres/catalog';
import type { BaseTypeAttributes } from '@senior-backend/core/postgres/catalog/attributes';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { alterColumn } from '../columns/settings.js';
import { relationName } from '../names.js';
import { alter, type PlanContext, REBUILD, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

/** A type out of functions, which need its shell to be there. */
export const baseTypeRule: Rule<'baseType'> = {
  address: (fact) => ({ keyword: 'TYPE', name: relationName(fact) }),
  create: (fact, context) => [
    ...(context.before.facts.has(fact.id) ? groundOf(fact, context) : []),
    { sql: `CREATE TYPE ${relationName(fact)} (\n    ${definition(fact.attributes).join(',\n    ')}\n)` },
  ],
  // The type stands on its functions and they on the type: one statement takes all of them, when nothing else is left.
  drop: (fact, { after, isCreated }) => {
    const shell = objectId('shellType', fact.names);
    const staysShell = after.facts.has(shell) && !after.facts.has(fact.id) && !isCreated(shell);
    return [
      { sql: `DROP TYPE ${relationName(fact)} CASCADE` },
      ...(staysShell ? [{ sql: `CREATE TYPE ${relationName(fact)}` }] : []),
    ];
  },
  change: (before, after, context) => {
    const set = settings(before.attributes, after.attributes);
    if (set === undefined) return REBUILD;
    const columns = before.attributes.storage === after.attributes.storage ? [] : storedAlike(after, context);
    return alter({ sql: `ALTER TYPE ${relationName(after)} SET (${set.join(', ')})` }, ...columns);
  },
};

/** Columns that are stored as their type says keep what it said when they were made. */
function storedAlike(type: Fact<'baseType'>, { after, dependantsOf }: PlanContext): readonly StatementDraft[] {
  return dependantsOf(type.id)
    .map(({ id }) => after.facts.get(id))
    .filter((fact) => isKind(fact, 'column'))
    .filter(({ attributes }) => attributes.type === relationName(type) && attributes.storage === null)
    .map((column) => ({
      sql: `${alterColumn(column)} SET STORAGE ${type.attributes.storage.toUpperCase()}`,
      lock: 'ACCESS EXCLUSIVE',
    }));
}

/** What went with the type that is made anew: its shell and the functions that it stands on. */
function groundOf(type: Fact<'baseType'>, { after, isCreated }: PlanContext): readonly StatementDraft[] {
  const shell = objectId('shellType', type.names);
  const functions = type.dependsOn.map((id) => after.facts.get(id)).filter((fact) => isKind(fact, 'function'));
  return [
    ...(isCreated(shell) ? [] : [{ sql: `CREATE TYPE ${relationName(type)}` }]),
    ...functions
      .filter((fact) => fact.dependsOn.includes(shell) && !isCreated(fact.id))
      .map(({ attributes }) => ({ sql: attributes.definition.trimEnd() })),
  ];
}

/** What ALTER TYPE … SET knows; a type that was ever stored out of line stays so (typecmds.c, AlterType). */
const ALTERABLE = {
  receive: 'RECEIVE',
  send: 'SEND',
  modifierInput: 'TYPMOD_IN',
  modifierOutput: 'TYPMOD_OUT',
  analyze: 'ANALYZE',
  subscript: 'SUBSCRIPT',
  storage: 'STORAGE',
} as const satisfies Partial<Record<keyof BaseTypeAttributes, string>>;

/** Undefined where something else differs. */
function settings(before: BaseTypeAttributes, after: BaseTypeAttributes): readonly string[] | undefined {
  const names = Object.keys(after) as readonly (keyof BaseTypeAttributes)[];
  const differing = names.filter((name) => before[name] !== after[name]);
  const words = differing.flatMap((name) =>
    isAlterable(name) ? [`${ALTERABLE[name]} = ${after[name] ?? 'NONE'}`] : [],
  );
  const isPlain = before.storage === 'plain' || after.storage === 'plain';
  return words.length < differing.length || (isPlain && before.storage !== after.storage) ? undefined : words;
}

function isAlterable(name: keyof BaseTypeAttributes): name is keyof typeof ALTERABLE {
  return Object.hasOwn(ALTERABLE, name);
}

function definition(type: Fact<'baseType'>['attributes']): readonly string[] {
  const functions = [
    ['INPUT', type.input],
    ['OUTPUT', type.output],
    ['RECEIVE', type.receive],
    ['SEND', type.send],
    ['TYPMOD_IN', type.modifierInput],
    ['TYPMOD_OUT', type.modifierOutput],
    ['ANALYZE', type.analyze],
    ['SUBSCRIPT', type.subscript],
    ['ELEMENT', type.element],
  ] as const;
  return [
    ...functions.flatMap(([word, name]) => (name === null ? [] : [`${word} = ${name}`])),
    `INTERNALLENGTH = ${type.length === -1 ? 'VARIABLE' : type.length}`,
    ...(type.byValue ? ['PASSEDBYVALUE'] : []),
    `ALIGNMENT = ${type.alignment}`,
    `STORAGE = ${type.storage}`,
    `CATEGORY = ${quoteLiteral(type.category)}`,
    ...(type.preferred ? ['PREFERRED = true'] : []),
    ...(type.default === null ? [] : [`DEFAULT = ${quoteLiteral(type.default)}`]),
    `DELIMITER = ${quoteLiteral(type.delimiter)}`,
    ...(type.collatable ? ['COLLATABLE = true'] : []),
  ];
}
