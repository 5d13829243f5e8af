// A catalogue in a file: a schema to compare with, where neither its server nor its SQL is at hand.
import { coreError } from '@senior-backend/core/errors/tool-error';
import type { AnyFact, Catalog } from '@senior-backend/core/postgres/catalog';
import * as z from 'zod';
import { migrateError } from '../codes.js';
import { hasPassword } from '../plan/rules/subscription.js';
import { RULES } from '../plan/rules.js';

const FORMAT = 'db-migrate schema snapshot';
const VERSION = 1;

const snapshot = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  serverVersion: z.number().int(),
  role: z.string(),
  facts: z.array(
    z.object({
      id: z.string(),
      kind: z.string().refine((kind) => Object.hasOwn(RULES, kind), 'is no kind of object'),
      names: z.array(z.string()),
      attributes: z.record(z.string(), z.unknown()),
      dependsOn: z.array(z.string()),
      position: z.number(),
    }),
  ),
});

/** A fact a line, in the catalogue's order: two snapshots can be told apart by any diff. */
export function renderSnapshot(catalog: Catalog): string {
  const { serverVersion, role } = catalog;
  const head = JSON.stringify({ format: FORMAT, version: VERSION, serverVersion, role }).slice(0, -1);
  const lines = [...withoutPasswords(catalog).facts.values()].map((fact) => JSON.stringify(fact));
  return `${head},"facts":[\n${lines.join(',\n')}\n]}\n`;
}

/** Throws CORE102 for what is no JSON, MIG116 for what is no snapshot. */
export function readSnapshot(path: string, text: string): Catalog {
  const { data, error } = snapshot.safeParse(parse(path, text));
  if (data) {
    // The reader of catalogues wrote these facts; beyond their shape nothing is known of a file that was edited.
    const facts = data.facts.map((fact) => [fact.id, fact as unknown as AnyFact] as const);
    return { serverVersion: data.serverVersion, role: data.role, facts: new Map(facts) };
  }
  const [issue] = error.issues;
  throw migrateError('MIG116', {
    message: `${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'is not as it should be'}`,
    at: { file: path },
    help: 'write it with --save-snapshot; a schema in SQL has a name that ends in .sql',
  });
}

/** A mapping or subscription that holds a password is nobody's to write into a file; it is left out of both sides. */
export function withoutPasswords(catalog: Catalog): Catalog {
  const isSecret = (fact: AnyFact): boolean =>
    (fact.kind === 'userMapping' && fact.attributes.options.some((option) => /^pass/i.test(option))) ||
    (fact.kind === 'subscription' && hasPassword(fact.attributes.connection));
  return { ...catalog, facts: new Map([...catalog.facts].filter(([, fact]) => !isSecret(fact))) };
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw coreError('CORE102', { message: `${path} is no JSON`, at: { file: path }, cause });
  }
}
