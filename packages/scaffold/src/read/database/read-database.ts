// A live database → its tables and views, through the catalogue reader of the core.

import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import { connect } from '@senior-backend/core/postgres/connect';
import { resolveConnection } from '@senior-backend/core/postgres/settings';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import type { Relation } from '../../model/relation.js';
import { type Choice, chooseRelations } from './choose-relations.js';
import { readRelations } from './read-relations.js';

export interface DatabaseReading {
  readonly database: string;
  readonly serverVersion: number;
  readonly relations: readonly Relation[];
}

/** Reads only. Throws CORE20x where it cannot connect, SCAF310 and SCAF311 for a choice that names no tables. */
export async function readDatabase(
  context: Pick<ToolContext<unknown>, 'env' | 'redactor' | 'interactive' | 'say' | 'progress'>,
  connection: string | undefined,
  choice: Choice,
): Promise<DatabaseReading> {
  const settings = await resolveConnection(context.env, context.redactor, connection);
  context.progress.update(`connecting to ${settings.database}`);
  const session = await connect(settings, { applicationName: 'api-scaffold' });
  try {
    const isWanted = await chooseRelations(session, choice, context);
    context.progress.update(`reading ${session.database}`);
    const catalog = await readCatalog(session);
    const relations = readRelations(catalog, isWanted);
    return { database: session.database, serverVersion: session.serverVersion, relations };
  } finally {
    await session.close();
  }
}
