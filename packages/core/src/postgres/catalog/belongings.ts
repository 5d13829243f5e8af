// Owners, grants, comments and labels as facts of their own: they come and go with their target, and change without it.
import type { AnyFact, CommentPart, Fact, ObjectId, ObjectKind } from '../catalog.js';
import type { Session } from '../session.js';
import { isIn } from './keys.js';
import { objectId } from './object-id.js';
import {
  COMMENTS,
  type CommentRow,
  DEFAULT_PRIVILEGES,
  type DefaultPrivilegeRow,
  GRANTS,
  type GrantRow,
  LABELS,
  type LabelRow,
  OWNERS,
  type TargetRow,
} from './queries/privileges.js';
import type { Draft, KeyMap } from './read-catalog.js';
import type { PagedRead } from './read-pages.js';

/** The role of each object. What is no fact (members of extensions, row types) gives nothing. */
export function readOwners(keys: KeyMap, give: (draft: Draft) => void): PagedRead {
  return {
    sql: OWNERS,
    columns: ['key', 'role'],
    take([key = '', role = '']) {
      const target = keys.exact(Number(key));
      if (target) give(owner(target.id, role));
    },
  };
}

export async function belongings(
  session: Session,
  keys: KeyMap,
  asks: (kind: ObjectKind) => boolean,
): Promise<readonly Draft[]> {
  const at = targetFinder(keys);
  const [grants, comments, labels, defaults] = await Promise.all([
    session.query<GrantRow>(GRANTS),
    asks('comment') ? session.query<CommentRow>(COMMENTS) : [],
    asks('securityLabel') ? session.query<LabelRow>(LABELS) : [],
    asks('defaultPrivilege') ? session.query<DefaultPrivilegeRow>(DEFAULT_PRIVILEGES) : [],
  ]);
  return [
    ...grants.flatMap((row) => at(row, (target, part) => grant(target, part, row))),
    ...comments.flatMap((row) => at(row, (target, part) => comment(target, part, row))),
    ...labels.flatMap((row) => at(row, (target, part) => label(target, part, row))),
    ...defaults.map(defaultPrivilege),
  ];
}

type Make = (target: ObjectId, part: CommentPart) => Draft;

/** Finds the fact that a row speaks of. Rows about what is no fact (members of extensions, row types) give nothing. */
function targetFinder(keys: KeyMap): (row: TargetRow, make: Make) => readonly Draft[] {
  return (row, make) => {
    const key = Number(row.key);
    const exact = keys.exact(key);
    if (exact !== undefined) return [make(exact.id, { kind: 'whole' })];
    const near = keys.near(key);
    if (!near) return [];
    if (near.kind === 'constraint' && isIn('pg_class', key)) return [make(near.id, { kind: 'index' })];
    if (near.kind === 'column' && near.key !== key) return [make(near.id, { kind: 'sequence' })];
    const hasColumns = near.kind === 'view' || near.kind === 'materializedView' || near.kind === 'composite';
    if (hasColumns && row.column !== null) return [make(near.id, { kind: 'column', name: row.column })];
    return [];
  };
}

function owner(target: ObjectId, role: string): Draft {
  const names = [target];
  return finished({ id: `owner:${target}`, kind: 'owner', names, attributes: { target, role }, position: 0 }, [target]);
}

function grant(
  target: ObjectId,
  part: CommentPart,
  { grantee, isOwner, privileges, builtIn, column, place }: GrantRow,
): Draft {
  const ofSequence = part.kind === 'sequence';
  const ofView = !target.startsWith('column:') && column !== null ? column : null;
  const names = [
    ...(ofSequence ? partNames(target, part) : [target, ...(ofView === null ? [] : [ofView])]),
    isOwner ? '' : grantee,
  ];
  const id = `grant:${names.join(':')}`;
  const attributes = { target, column: ofView, ofSequence, isOwner, grantee, privileges, builtIn };
  return finished({ id, kind: 'grant', names, attributes, position: place }, [target, `owner:${target}`]);
}

function comment(target: ObjectId, part: CommentPart, row: CommentRow): Draft {
  const names = partNames(target, part);
  const id = `comment:${names.join(':')}`;
  return finished({ id, kind: 'comment', names, attributes: { target, part, text: row.text }, position: 0 }, [target]);
}

function label(target: ObjectId, part: CommentPart, row: LabelRow): Draft {
  const names = [...partNames(target, part), row.provider];
  const attributes = { target, part, provider: row.provider, text: row.text };
  const id = `securityLabel:${names.join(':')}`;
  return finished({ id, kind: 'securityLabel', names, attributes, position: 0 }, [target]);
}

function partNames(target: ObjectId, part: CommentPart): string[] {
  if (part.kind === 'whole') return [target];
  if (part.kind === 'sequence') return [target, 'its sequence'];
  return part.kind === 'column' ? [target, part.name] : [target, 'its index'];
}

function defaultPrivilege(row: DefaultPrivilegeRow): Draft {
  const names = [row.role, row.schema ?? '', row.objects, row.grantee];
  const needs = row.schema === null ? [] : [objectId('schema', [row.schema])];
  return finished(
    {
      id: objectId('defaultPrivilege', names),
      kind: 'defaultPrivilege',
      names,
      attributes: row,

      position: 0,
    },
    needs,
  );
}

/** A draft whose needs are ids already; the linker takes either. */
function finished<K extends AnyFact['kind']>(fact: Omit<Fact<K>, 'dependsOn'>, needs: readonly ObjectId[]): Draft {
  return { ...fact, key: undefined, needs, found: [] };
}
