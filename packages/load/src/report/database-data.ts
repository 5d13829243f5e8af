// `data.database` of the JSON document.
import type { DatabaseFinding } from '../judge/database.js';
import type { DatabaseData } from './database-schema.js';

export function toDatabaseData({ record, spikes, perRequestMs, waits }: DatabaseFinding): DatabaseData {
  return {
    serverVersion: record.serverVersion,
    database: record.database,
    blind: [...record.blind],
    perRequestMs,
    statements: record.statements.map((statement) => ({ ...statement, meanMs: statement.totalMs / statement.calls })),
    waits: waits.map((wait) => ({ ...wait })),
    blocks: record.blocks.map((block) => ({ ...block })),
    spikes: spikes.map((spike) => ({ ...spike })),
    samples: record.samples.map((sample) => ({ ...sample, waits: sample.waits.map((wait) => ({ ...wait })) })),
    totals: { ...record.totals },
  };
}
