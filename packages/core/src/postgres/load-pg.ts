// node-postgres asks whether it runs at Cloudflare: by the name of its runtime where there is one, else by making a web
// Response, for which Node loads its whole HTTP client (20 ms). Node 21 and later have the name; Node 20 is given it
// for as long as the question takes.
const NAME = 'navigator';
const isMissing = !(NAME in globalThis);
if (isMissing) Object.defineProperty(globalThis, NAME, { value: { userAgent: 'Node.js' }, configurable: true });
const { default: loaded } = await import('pg');
if (isMissing) Reflect.deleteProperty(globalThis, NAME);

export const pg = loaded;
