// The dump of a database without the extensions that are left alone.
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { extensionNames, type LeftAlone } from '../read/left-alone.js';

/** Takes out the extensions, what is said of them, and what is granted on their members. */
export function dumpWithout(dump: string, alone: LeftAlone): string {
  if (alone.length === 0) return dump;
  const extensions = new Set(extensionNames(alone));
  const granted = new Set(
    alone.flatMap((fact) => (isKind(fact, 'grant') ? [withoutArguments(fact.attributes.object ?? '')] : [])),
  );
  const isAlone = (entry: string): boolean => {
    const [, name = '', type = '', schema = ''] = HEADER.exec(entry) ?? [];
    if (type === 'EXTENSION') return extensions.has(unquoted(name));
    if (type === 'COMMENT')
      return name.startsWith('EXTENSION ') && extensions.has(unquoted(name.slice('EXTENSION '.length)));
    const [, kind = '', member = ''] = /^(\w+(?: \w+)*?) (\S.*)$/.exec(withoutArguments(name)) ?? [];
    return type === 'ACL' && granted.has(`${kind} ${schema}.${member}`);
  };
  return dump
    .split(/^(?=--\n-- (?:Name|Data for Name): )/m)
    .filter((entry) => !isAlone(entry))
    .join('');
}

const HEADER = /^--\n-- Name: (.*); Type: (.*); Schema: (.*); Owner: /;

/** pg_dump writes the names of arguments, the catalogue their types alone. */
function withoutArguments(object: string): string {
  return object.replace(/\(.*$/, '');
}

function unquoted(name: string): string {
  return name.replace(/^"(.*)"$/, '$1');
}
