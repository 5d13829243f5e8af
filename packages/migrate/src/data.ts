// The shape of `data` in the JSON document, by mode.
import * as z from 'zod';
import { analysisData } from './report/analysis-data.js';

const hazard = z.object({
  kind: z.string(),
  code: z.string(),
  message: z.string(),
  check: z.string().optional(),
  rows: z.number().optional(),
});

const compare = z.object({
  migration: z.string().nullable(),
  rollback: z.string().nullable(),
  empty: z.boolean(),
  scratch: z.string(),
  leftAlone: z.array(z.string()),
  proof: z.object({ up: z.string(), down: z.string(), observer: z.string() }).nullable(),
  steps: z.array(
    z.object({
      sql: z.string(),
      rollback: z.array(z.string()),
      object: z.string(),
      at: z.object({ file: z.string(), line: z.number().optional(), column: z.number().optional() }).nullable(),
      lock: z.string().nullable(),
      rewrites: z.boolean(),
      scans: z.boolean(),
      transactional: z.boolean(),
      hazards: z.array(hazard),
    }),
  ),
});

const step = z.object({
  n: z.number(),
  sql: z.string(),
  state: z.string(),
  attempts: z.number(),
  ms: z.number().nullable(),
  lock: z.string().nullable(),
});

const migrate = z.object({
  files: z.array(z.object({ file: z.string(), checksum: z.string(), state: z.string(), steps: z.array(step) })),
});

const snapshot = z.object({ snapshot: z.string(), objects: z.number() });

const squash = z.object({
  squashed: z.string().nullable(),
  replaces: z.array(z.string()),
  statements: z.number(),
  proof: z.object({ up: z.string(), down: z.string(), observer: z.string() }),
});

export const data = z.union([analysisData, compare, migrate, snapshot, squash]);
