// The only import() of an address that is known when the command runs: V8 11, which Node 20 has, refuses it in code that comes
// from a cache (docs/decisions/0180-code-is-compiled-when-it-is-built.md).

/** What the module at an address, `file:` or `data:`, exports. */
export function importModule(address: string): Promise<unknown> {
  return import(address);
}
