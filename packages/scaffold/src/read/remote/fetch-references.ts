// What a spec needs of the network, fetched before it is read, so that reading stays a function of texts.
import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ToolError } from '@senior-backend/core/errors/tool-error';
import { scaffoldError } from '../../codes.js';
import { parseSpecDocument, type SpecDocument } from '../openapi/document.js';
import type { SpecSource } from '../openapi/library.js';
import { isUrl, referenceTarget } from '../openapi/reference-target.js';
import { type FetchedDocument, fetchDocument, shownUrl } from './fetch-document.js';

const MOST_DOCUMENTS = 1_000;

export interface FetchOptions {
  /** References may leave the folder of a spec that stands on the network, and a local spec for the network. */
  readonly allowRemoteRefs: boolean;
  readonly signal: AbortSignal;
}

/**
 * The source with everything that its references reach on the network. A spec that is named by a URL may refer to what
 * stands below its own folder there; all else needs `allowRemoteRefs`. Throws SCAF106, SCAF108, SCAF109 for the entry; a
 * reference that cannot be had is an error only where it is followed.
 */
export async function fetchReferences(cwd: string, source: SpecSource, options: FetchOptions): Promise<SpecSource> {
  if (!isUrl(source.file) && !options.allowRemoteRefs) return source;
  return isUrl(source.file) ? fromUrl(source, options) : fromDisk(cwd, source, options);
}

type Found = Map<string, FetchedDocument | Error>;

async function fromUrl(source: SpecSource, options: FetchOptions): Promise<SpecSource> {
  if (!URL.canParse(source.file)) {
    throw scaffoldError('SCAF109', { message: `${source.file} is no address`, help: 'write https://host/path' });
  }
  const named = new URL(source.file);
  const { username, password } = named;
  const authorization =
    username === ''
      ? undefined
      : `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`;
  const trust = { trustedOrigin: named.origin, ...(authorization !== undefined && { authorization }) };
  const fetch = (url: URL): Promise<FetchedDocument> => fetchDocument({ url, ...trust, signal: options.signal });
  const entry = await fetch(new URL(shownUrl(named)));
  const folder = new URL('.', entry.url).href;
  const remote: Found = new Map([[source.file, entry]]);
  const start = parseSpecDocument(entry.url.href, entry.url.href, entry.text);
  await collect([start], '', remote, fetch, (url) => options.allowRemoteRefs || url.href.startsWith(folder));
  return { ...source, remote };
}

async function fromDisk(cwd: string, source: SpecSource, { signal }: FetchOptions): Promise<SpecSource> {
  const path = source.text === undefined ? realpathSync(resolve(cwd, source.file)) : resolve(cwd, 'stdin');
  const start = parseSpecDocument(source.file, path, source.text ?? (await readFile(path, 'utf8')));
  const root = source.refRoot === undefined ? dirname(path) : realpathSync(resolve(cwd, source.refRoot));
  const remote: Found = new Map();
  await collect(
    [start],
    root,
    remote,
    (url) => fetchDocument({ url, signal }),
    () => true,
  );
  return { ...source, remote };
}

/** Walks documents and what they refer to, each once, and fills `remote`. What cannot be parsed refers to nothing. */
async function collect(
  documents: SpecDocument[],
  root: string,
  remote: Found,
  fetch: (url: URL) => Promise<FetchedDocument>,
  mayFetch: (url: URL) => boolean,
): Promise<void> {
  const seen = new Set(documents.map((document) => document.path));
  const add = (path: string, text: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const document = parsedOrNothing(path, text);
    if (document) documents.push(document);
  };
  for (const document of documents) {
    for (const file of filesReferredTo(document.root)) {
      const target = referenceTarget(root, document.path, file);
      if (target.kind === 'file' && !seen.has(target.path)) add(target.path, await readFile(target.path, 'utf8'));
      if (target.kind !== 'url' || remote.has(target.url.href) || !mayFetch(target.url)) continue;
      if (remote.size === MOST_DOCUMENTS) throw tooMany();
      const found = await fetch(target.url).catch((error: Error) => error);
      remote.set(target.url.href, found);
      if (!(found instanceof Error)) add(found.url.href, found.text);
    }
  }
}

/** A file that is no document is said where a reference to it is followed, with the place of the reference's target. */
function parsedOrNothing(path: string, text: string): SpecDocument | undefined {
  try {
    return parseSpecDocument(path, path, text);
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

function tooMany(): Error {
  return scaffoldError('SCAF106', {
    message: `the spec refers to more than ${MOST_DOCUMENTS} documents on the network`,
    help: 'download them next to the spec and refer to them by their paths',
  });
}

/** The file part of every `$ref` in a document, once each. */
function filesReferredTo(root: unknown): ReadonlySet<string> {
  const files = new Set<string>();
  const seen = new Set<object>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const reference: unknown = Object.hasOwn(value, '$ref') ? (value as { readonly $ref: unknown }).$ref : undefined;
    if (typeof reference === 'string') files.add(reference.split('#', 1)[0] ?? '');
    open.push(...Object.values(value));
  }
  files.delete('');
  return files;
}
