// Owners, grants, comments and labels as facts of their own: they come and go with their target, and change without it.
import type { CommentPart, ObjectId, ObjectKind } from '../catalog.js';
import type { Draft, DraftNumber, FactCollection } from './fact-collection.js';
import { isIn } from './keys.js';
import { objectId } from './object-id.js';
import { INITIAL_GRANTS, type InitialGrantRow } from './queries/initial-privileges.js';
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
import { type PagedRead, rowRead, textRead } from './read-pages.js';

export interface Belongings {
  /** The role of each object; to be read first. */
  readonly owners: PagedRead;
  /** The rest, of the kinds that there are. */
  others(asks: (kind: ObjectKind) => boolean): readonly PagedRead[];
}

/** Adds to the facts what belongs to them. Rows about what is no fact (members of extensions, row types) give nothing. */
export function belongingsOf(facts: FactCollection): Belongings {
  const owners = new Map<DraftNumber, DraftNumber>();
  const add: Add = (draft, target) => {
    const number = facts.add(draft);
    facts.needs(number, target);
    return number;
  };
  const readTo = <Row extends TargetRow>(sql: string, make: Make<Row>, needsOwner = false): PagedRead =>
    rowRead<Row>(sql, (row) => {
      const found = targetOf(facts, row);
      if (found === undefined) return;
      const number = add(make(facts.draft(found.number).id, found.part, row), found.number);
      const owner = needsOwner ? owners.get(found.number) : undefined;
      if (owner !== undefined) facts.needs(number, owner);
    });
  const defaultPrivileges = rowRead<DefaultPrivilegeRow>(DEFAULT_PRIVILEGES, (row) => {
    const number = facts.add(defaultPrivilege(row));
    if (row.key !== null) facts.needsKey(number, row.key);
  });
  const initialGrants = rowRead<InitialGrantRow>(INITIAL_GRANTS, (row) => {
    const extension = row.key === null ? undefined : facts.exact(row.key);
    const number = facts.add(initialGrant(extension === undefined ? '' : facts.draft(extension).id, row));
    if (extension !== undefined) facts.needs(number, extension);
  });
  return {
    owners: textRead(OWNERS, ['key', 'names'], (cells, at) => {
      const target = facts.exact(Number(cells[at]));
      if (target === undefined) return;
      const [role = ''] = JSON.parse(cells[at + 1] ?? '') as readonly string[];
      owners.set(target, add(owner(facts.draft(target).id, role), target));
    }),
    others: (asks) => [
      readTo(GRANTS, grant, true),
      initialGrants,
      ...(asks('comment') ? [readTo(COMMENTS, comment)] : []),
      ...(asks('securityLabel') ? [readTo(LABELS, label)] : []),
      ...(asks('defaultPrivilege') ? [defaultPrivileges] : []),
    ],
  };
}

type Add = (draft: Draft, target: DraftNumber) => DraftNumber;
type Make<Row> = (target: ObjectId, part: CommentPart, row: Row) => Draft;

interface Target {
  readonly number: DraftNumber;
  readonly part: CommentPart;
}

function targetOf(facts: FactCollection, row: TargetRow): Target | undefined {
  const { key } = row;
  const exact = facts.exact(key);
  if (exact !== undefined) return { number: exact, part: { kind: 'whole' } };
  const number = facts.near(key);
  if (number === undefined) return undefined;
  const { kind } = facts.draft(number);
  if (isIn('pg_constraint', key)) return { number, part: { kind: 'notNull' } };
  if (kind === 'constraint' && isIn('pg_class', key)) return { number, part: { kind: 'index' } };
  if (kind === 'column') return { number, part: { kind: 'sequence' } };
  const hasColumns = kind === 'view' || kind === 'materializedView' || kind === 'composite';
  if (hasColumns && row.column !== null) return { number, part: { kind: 'column', name: row.column } };
  return undefined;
}

function owner(target: ObjectId, role: string): Draft {
  return { id: `owner:${target}`, kind: 'owner', names: [target], attributes: { target, role }, position: 0 };
}

function grant(target: ObjectId, part: CommentPart, row: GrantRow): Draft {
  const { grantee, isOwner, privileges, builtIn, column, place } = row;
  const ofSequence = part.kind === 'sequence';
  const ofView = !target.startsWith('column:') && column !== null ? column : null;
  const names = [
    ...(ofSequence ? partNames(target, part) : [target, ...(ofView === null ? [] : [ofView])]),
    isOwner ? '' : grantee,
  ];
  const attributes = { target, column: ofView, ofSequence, isOwner, grantee, privileges, builtIn };
  return { id: `grant:${names.join(':')}`, kind: 'grant', names, attributes, position: place };
}

function initialGrant(target: ObjectId, { object, column, grantee, isOwner, place, ...row }: InitialGrantRow): Draft {
  const { privileges, builtIn } = row;
  const names = [target, object, ...(column === null ? [] : [column]), isOwner ? '' : grantee];
  const attributes = { target, object, column, ofSequence: false, isOwner, grantee, privileges, builtIn };
  return { id: `grant:${names.join(':')}`, kind: 'grant', names, attributes, position: place };
}

function comment(target: ObjectId, part: CommentPart, { text }: CommentRow): Draft {
  const names = partNames(target, part);
  return { id: `comment:${names.join(':')}`, kind: 'comment', names, attributes: { target, part, text }, position: 0 };
}

function label(target: ObjectId, part: CommentPart, { provider, text }: LabelRow): Draft {
  const names = [...partNames(target, part), provider];
  const attributes = { target, part, provider, text };
  return { id: `securityLabel:${names.join(':')}`, kind: 'securityLabel', names, attributes, position: 0 };
}

function partNames(target: ObjectId, part: CommentPart): string[] {
  if (part.kind === 'whole') return [target];
  if (part.kind === 'sequence') return [target, 'its sequence'];
  if (part.kind === 'notNull') return [target, 'its NOT NULL'];
  return part.kind === 'column' ? [target, part.name] : [target, 'its index'];
}

function defaultPrivilege({ key: _, ...attributes }: DefaultPrivilegeRow): Draft {
  const { role, schema, objects, grantee } = attributes;
  const names = [role, schema ?? '', objects, grantee];
  return { id: objectId('defaultPrivilege', names), kind: 'defaultPrivilege', names, attributes, position: 0 };
}
