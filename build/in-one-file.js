// Which modules of a command stand in one file. By itself the bundler makes a file of every set of modules that some runs need
// and others do not: forty for a comparison, each of which costs Node more to find and link than to compile.
import { basename } from 'node:path';

/**
 * For each of these modules, in turn: a file with all that it imports and no earlier one does. `main.ts` itself stays out: it
 * waits for modules that import what it shares with them.
 */
export function inOneFile(paths) {
  const fileOf = new Map();
  const plugin = {
    name: 'in one file',
    buildEnd() {
      const ids = [...this.getModuleIds()];
      for (const path of paths) {
        const [root, ...more] = ids.filter((id) => id.endsWith(`/${path}`));
        if (root === undefined || more.length > 0) throw new Error(`${path} is not one module of this bundle`);
        const name = basename(path, '.ts');
        for (const id of needed(root, (one) => (fileOf.has(one) ? [] : this.getModuleInfo(one).importedIds)))
          if (!fileOf.has(id) && basename(id) !== 'main.ts') fileOf.set(id, name);
      }
    },
  };
  const group = { debugName: 'in one file', name: (id) => fileOf.get(id) ?? null };
  return { plugin, codeSplitting: { includeDependenciesRecursively: false, groups: [group] } };
}

/** The module and all that it imports, by whatever way. */
function needed(root, importedBy) {
  const found = new Set([root]);
  for (const id of found) for (const imported of importedBy(id)) found.add(imported);
  return found;
}
