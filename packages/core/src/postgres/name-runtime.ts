// Node 20 is given the name that later ones have, for as long as load-pg.ts takes.
const NAME = 'navigator';
const isMissing = !(NAME in globalThis);
if (isMissing) Object.defineProperty(globalThis, NAME, { value: { userAgent: 'Node.js' }, configurable: true });

/** Takes away what loading this module has set. */
export function forgetRuntime(): void {
  if (isMissing) Reflect.deleteProperty(globalThis, NAME);
}
