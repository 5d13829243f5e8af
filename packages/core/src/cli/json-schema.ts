// `--json-schema`: what the document of `--json` looks like.
import * as z from 'zod';
import { EXIT_CODES } from '../errors/exit-codes.js';
import type { ToolFace } from '../tool/tool.js';

/** The JSON Schema of what `--json` prints, with the tool's own `data`. */
export function jsonSchema(tool: ToolFace, data: z.ZodType): string {
  const document = z.object({
    schemaVersion: z.literal('1.0'),
    tool: z.object({ name: z.literal(tool.name), version: z.string(), node: z.string() }),
    ok: z.boolean(),
    exitCode: z.literal(Object.keys(EXIT_CODES).map(Number)),
    invocation: z.object({ argv: z.array(z.string()), startedAt: z.iso.datetime(), durationMs: z.number() }),
    diagnostics: z.array(
      z.object({
        code: z.string(),
        severity: z.enum(['error', 'warning', 'info']),
        message: z.string(),
        location: z
          .object({
            file: z.string(),
            line: z.int().optional(),
            column: z.int().optional(),
            endLine: z.int().optional(),
            endColumn: z.int().optional(),
          })
          .nullable(),
        hint: z.string().nullable(),
      }),
    ),
    data: data.nullable(),
  });
  return `${JSON.stringify(z.toJSONSchema(document, { unrepresentable: 'any' }), null, 2)}\n`;
}
