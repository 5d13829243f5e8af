// The connection service file (PostgreSQL documentation, 34.17).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '../env/env.js';
import { coreError } from '../errors/tool-error.js';
import { isParameter, type Parameter, type ParameterSet, type SetParameter } from './parameters.js';

/** The parameters of a service: the user's file first, then the system's. Throws CORE201 where neither has it. */
export async function readService(env: Env, service: string, userFile: string | undefined): Promise<ParameterSet> {
  const systemFolder = env.variables['PGSYSCONFDIR'] ?? '/etc/postgresql-common';
  const files = [userFile ?? join(env.homeDirectory, '.pg_service.conf'), join(systemFolder, 'pg_service.conf')];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    const found = text === undefined ? undefined : parseService(text, service, file);
    if (found) return found;
  }
  throw coreError('CORE201', {
    message: `no service "${service}" in ${files.join(' or ')}`,
    help: `add a section [${service}] with host=, dbname= and user=, or correct PGSERVICE`,
  });
}

export function parseService(text: string, service: string, file: string): ParameterSet | undefined {
  let inSection = false;
  let found: Partial<Record<Parameter, SetParameter>> | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('[')) {
      inSection = line === `[${service}]`;
      if (inSection) found ??= {};
      continue;
    }
    if (!inSection || !found) continue;
    const [key = '', ...value] = line.split('=');
    const name = key.trim();
    const at = { file, line: index + 1, column: 1 };
    if (value.length === 0 || !isParameter(name)) {
      throw coreError('CORE201', {
        message: `the service file has a line that is no parameter: ${name}`,
        at,
        help: 'write parameter=value, one a line',
      });
    }
    if (name === 'service')
      throw coreError('CORE201', {
        message: 'a service cannot name another service',
        at,
        help: 'write its parameters here',
      });
    found[name] ??= { value: value.join('=').trim(), source: `service ${service} in ${file}` };
  }
  return found;
}
