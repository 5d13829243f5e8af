import { expect, test } from 'vitest';
import { memoryEnv } from '../env/memory-env.js';
import { createRedactor } from '../report/redact.js';
import { connect } from './connect.js';
import { resolveConnection } from './settings.js';

test('where settings were found is said once for each place', async () => {
  const env = memoryEnv({
    variables: { DATABASE_URL: 'postgresql://app@127.0.0.1:1/shop', PGPASSWORD: 'canary-77' },
  });
  const settings = await resolveConnection(env, createRedactor(), undefined);
  const error: unknown = await connect(settings, { applicationName: 'test' }).catch((cause: unknown) => cause);
  const message = error instanceof Error ? error.message : '';
  expect(message).toContain('(host, port, user and dbname from DATABASE_URL; password from PGPASSWORD)');
  expect(message).not.toContain('canary');
});
