import type { Fact } from '@senior-backend/core/postgres/catalog';
import type { RoleAttributes } from '@senior-backend/core/postgres/catalog/attributes';
import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { ownName } from '../names.js';
import { alter, type Rule } from '../rule.js';
import { type Hazard, hazard, type StatementDraft } from '../statement.js';

/** Passwords are never read: a role is made without one, and keeps the one that it has. */
export const roleRule: Rule<'role'> = {
  address: (fact) => ({ keyword: 'ROLE', name: ownName(fact) }),
  create: (fact) => {
    const { login, comment } = fact.attributes;
    const powers = POWERS.filter((power) => fact.attributes[power]);
    return [
      {
        sql: [`CREATE ROLE ${ownName(fact)}`, ...options(NEW_ROLE, fact.attributes)].join(' '),
        hazards: [
          ...(login
            ? [hazard('access', `role ${ownName(fact)} has no password yet: set it apart, it is in no file`)]
            : []),
          ...powers.map((power) => gains(fact, power)),
        ],
      },
      ...(comment === null ? [] : [commentOn(fact)]),
    ];
  },
  drop: (fact) => [{ sql: `DROP ROLE ${ownName(fact)}`, hazards: dropHazards(fact) }],
  change: (before, after) => {
    const words = options(before.attributes, after.attributes);
    const gained = POWERS.filter((power) => after.attributes[power] && !before.attributes[power]);
    const shutOut = before.attributes.login && !after.attributes.login;
    return alter(
      words.length > 0 && {
        sql: `ALTER ROLE ${ownName(after)} ${words.join(' ')}`,
        hazards: [
          ...gained.map((power) => gains(after, power)),
          ...(shutOut ? [hazard('access', `role ${ownName(after)} can no longer log in`)] : []),
        ],
      },
      before.attributes.comment !== after.attributes.comment && commentOn(after),
    );
  },
};

/** What CREATE ROLE gives where nothing is said. */
const NEW_ROLE: RoleAttributes = {
  superuser: false,
  inherit: true,
  createRole: false,
  createDatabase: false,
  login: false,
  replication: false,
  bypassRowSecurity: false,
  connectionLimit: -1,
  validUntil: null,
  comment: null,
};

/** With these a role gets past what others are held to. */
const POWERS = ['superuser', 'createRole', 'replication', 'bypassRowSecurity'] as const;

const WORDS = {
  superuser: 'SUPERUSER',
  inherit: 'INHERIT',
  createRole: 'CREATEROLE',
  createDatabase: 'CREATEDB',
  login: 'LOGIN',
  replication: 'REPLICATION',
  bypassRowSecurity: 'BYPASSRLS',
} as const satisfies Partial<Record<keyof RoleAttributes, string>>;

/** The words that turn one into the other. */
function options(before: RoleAttributes, after: RoleAttributes): readonly string[] {
  const flags = Object.keys(WORDS) as readonly (keyof typeof WORDS)[];
  return [
    ...flags
      .filter((flag) => before[flag] !== after[flag])
      .map((flag) => (after[flag] ? WORDS[flag] : `NO${WORDS[flag]}`)),
    ...(before.connectionLimit === after.connectionLimit ? [] : [`CONNECTION LIMIT ${after.connectionLimit}`]),
    ...(before.validUntil === after.validUntil ? [] : [`VALID UNTIL ${quoteLiteral(after.validUntil ?? 'infinity')}`]),
  ];
}

function commentOn(fact: Fact<'role'>): StatementDraft {
  const { comment } = fact.attributes;
  return { sql: `COMMENT ON ROLE ${ownName(fact)} IS ${comment === null ? 'NULL' : quoteLiteral(comment)}` };
}

function gains(fact: Fact<'role'>, power: (typeof POWERS)[number]): Hazard {
  return hazard('access', `role ${ownName(fact)} gets ${WORDS[power]}`);
}

/** What it owns or may do here goes by the same migration; what it has in other databases is in the way. */
function dropHazards(fact: Fact<'role'>): readonly Hazard[] {
  const elsewhere = `SELECT count(*) FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid WHERE d.refclassid = 'pg_authid'::regclass AND r.rolname = ${quoteLiteral(fact.names[0] ?? '')} AND d.dbid IS DISTINCT FROM (SELECT oid FROM pg_database WHERE datname = current_database())`;
  return [
    fact.attributes.login
      ? hazard('destructive', `role ${ownName(fact)} goes with its password`)
      : hazard('access', `role ${ownName(fact)} is gone for everybody who is in it`),
    hazard('mayFail', `fails where role ${ownName(fact)} owns or is granted something in another database`, elsewhere),
  ];
}
