import type { SecurityRequirement, SecurityScheme } from '../../model/api-model.js';
import { child, children, isObject, type SpecNode, textOf } from './node.js';
import { type Reading, resolved, warn } from './reading.js';
import { orElse, SpecFault } from './spec-fault.js';

export function readSecuritySchemes(reading: Reading, root: SpecNode): Map<string, SecurityScheme> {
  const holder = reading.dialect === '2.0' ? root : child(root, 'components');
  const entries = children(
    holder && child(holder, reading.dialect === '2.0' ? 'securityDefinitions' : 'securitySchemes'),
  );
  return new Map(
    entries.map((entry) => {
      // Kept, so that what it protects stays closed.
      const standIn: SecurityScheme = { name: entry.key, kind: 'undeclared' };
      return [entry.key, orElse(reading, standIn, () => readScheme(resolved(reading, entry), entry.key))];
    }),
  );
}

/** Throws SCAF107 for a scheme of no known type: to leave it out would open what the author meant to close. */
function readScheme(node: SpecNode, name: string): SecurityScheme {
  const description = isObject(node.value) ? textOf(node, 'description') : undefined;
  const base = { name, ...(description && { description }) };
  switch (isObject(node.value) ? textOf(node, 'type') : undefined) {
    case 'apiKey': {
      const place = textOf(node, 'in');
      const parameter = textOf(node, 'name');
      if ((place !== 'query' && place !== 'header' && place !== 'cookie') || !parameter)
        throw unusable(node, name, 'an apiKey scheme needs a name, and query, header or cookie as `in`');
      return { ...base, kind: 'apiKey', in: place, parameter };
    }
    case 'basic':
      return { ...base, kind: 'basic' };
    case 'http': {
      const scheme = textOf(node, 'scheme')?.toLowerCase();
      if (!scheme || !/^[\w!#$%&'*+.^`|~-]+$/.test(scheme))
        throw unusable(node, name, 'an http scheme needs a scheme such as basic or bearer');
      return scheme === 'basic' || scheme === 'bearer' ? { ...base, kind: scheme } : { ...base, kind: 'http', scheme };
    }
    case 'oauth2':
      return { ...base, kind: 'oauth2' };
    case 'openIdConnect':
      return { ...base, kind: 'openIdConnect' };
    case 'mutualTLS':
      return { ...base, kind: 'mutualTLS' };
    default:
      throw unusable(node, name, 'its type must be apiKey, http, oauth2, openIdConnect or mutualTLS');
  }
}

function unusable(node: SpecNode, name: string, reason: string): Error {
  return new SpecFault(
    'SCAF107',
    node,
    `the security scheme ${name} cannot be used: ${reason}`,
    'correct the scheme; operations that need it would be open otherwise',
  );
}

/**
 * The requirements of an operation, or of the document where the operation has none of its own. A scheme that is declared
 * nowhere (OpenAPI 3.1.1, security requirement object: each name MUST be declared) is kept, so that the operation stays closed.
 */
export function readRequirements(
  reading: Reading,
  schemes: Map<string, SecurityScheme>,
  node: SpecNode | undefined,
): readonly SecurityRequirement[] {
  return children(node).map((requirement) =>
    children(requirement).map((entry) => {
      if (!schemes.has(entry.key)) {
        schemes.set(entry.key, { name: entry.key, kind: 'undeclared' });
        warn(
          reading,
          entry,
          `the security scheme ${entry.key} is required here and declared nowhere; its function in auth.ts gets the headers alone`,
          'SCAF204',
        );
      }
      return { scheme: entry.key, scopes: Array.isArray(entry.value) ? entry.value.map(String) : [] };
    }),
  );
}
