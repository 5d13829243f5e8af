// The table of rules: a kind without one does not compile.
import type { ObjectKind } from '@senior-backend/core/postgres/catalog';
import type { Rule } from './rule.js';
import { accessMethodRule } from './rules/access-method.js';
import { aggregateRule } from './rules/aggregate.js';
import { baseTypeRule } from './rules/base-type.js';
import { castRule } from './rules/cast.js';
import { collationRule } from './rules/collation.js';
import { columnRule } from './rules/column.js';
import { commentRule } from './rules/comment.js';
import { compositeRule } from './rules/composite.js';
import { constraintRule } from './rules/constraint.js';
import { conversionRule } from './rules/conversion.js';
import { defaultRule } from './rules/default.js';
import { defaultPrivilegeRule } from './rules/default-privilege.js';
import { domainRule } from './rules/domain.js';
import { domainConstraintRule } from './rules/domain-constraint.js';
import { enumRule } from './rules/enum.js';
import { eventTriggerRule } from './rules/event-trigger.js';
import { extensionRule } from './rules/extension.js';
import { foreignDataWrapperRule } from './rules/foreign-data-wrapper.js';
import { functionRule } from './rules/function.js';
import { grantRule } from './rules/grant.js';
import { indexRule } from './rules/index.js';
import { indexAttachmentRule } from './rules/index-attachment.js';
import { inheritanceRule } from './rules/inheritance.js';
import { languageRule } from './rules/language.js';
import { materializedViewRule } from './rules/materialized-view.js';
import { operatorRule } from './rules/operator.js';
import { operatorClassRule } from './rules/operator-class.js';
import { operatorFamilyRule } from './rules/operator-family.js';
import { ownerRule } from './rules/owner.js';
import { partitionRule } from './rules/partition.js';
import { policyRule } from './rules/policy.js';
import { publicationRule } from './rules/publication.js';
import { publicationSchemaRule } from './rules/publication-schema.js';
import { publicationTableRule } from './rules/publication-table.js';
import { rangeRule } from './rules/range.js';
import { roleRule } from './rules/role.js';
import { roleMembershipRule } from './rules/role-membership.js';
import { roleSettingRule } from './rules/role-setting.js';
import { ruleRule } from './rules/rule.js';
import { schemaRule } from './rules/schema.js';
import { securityLabelRule } from './rules/security-label.js';
import { sequenceRule } from './rules/sequence.js';
import { sequenceOwnerRule } from './rules/sequence-owner.js';
import { serverRule } from './rules/server.js';
import { shellTypeRule } from './rules/shell-type.js';
import { statisticsRule } from './rules/statistics.js';
import { subscriptionRule } from './rules/subscription.js';
import { tableRule } from './rules/table.js';
import { textSearchConfigurationRule } from './rules/text-search-configuration.js';
import { textSearchDictionaryRule } from './rules/text-search-dictionary.js';
import { textSearchParserRule } from './rules/text-search-parser.js';
import { textSearchTemplateRule } from './rules/text-search-template.js';
import { transformRule } from './rules/transform.js';
import { triggerRule } from './rules/trigger.js';
import { userMappingRule } from './rules/user-mapping.js';
import { viewRule } from './rules/view.js';
import { viewColumnRule } from './rules/view-column.js';

export const RULES = {
  role: roleRule,
  roleMembership: roleMembershipRule,
  roleSetting: roleSettingRule,
  schema: schemaRule,
  extension: extensionRule,
  language: languageRule,
  collation: collationRule,
  enum: enumRule,
  domain: domainRule,
  domainConstraint: domainConstraintRule,
  composite: compositeRule,
  range: rangeRule,
  shellType: shellTypeRule,
  function: functionRule,
  baseType: baseTypeRule,
  aggregate: aggregateRule,
  operator: operatorRule,
  operatorFamily: operatorFamilyRule,
  operatorClass: operatorClassRule,
  cast: castRule,
  conversion: conversionRule,
  transform: transformRule,
  accessMethod: accessMethodRule,
  textSearchParser: textSearchParserRule,
  textSearchTemplate: textSearchTemplateRule,
  textSearchDictionary: textSearchDictionaryRule,
  textSearchConfiguration: textSearchConfigurationRule,
  foreignDataWrapper: foreignDataWrapperRule,
  server: serverRule,
  userMapping: userMappingRule,
  sequence: sequenceRule,
  table: tableRule,
  column: columnRule,
  default: defaultRule,
  inheritance: inheritanceRule,
  partition: partitionRule,
  constraint: constraintRule,
  index: indexRule,
  indexAttachment: indexAttachmentRule,
  view: viewRule,
  materializedView: materializedViewRule,
  viewColumn: viewColumnRule,
  rule: ruleRule,
  trigger: triggerRule,
  policy: policyRule,
  statistics: statisticsRule,
  publication: publicationRule,
  publicationTable: publicationTableRule,
  publicationSchema: publicationSchemaRule,
  subscription: subscriptionRule,
  owner: ownerRule,
  sequenceOwner: sequenceOwnerRule,
  grant: grantRule,
  comment: commentRule,
  securityLabel: securityLabelRule,
  defaultPrivilege: defaultPrivilegeRule,
  eventTrigger: eventTriggerRule,
} as const satisfies { readonly [K in ObjectKind]: Rule<K> };

/** Among statements that nothing orders, those of an earlier kind come first when creating, and last when dropping. */
export const KIND_ORDER = Object.keys(RULES) as readonly ObjectKind[];
