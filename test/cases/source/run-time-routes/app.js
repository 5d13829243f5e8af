import express from 'express';
import { loadPlugins } from './plugins.js';
import { readRoutes } from 'route-store';

const app = express();

app.get('/fixed', (req, res) => res.json({}));
for (const route of await readRoutes()) {
  app[route.method](route.path, (req, res) => res.end());
}
app.get(/^\/files\/(.+)$/, (req, res) => res.end());
app.use('/plugins', loadPlugins());
app.use('/missing', (await import('./missing.js')).default);

export default app;
