import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { coreError, errorsOf } from '@senior-backend/core/errors/tool-error';
import type { Session } from '@senior-backend/core/postgres/session';
import { formatDuration } from '@senior-backend/core/report/number';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import { ANALYZE_CODES } from '../analyze/codes.js';
import type { StatementSource } from '../observe/sources/counted.js';
import { fileStatements } from '../observe/sources/file-statements.js';
import { sampledStatements } from '../observe/sources/sampled-statements.js';
import { serverStatements } from '../observe/sources/server-statements.js';
import type { Settings } from '../settings.js';

const fail = errorsOf(ANALYZE_CODES);

/** Where the statements come from: `--workload`, `--sample`, else the server's counters as they are. */
export async function statementSource(
  { env, settings, progress }: ToolContext<Settings>,
  session: Session,
  most: number,
): Promise<StatementSource> {
  const { workload, sample } = settings;
  if (workload !== undefined && sample !== undefined)
    throw coreError('CORE001', {
      message: '--sample counts what the server runs, and --workload names a file',
      help: 'leave one of them out',
    });
  if (sample !== undefined) {
    progress.update(`counting statements for ${formatDuration(sample)}`);
    return sampledStatements(session, most, sample, env.signal);
  }
  return workload === undefined ? serverStatements : fromFile(resolve(env.cwd, workload), workload);
}

async function fromFile(path: string, shown: string): Promise<StatementSource> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw fail('MIG529', {
      message: `${shown} cannot be read: ${String(cause)}`,
      help: 'name a file of SQL statements, or a server log',
      cause,
    });
  });
  const source = await fileStatements(text);
  if (source) return source;
  throw fail('MIG529', {
    message: `${shown} holds neither SQL statements nor plans of auto_explain`,
    help: 'for auto_explain: SET auto_explain.log_format = json, and log_min_duration',
  });
}
