// The shape of `data` in the JSON document.
import * as z from 'zod';

export const data = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      action: z.enum(['created', 'updated', 'unchanged', 'kept', 'conflict']),
      owner: z.enum(['tool', 'user']),
    }),
  ),
  operations: z.array(
    z.object({
      method: z.string(),
      path: z.string(),
      operationId: z.string().nullable(),
      handler: z.string(),
      file: z.string(),
      line: z.int(),
    }),
  ),
  unresolved: z.array(z.object({ reason: z.string(), file: z.string(), line: z.int().nullable() })),
  /** With --mock: where it listens, and what it answers. */
  mock: z
    .object({
      url: z.string(),
      operations: z.array(z.object({ method: z.string(), path: z.string(), operationId: z.string().nullable() })),
    })
    .optional(),
});
