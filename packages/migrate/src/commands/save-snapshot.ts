// --save-snapshot: the connected schema as a file, for a later --compare.

import { resolve } from 'node:path';
import { coreError } from '@senior-backend/core/errors/tool-error';
import { writeFileWhole } from '@senior-backend/core/files/write';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import { connect } from '@senior-backend/core/postgres/connect';
import { resolveConnection } from '@senior-backend/core/postgres/settings';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { comparable } from '../read/comparable.js';
import { requireVersion } from '../read/require-version.js';
import { renderSnapshot } from '../read/snapshot.js';
import type { Settings } from '../settings.js';

export async function saveSnapshot({ env, settings, redactor }: ToolContext<Settings>): Promise<Outcome> {
  const file = settings.saveSnapshot ?? '';
  if (settings.roles.length > 0)
    throw coreError('CORE001', {
      message: '--roles with --save-snapshot: a snapshot holds no roles',
      help: 'leave it out',
    });
  const session = await connect(await resolveConnection(env, redactor, settings.connection), {
    applicationName: 'db-migrate',
  });
  try {
    requireVersion(session);
    const catalog = comparable(await readCatalog(session));
    await writeFileWhole(resolve(env.cwd, file), renderSnapshot(catalog));
    return {
      exitCode: 0,
      data: { snapshot: file, objects: catalog.facts.size },
      report: {
        blocks: [
          { kind: 'title', text: 'Schema Snapshot' },
          {
            kind: 'fields',
            fields: [
              { label: 'Database', value: session.database },
              { label: 'Objects', value: String(catalog.facts.size) },
              { label: 'Written', value: file },
            ],
          },
        ],
      },
    };
  } finally {
    await session.close();
  }
}
