// What is outside of a bundle is required, and where the sources import it on demand, too: code from a cache may not import in
// V8 11, which Node 20 has (docs/decisions/0180-code-is-compiled-when-it-is-built.md).
import { isBuiltin } from 'node:module';

const HERE = 'on-demand-';

/** Leaves these packages outside. For each that is imported on demand, and each module of Node, a small file that requires it. */
export function leavesOutside(isOutside) {
  const names = new Map();
  return {
    name: 'leaves outside',
    resolveId(name, _importer, { kind }) {
      if (!isBuiltin(name) && !isOutside(name)) return null;
      if (kind !== 'dynamic-import') return { id: name, external: true };
      const id = `${HERE}${name.replaceAll(/[^a-z0-9]+/gi, '-')}`;
      names.set(id, JSON.stringify(name));
      return id;
    },
    load(id) {
      const name = names.get(id);
      return name === undefined ? null : `export * from ${name}; export { default } from ${name};`;
    },
  };
}
