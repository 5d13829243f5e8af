// The stage of `api-load --demo`: a server of its own on the loopback, with a fast and a slow way to the same answer.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoStage } from '@senior-backend/core/tool/tool';

const SERVICE_MS: Readonly<Record<string, number>> = { '/fast': 2, '/slow': 5 };

export async function demoStage(): Promise<DemoStage> {
  const server = createServer((request, response) => {
    const serviceMs = SERVICE_MS[request.url ?? ''];
    if (serviceMs === undefined) response.writeHead(404).end();
    else void sleep(serviceMs).then(() => response.setHeader('Content-Type', 'application/json').end('{"ok":true}'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    argv: [`${origin}/fast`, `${origin}/slow`, '--compare', '--concurrency', '5', '--duration', '6s'],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
