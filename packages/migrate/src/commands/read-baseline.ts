import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Env } from '@senior-backend/core/env/env';
import { errorsOf } from '@senior-backend/core/errors/tool-error';
import * as z from 'zod';
import { ANALYZE_CODES } from '../analyze/codes.js';
import type { Baseline } from '../report/compare-analyses.js';

const fail = errorsOf(ANALYZE_CODES);

const document = z.object({
  invocation: z.object({ startedAt: z.string() }),
  data: z.object({
    workload: z.object({ since: z.string().nullable() }),
    findings: z.array(z.object({ code: z.string(), object: z.string(), columns: z.array(z.string()) })),
    statements: z.array(z.object({ id: z.string(), calls: z.number(), totalMs: z.number(), meanMs: z.number() })),
  }),
});

/** The JSON document of an earlier --analyze. Throws MIG524 for anything else. */
export async function readBaseline(env: Env, file: string): Promise<Baseline> {
  try {
    const { invocation, data } = document.parse(JSON.parse(await readFile(resolve(env.cwd, file), 'utf8')));
    return {
      startedAt: invocation.startedAt,
      countedSince: data.workload.since,
      findings: data.findings,
      statements: data.statements,
    };
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause).split('\n')[0] : String(cause);
    throw fail('MIG524', {
      message: `${file} is no report of an analysis: ${why}`,
      help: 'write one: db-migrate --analyze --reporter json=report.json',
      cause,
    });
  }
}
