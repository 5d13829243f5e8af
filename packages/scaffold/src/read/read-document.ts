// The document that the command line names, in the model.

import type { Env } from '@senior-backend/core/env/env';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import type { Settings } from '../settings.js';
import type { SpecSource } from './openapi/library.js';
import { readSpec, type SpecReading } from './openapi/read-spec.js';
import { isUrl } from './openapi/reference-target.js';

export type DocumentContext = Pick<ToolContext<Settings>, 'env' | 'arguments' | 'settings' | 'progress'>;

/** From a file, standard input or the network. */
export async function readDocument({
  env,
  arguments: [spec = ''],
  settings,
  progress,
}: DocumentContext): Promise<SpecReading> {
  progress.update(`reading ${spec}`);
  const source: SpecSource = {
    file: spec,
    ...(spec === '-' && { text: await env.stdin.readAll() }),
    ...(settings.refRoot !== undefined && { refRoot: settings.refRoot }),
  };
  return readSpec(env.cwd, await withRemote(env, source, settings.allowRemoteRefs), settings);
}

/** Loads the client only where something is on the network. */
async function withRemote(env: Env, source: SpecSource, allowRemoteRefs: boolean): Promise<SpecSource> {
  if (!isUrl(source.file) && !allowRemoteRefs) return source;
  const { fetchReferences } = await import('./remote/fetch-references.js');
  return fetchReferences(env.cwd, source, { allowRemoteRefs, signal: env.signal });
}
