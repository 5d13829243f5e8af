// The files of a spec and the references between them. A reference reaches files below the entry's folder and nothing else.
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { readFileError } from '@senior-backend/core/files/read';
import { parseSpecDocument, type SpecDocument } from './document.js';
import { child, rootNode, type SpecNode } from './node.js';
import { decodePercent, isUrl, referenceTarget } from './reference-target.js';
import { SpecFault } from './spec-fault.js';

const LONGEST_CHAIN = 100;

export interface Library {
  readonly entry: SpecDocument;
  /** What was opened so far, by the absolute path or the address. */
  readonly documents: ReadonlyMap<string, SpecDocument>;
  /** The value behind a `$ref`, after any chain of references. Throws {@link SpecFault} SCAF103, SCAF104, SCAF105. */
  follow(from: SpecNode, reference: string): SpecNode;
}

export interface SpecSource {
  readonly file: string;
  /** The content, where it came from standard input. */
  readonly text?: string;
  /** The folder that references may reach; the entry's own where it is not given. */
  readonly refRoot?: string;
  /** What was fetched, by the address that was asked for; an error where it could not be had. */
  readonly remote?: RemoteDocuments;
}

export type RemoteDocuments = ReadonlyMap<string, { readonly url: URL; readonly text: string } | Error>;

interface Shelf {
  readonly root: string;
  readonly remote: RemoteDocuments;
  open(path: string): SpecDocument;
}

/**
 * Opens the entry file. Files that it refers to are read when a reference is followed, once each; what stands on the
 * network was fetched before.
 */
export function openLibrary(cwd: string, source: SpecSource): Library {
  const { text, refRoot, remote = new Map() } = source;
  const entryPath = entryPathOf(cwd, source);
  const root = refRoot === undefined ? dirname(entryPath) : realPathOf(resolve(cwd, refRoot));
  const fetched = new Map(
    [...remote.values()].flatMap((found) => (found instanceof Error ? [] : [[found.url.href, found.text]])),
  );
  const documents = new Map<string, SpecDocument>();
  const open = (path: string): SpecDocument => {
    const known = documents.get(path);
    if (known) return known;
    const content = text !== undefined && path === entryPath ? text : (fetched.get(path) ?? readText(path));
    const document = parseSpecDocument(isUrl(path) ? path : shownPath(cwd, path), path, content);
    documents.set(path, document);
    return document;
  };
  const shelf: Shelf = { root, remote, open };
  const entry = open(entryPath);

  const target = (from: SpecNode, reference: string): SpecNode => {
    const split = reference.indexOf('#');
    const file = split === -1 ? reference : reference.slice(0, split);
    const pointer = split === -1 ? '' : reference.slice(split + 1);
    const document = file === '' ? from.document : documentAt(shelf, from, file, reference);
    return walk(from, document, pointer, reference);
  };

  return {
    entry,
    documents,
    follow(from, reference) {
      let node = target(from, reference);
      for (let hops = 0; ; hops += 1) {
        const next = child(node, '$ref')?.value;
        if (typeof next !== 'string' || Object.keys(node.value as object).length > 1) return node;
        if (hops === LONGEST_CHAIN) throw dangling(from, reference, 'it leads round in a circle');
        node = target(node, next);
      }
    },
  };
}

/** The document that a reference names by its file. Throws SCAF103, SCAF104, SCAF105, and what fetching it came to. */
function documentAt(shelf: Shelf, from: SpecNode, file: string, reference: string): SpecDocument {
  const target = referenceTarget(shelf.root, from.document.path, file);
  switch (target.kind) {
    case 'file':
      return shelf.open(target.path);
    case 'url': {
      const found = shelf.remote.get(target.url.href);
      if (found instanceof Error) throw found;
      if (found) return shelf.open(found.url.href);
      throw new SpecFault(
        'SCAF105',
        from,
        `$ref "${reference}" goes to the network`,
        'pass --allow-remote-refs to have it fetched, or download it next to the spec and refer to it by its path',
      );
    }
    case 'outside':
      throw new SpecFault(
        'SCAF104',
        from,
        `$ref "${reference}" leaves the folder of the spec`,
        'move the file below that folder, or name a folder above both as --ref-root',
      );
    case 'missing':
      throw dangling(from, reference, `there is no file ${file}`);
    default:
      return target satisfies never;
  }
}

function walk(from: SpecNode, document: SpecDocument, pointer: string, reference: string): SpecNode {
  let node = rootNode(document);
  if (pointer === '') return node;
  if (!pointer.startsWith('/'))
    throw dangling(from, reference, 'anchors are not supported; refer by a pointer such as #/components/schemas/Name');
  for (const step of pointer.slice(1).split('/')) {
    const key = decodePercent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    const next = child(node, key);
    if (!next) throw dangling(from, reference, `there is no "${key}"`);
    node = next;
  }
  return node;
}

function dangling(from: SpecNode, reference: string, reason: string): Error {
  return new SpecFault(
    'SCAF103',
    from,
    `$ref "${reference}" points at nothing: ${reason}`,
    'correct the reference, or add what it names',
  );
}

function entryPathOf(cwd: string, { file, text, remote }: SpecSource): string {
  if (text !== undefined) return resolve(cwd, 'stdin');
  const fetched = isUrl(file) ? remote?.get(file) : undefined;
  if (fetched instanceof Error) throw fetched;
  return fetched?.url.href ?? realPathOf(resolve(cwd, file));
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw readFileError(path, cause);
  }
}

function readText(path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  } catch (cause) {
    throw readFileError(path, cause);
  }
}

function shownPath(cwd: string, path: string): string {
  const way = relative(cwd, path);
  return way.startsWith('..') ? path : way;
}
