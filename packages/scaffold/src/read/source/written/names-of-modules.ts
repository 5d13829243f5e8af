// Schemas that the code gives a name: exported, or at the top of a module.
import { packagePath } from '../frameworks/package-path.js';
import type { LoadedModule } from '../interpret/modules.js';
import type { NamedValue } from '../schemas/schema-reading.js';
import type { Value } from '../values.js';

/** `export const userSchema = z.object(…)` → User. The first name that a value has is its own. */
export function namesOfModules(modules: Iterable<LoadedModule>): ReadonlyMap<Value, NamedValue> {
  const names = new Map<Value, NamedValue>();
  const taken = new Set<string>();
  for (const { file, exports, commonJs } of modules) {
    if (file.isGenerated) continue;
    const whole = commonJs.members.get('exports')?.value;
    const members = [...exports.members, ...(whole?.kind === 'record' && whole !== exports ? whole.members : [])];
    for (const [identifier, { value, at }] of members) {
      if (names.has(value) || identifier === 'default' || !isSchema(value)) continue;
      const wanted = nameOf(identifier);
      let name = wanted;
      for (let count = 2; taken.has(name); count += 1) name = `${wanted}${count}`;
      taken.add(name);
      names.set(value, { id: `${file.shown}#${identifier}`, identifier, name, value, at });
    }
  }
  return names;
}

/** userSchema, UserSchema, zUser → User */
function nameOf(identifier: string): string {
  const stem = identifier.replace(/(?<=\w)(?:Schema|Validator|Dto)$/, '').replace(/^z(?=[A-Z])/, '');
  return stem.charAt(0).toUpperCase() + stem.slice(1);
}

const LANGUAGES =
  /^(?:zod|@hono\/zod-openapi|@asteasolutions\/zod-to-openapi|joi|@hapi\/joi|@sinclair\/typebox|typebox)(?:\/|$)/;

function isSchema(value: Value): boolean {
  let at = value;
  while (at.kind === 'call') {
    const path = packagePath(at.callee);
    if (path) return LANGUAGES.test(path.name);
    at = at.callee.kind === 'member' ? at.callee.object : at.callee;
  }
  return false;
}
