// The table `schemes` of security.ts, and what is said of each above its function.
import type { SecurityScheme } from '../../../model/api-model.js';
import { docCommentAt } from '../doc-comments.js';
import type { Machine } from '../interpret/machine.js';
import type { ModuleStore } from '../interpret/modules.js';
import type { SourceFile } from '../source-file.js';
import { memberOf, textOf, type Value } from '../values.js';

export function readSchemes(machine: Machine, store: ModuleStore, path: string): ReadonlyMap<string, SecurityScheme> {
  const module = store.load(machine, path);
  const table = module?.scope.lookUp('schemes');
  if (!module || table?.kind !== 'record') return new Map();
  const descriptions = descriptionsOf(module.file);
  return new Map(
    [...table.members].flatMap(([name, { value }]) => {
      const description = descriptions.get(name);
      const scheme = schemeOf(name, value);
      return scheme ? [[name, { ...scheme, ...(description !== undefined && { description }) }] as const] : [];
    }),
  );
}

function schemeOf(name: string, value: Value): SecurityScheme | undefined {
  const kind = textOf(memberOf(value, 'kind'));
  switch (kind) {
    case 'apiKey': {
      const place = textOf(memberOf(value, 'in'));
      const parameter = textOf(memberOf(value, 'name')) ?? '';
      return place === 'query' || place === 'header' || place === 'cookie'
        ? { name, kind, in: place, parameter }
        : undefined;
    }
    case 'http':
      return { name, kind, scheme: textOf(memberOf(value, 'scheme')) ?? '' };
    case 'basic':
    case 'bearer':
    case 'oauth2':
    case 'openIdConnect':
    case 'mutualTLS':
    case 'undeclared':
      return { name, kind };
    default:
      return undefined;
  }
}

function descriptionsOf(file: SourceFile): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const statement of file.program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : undefined;
    if (declaration?.type !== 'TSInterfaceDeclaration' || declaration.id.name !== 'Authenticators') continue;
    for (const member of declaration.body.body) {
      if (member.type !== 'TSPropertySignature') continue;
      const { key, start } = member;
      const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined;
      const text = docCommentAt({ file, start })?.text;
      if (name !== undefined && text !== undefined) found.set(name, text);
    }
  }
  return found;
}
