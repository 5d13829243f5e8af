// From access lists to the grants that differ from those that are there without anybody's doing.

/** What one grantee may do with one object. */
export interface GrantSet {
  readonly grantee: string;
  readonly isOwner: boolean;
  readonly privileges: readonly string[];
  readonly builtIn: readonly string[];
  /** Where the grantee stands in the access list: pg_dump keeps that order. */
  readonly place: number;
}

/**
 * A row for each grantee. `lists` has the columns `owner`, `acl` and `built_in` (both aclitem[]), and those of `list`, which tell
 * one access list from another. `before` are further queries of its WITH.
 */
export const differing = (lists: string, list: readonly string[], before = ''): string => `
  WITH ${before}lists AS (${lists}
  ), entries AS (${[true, false]
    .map(
      (current) => `
    SELECT ${list.map((column) => `l.${column}`).join(', ')}, l.owner, e.grantee, e.privilege_type || CASE WHEN e.is_grantable THEN '*' ELSE '' END AS privilege, ${current} AS current, e.place
    FROM lists l CROSS JOIN LATERAL aclexplode(${current ? 'l.acl' : 'l.built_in'}) WITH ORDINALITY e(grantor, grantee, privilege_type, is_grantable, place)`,
    )
    .join(' UNION ALL ')}
  ), sets AS (
    SELECT ${list.join(', ')}, grantee, grantee = owner AS is_owner,
      COALESCE(array_agg(DISTINCT privilege ORDER BY privilege) FILTER (WHERE current), '{}') AS privileges,
      COALESCE(array_agg(DISTINCT privilege ORDER BY privilege) FILTER (WHERE NOT current), '{}') AS built_in,
      COALESCE(min(place) FILTER (WHERE current), 0)::int AS place
    FROM entries GROUP BY ${list.join(', ')}, grantee, owner
  )
  SELECT ${list.map((column) => `s.${column}`).join(', ')}, COALESCE(r.rolname, 'PUBLIC') AS grantee, s.is_owner AS "isOwner",
    s.privileges, s.built_in AS "builtIn", s.place
  FROM sets s LEFT JOIN pg_roles r ON r.oid = s.grantee
  WHERE s.privileges <> s.built_in AND (s.grantee = 0 OR r.oid IS NOT NULL)
  ORDER BY s.is_owner DESC, grantee`;
