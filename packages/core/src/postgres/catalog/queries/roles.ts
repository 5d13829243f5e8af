// Roles, who is in which, and what is set for them: of the whole server, and without passwords.
import type { RoleAttributes, RoleMembershipAttributes, RoleSettingAttributes } from '../attributes.js';
import { FIRST_USER_OID, type Fields } from './query.js';
import { has } from './versions.js';

/** Rows that are facts: names and attributes. */
export interface RoleRow<Attributes> {
  readonly names: readonly string[];
  readonly attributes: Attributes;
}

const objectOf = (fields: Readonly<Record<string, string>>): string =>
  `json_build_object(${Object.entries(fields)
    .map(([name, sql]) => `'${name}', ${sql}`)
    .join(', ')})`;

const roleFields: Fields<RoleAttributes> = {
  superuser: 'r.rolsuper',
  inherit: 'r.rolinherit',
  createRole: 'r.rolcreaterole',
  createDatabase: 'r.rolcreatedb',
  login: 'r.rolcanlogin',
  replication: 'r.rolreplication',
  bypassRowSecurity: 'r.rolbypassrls',
  connectionLimit: 'r.rolconnlimit',
  validUntil: `CASE WHEN isfinite(r.rolvaliduntil) THEN to_char(r.rolvaliduntil AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US"+00"') END`,
  comment: `shobj_description(r.oid, 'pg_authid')`,
};

export const ROLES = `
  SELECT ARRAY[r.rolname]::text[] AS names, ${objectOf(roleFields)} AS attributes
  FROM pg_roles r WHERE r.oid >= ${FIRST_USER_OID} ORDER BY r.rolname`;

const membershipFields = (version: number): Fields<RoleMembershipAttributes> => ({
  role: 'g.rolname',
  member: 'u.rolname',
  admin: 'm.admin_option',
  inherit: has(version, 'membershipOptions') ? 'm.inherit_option' : 'NULL::boolean',
  set: has(version, 'membershipOptions') ? 'm.set_option' : 'NULL::boolean',
  grantor: grantor(version),
});

function grantor(version: number): string {
  return has(version, 'membershipOptions')
    ? `CASE WHEN b.oid >= ${FIRST_USER_OID} AND b.rolname <> current_user THEN b.rolname END`
    : 'NULL::name';
}

export const MEMBERSHIPS = (version: number): string => `
  SELECT ARRAY[g.rolname, u.rolname, COALESCE(${grantor(version)}, '')]::text[] AS names, ${objectOf(membershipFields(version))} AS attributes
  FROM pg_auth_members m
  JOIN pg_roles g ON g.oid = m.roleid
  JOIN pg_roles u ON u.oid = m.member AND u.oid >= ${FIRST_USER_OID}
  LEFT JOIN pg_roles b ON b.oid = m.grantor
  ORDER BY g.rolname, u.rolname, b.rolname`;

const settingFields: Fields<RoleSettingAttributes> = {
  role: `COALESCE(r.rolname, '')`,
  name: `split_part(s.setting, '=', 1)`,
  value: `substr(s.setting, strpos(s.setting, '=') + 1)`,
  here: 'd.setdatabase <> 0',
};

/** Of every database, and of the one that is read: its name stands in no fact. */
export const ROLE_SETTINGS = `
  SELECT ARRAY[${settingFields.role}, ${settingFields.name}]::text[] || CASE WHEN ${settingFields.here} THEN ARRAY['here'] ELSE '{}' END AS names,
    ${objectOf(settingFields)} AS attributes
  FROM pg_db_role_setting d
  LEFT JOIN pg_roles r ON r.oid = d.setrole
  CROSS JOIN unnest(d.setconfig) s(setting)
  WHERE d.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    AND (r.oid >= ${FIRST_USER_OID} OR d.setrole = 0 AND d.setdatabase <> 0)
  ORDER BY 1`;
