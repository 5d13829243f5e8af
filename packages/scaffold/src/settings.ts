import { coreError } from '@senior-backend/core/errors/tool-error';
import { flag, list, wholeNumber } from '@senior-backend/core/tool/schemas';
import * as z from 'zod';
import { FRAMEWORK_NAMES } from './model/framework-name.js';

/** What is in force, after flags, environment and configuration file. */
export const settingsSchema = z.object({
  framework: z.enum(FRAMEWORK_NAMES).optional(),
  style: z.enum(['native', 'portable']).optional(),
  output: z.string().min(1),
  generateSpec: flag.default(false),
  base: z.string().min(1).optional(),
  specVersion: z.enum(['3.0', '3.1']).optional(),
  only: list.optional(),
  fromDb: flag.default(false),
  connection: z.string().min(1).optional(),
  schema: list.optional(),
  table: list.optional(),
  rowSecurity: flag.default(false),
  requireIfMatch: flag.default(false),
  refRoot: z.string().min(1).optional(),
  allowRemoteRefs: flag.default(false),
  lenient: flag.default(false),
  force: flag.default(false),
  dryRun: flag.default(false),
  check: flag.default(false),
  fastValidators: flag.default(false),
  errors: z.enum(['envelope', 'problem']).default('envelope'),
  problemTypes: z.url({ protocol: /^https?$/ }).optional(),
  watch: flag.default(false),
  app: flag.default(false),
  mock: flag.default(false),
  port: wholeNumber(0, 65_535),
  host: z.string().min(1),
  seed: wholeNumber(0, 2 ** 32 - 1),
});

export type Settings = z.output<typeof settingsSchema>;

/** The shape of error answers. Throws CORE001 for a page of problem types where errors are no problems. */
export function errorOptions({ errors, problemTypes }: Settings): Pick<Settings, 'errors' | 'problemTypes'> {
  if (problemTypes === undefined || errors === 'problem') return { errors, problemTypes };
  throw coreError('CORE001', {
    message: '--problem-types is for problem details, and errors are envelopes',
    help: 'add --errors problem',
  });
}
