// One server of the benchmark: `server.js KIND NAME MODULES GENERATED`. Prints its port; GET /cpu gives the CPU µs used so far.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { handWritten } from './hand-written.js';
import { peers } from './peers.js';

const [kind, name, modules, generated] = process.argv.slice(2);
const { resolve } = createRequire(join(modules, 'package.json'));
const load = (wanted) => import(pathToFileURL(resolve(wanted)).href);
const document = JSON.parse(readFileSync(join(import.meta.dirname, 'openapi.json'), 'utf8'));

const GENERATED = {
  async express() {
    const [{ default: express }, { createRouter }] = [await load('express'), await routes()];
    const app = express();
    app.use(createRouter());
    return app;
  },
  async fastify() {
    const [{ default: fastify }, module] = [await load('fastify'), await routes()];
    const app = fastify();
    app.register(module.routes);
    await app.ready();
    return (request, response) => app.routing(request, response);
  },
  async koa() {
    const [{ default: Koa }, { createRouter }] = [await load('koa'), await routes()];
    const app = new Koa();
    app.use(createRouter().routes());
    return app.callback();
  },
  async hono() {
    const [{ getRequestListener }, { createRouter }] = [await load('@hono/node-server'), await routes()];
    return getRequestListener(createRouter().fetch);
  },
};

function routes() {
  return import(pathToFileURL(join(generated, 'dist/routes/index.js')).href);
}

const listener = await { generated: GENERATED, 'hand-written': handWritten, peer: peers }[kind][name](load, document);
const server = createServer((request, response) => {
  if (request.url !== '/cpu') return listener(request, response);
  const { user, system } = process.cpuUsage();
  response.end(String(user + system));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.stdin.resume().on('end', () => process.exit(0));
