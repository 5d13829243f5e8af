import { child, type SpecNode, textOf } from './node.js';

/** The address of a server object with its variables at their defaults; undefined where it has none. */
export function filledServer(server: SpecNode): string | undefined {
  const variables = child(server, 'variables');
  return textOf(server, 'url')?.replace(/\{([^}]*)\}/g, (_, name: string) => {
    const variable = variables && child(variables, name);
    return String((variable && child(variable, 'default')?.value) ?? '');
  });
}
