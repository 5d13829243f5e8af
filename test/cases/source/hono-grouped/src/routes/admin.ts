import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';

export const admin = new Hono();
admin.use('/*', bearerAuth({ token: 'secret' }));
admin.patch('/settings', (c) => c.json({}));
admin.get(process.env['ADMIN_PATH'] ?? '/stats', (c) => c.json({}));
