import { duration, flag, list, size, wholeNumber } from '@senior-backend/core/tool/schemas';
import * as z from 'zod';
import { SEVERITIES } from './analyze/finding.js';
import { HAZARD_KINDS } from './plan/statement.js';

const FAIL_ON = [...HAZARD_KINDS, ...SEVERITIES];

/** Words of both modes; each mode refuses the other's, see commands/fail-on.ts. */
const failOn = list.transform((given, context) => {
  const words = given.flatMap((word) => word.split(','));
  const known = words.flatMap((word) => FAIL_ON.filter((one) => one === word));
  if (known.length !== words.length) context.addIssue({ code: 'custom', message: `must be of ${FAIL_ON.join(', ')}` });
  return known;
});

/** `MIG508:public.events=append-only log`: code, object, reason. */
const ignored = list.transform((given, context) => {
  const read = given.flatMap((word) => {
    const [, code, object, reason] = /^([A-Z]+\d+)(?::([^=]+))?=\s*(\S.*)$/s.exec(word) ?? [];
    return code === undefined || reason === undefined ? [] : [{ code, object, reason }];
  });
  if (read.length !== given.length)
    context.addIssue({ code: 'custom', message: 'must be CODE=reason or CODE:object=reason' });
  return read;
});

export const settings = z.object({
  connection: z.string().optional(),
  analyze: flag.optional(),
  suggestIndexes: flag.optional(),
  maxIndexSize: size.optional(),
  measure: flag.optional(),
  inPlace: flag.optional(),
  measureRows: wholeNumber(1),
  measureTimeout: duration,
  compareWith: z.string().optional(),
  workload: z.string().optional(),
  sample: duration.optional(),
  ignore: ignored.default([]),
  compare: z.string().optional(),
  from: z.string().optional(),
  saveSnapshot: z.string().optional(),
  squash: z.string().optional(),
  migrate: z.string().optional(),
  lint: z.string().optional(),
  rollback: z.string().optional(),
  status: flag.optional(),
  output: z.string(),
  name: z.string().optional(),
  check: flag.optional(),
  dryRun: flag.optional(),
  proof: flag.default(true),
  scratch: z.string(),
  schema: list.default([]),
  exclude: list.default([]),
  owner: flag.default(true),
  roles: list.default([]),
  rename: list.default([]),
  onlineThreshold: wholeNumber(0),
  failOn: failOn.default([]),
  adopt: z.string().optional(),
  confirm: z.string().optional(),
  lockTimeout: duration,
  lockRetries: wholeNumber(0, 1_000),
  lockWait: duration,
});

export type Settings = z.infer<typeof settings>;
