import type { Fact } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { alter, type Rule } from '../rule.js';
import { hazard, type StatementDraft } from '../statement.js';

/** Who is in which role. From version 16 a membership has three options; before, ADMIN alone. */
export const roleMembershipRule: Rule<'roleMembership'> = {
  address: () => undefined,
  create: (fact) => [grant(fact)],
  drop: (fact) => {
    const { role, member } = fact.attributes;
    return [
      {
        sql: `REVOKE ${quoteIdentifier(role)} FROM ${quoteIdentifier(member)}${by(fact)}`,
        hazards: [hazard('access', `${member} is no longer in role ${role}`)],
      },
    ];
  },
  change: (before, after) => {
    const { role, member, admin, inherit } = after.attributes;
    // Of two versions one knows nothing of the options: there is nothing to bring about.
    const known = inherit !== null && before.attributes.inherit !== null;
    if (admin === before.attributes.admin && !known) return alter();
    if (!admin && !known)
      return alter({
        sql: `REVOKE ADMIN OPTION FOR ${quoteIdentifier(role)} FROM ${quoteIdentifier(member)}`,
        hazards: [hazard('access', `${member} may no longer give role ${role} to others`)],
      });
    return alter({ ...grant(after), hazards: [hazard('access', `what ${member} may do by role ${role} changes`)] });
  },
  droppedWith: ({ attributes: { role, member } }) => [objectId('role', [role]), objectId('role', [member])],
};

function grant(fact: Fact<'roleMembership'>): StatementDraft {
  const { role, member, admin, inherit, set } = fact.attributes;
  const options =
    inherit === null || set === null
      ? admin
        ? ' WITH ADMIN OPTION'
        : ''
      : ` WITH ADMIN ${word(admin)}, INHERIT ${word(inherit)}, SET ${word(set)}`;
  return {
    sql: `GRANT ${quoteIdentifier(role)} TO ${quoteIdentifier(member)}${options}${by(fact)}`,
    hazards: [hazard('access', `${member} gets what role ${role} may do`)],
  };
}

function word(option: boolean): string {
  return option ? 'TRUE' : 'FALSE';
}

function by({ attributes: { grantor } }: Fact<'roleMembership'>): string {
  return grantor === null ? '' : ` GRANTED BY ${quoteIdentifier(grantor)}`;
}
