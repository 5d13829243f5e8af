// Middleware that guards a route, by its name: `requireAuth`, `passport.authenticate('jwt')`, `basicAuth(…)`.
import type { SecurityRequirement, SecurityScheme } from '../../../model/api-model.js';
import type { FoundRoute } from '../routes/collect-routes.js';
import type { Item } from '../values.js';

const OPTIONAL = /optional|maybe|unless/i;

const GUARDS: readonly (readonly [RegExp, SecurityScheme])[] = [
  [/basic-?auth|authenticate\(\s*['"]basic|\bverifyBasic/i, { name: 'basicAuth', kind: 'basic' }],
  [/api-?key/i, { name: 'apiKey', kind: 'apiKey', in: 'header', parameter: 'X-API-Key' }],
  [
    /\b(?:(?:require|check|ensure|verify|is|must|validate|with)_?(?:Be_?)?(?:Auth\w*|Login|LoggedIn|Signed_?In|User|Token|Jwt|Session|Admin)|auth(?:enticate|enticated|orize|Middleware|Guard|Required|JWT)?|protect(?:ed)?|jwt\w*|bearer\w*|passport\.authenticate|loginRequired|guard)\b/i,
    { name: 'bearerAuth', kind: 'bearer' },
  ],
];

/** The requirements of a route. Schemes that are met are added to `schemes`. */
export function securityOf(
  { handlers }: FoundRoute,
  schemes: Map<string, SecurityScheme>,
): readonly SecurityRequirement[] {
  const guards = handlers.slice(0, -1).flatMap((item) => {
    const name = nameOf(item);
    return OPTIONAL.test(name) ? [] : (GUARDS.find(([pattern]) => pattern.test(name))?.[1] ?? []);
  });
  const distinct = [...new Map(guards.map((scheme) => [scheme.name, scheme])).values()];
  for (const scheme of distinct) if (!schemes.has(scheme.name)) schemes.set(scheme.name, scheme);
  return distinct.length === 0 ? [] : [distinct.map(({ name }) => ({ scheme: name, scopes: [] }))];
}

/** As it is written where it is used: an identifier, a member, or a call with its first argument. */
function nameOf({ at }: Item): string {
  return /^[\w$.]+(?:\(\s*['"]?[\w-]*)?/.exec(at.file.text.slice(at.start, at.start + 200))?.[0] ?? '';
}
