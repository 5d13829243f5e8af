// The schema of `data.database` in the JSON document.
import * as z from 'zod';

const count = z.number().nonnegative();

export const databaseData = z.object({
  serverVersion: count,
  database: z.string(),
  blind: z.array(z.string()).describe('what could not be seen, and why'),
  perRequestMs: z.number().nullable().describe('time in statements for each complete answer'),
  statements: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      calls: count,
      totalMs: count,
      meanMs: count,
      rows: count,
      blocksRead: count,
      blocksHit: count,
      tempBlocks: count,
    }),
  ),
  waits: z.array(z.object({ event: z.string(), sessions: count })).describe('sessions, on average over the run'),
  blocks: z
    .array(
      z.object({
        waiting: z.string(),
        blocking: z.string(),
        blockerIdle: z.boolean(),
        firstMs: z.number(),
        lastMs: z.number(),
        sessions: count,
      }),
    )
    .describe('who kept whom from a lock'),
  spikes: z
    .array(
      z.object({
        fromMs: z.number(),
        toMs: z.number(),
        p99Ms: z.number(),
        usualMs: z.number(),
        cause: z.string().nullable(),
      }),
    )
    .describe('seconds whose p99 is far above the usual, and what the database did then'),
  samples: z.array(
    z.object({
      atMs: z.number(),
      running: count,
      idleInTransaction: count,
      waits: z.array(z.object({ event: z.string(), statement: z.string(), sessions: count })),
    }),
  ),
  totals: z.object({
    commits: count,
    rollbacks: count,
    blocksRead: count,
    blocksHit: count,
    tempBytes: count,
    deadlocks: count,
    checkpoints: count,
  }),
});

export type DatabaseData = z.infer<typeof databaseData>;
