// The files of a spec and the references between them. A reference reaches files below the entry's folder and nothing else.
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { isInside } from '@senior-backend/core/files/jail';
import { readFileError } from '@senior-backend/core/files/read';
import { scaffoldError } from '../../codes.js';
import { parseSpecDocument, type SpecDocument } from './document.js';
import { child, placeOf, rootNode, type SpecNode } from './node.js';

const LONGEST_CHAIN = 100;

export interface Library {
  readonly entry: SpecDocument;
  /** The value behind a `$ref`, after any chain of references. Throws SCAF103, SCAF104, SCAF105. */
  follow(from: SpecNode, reference: string): SpecNode;
}

export interface SpecSource {
  readonly file: string;
  /** The content, where it came from standard input. */
  readonly text?: string;
  /** The folder that references may reach; the entry's own where it is not given. */
  readonly refRoot?: string;
}

/**
 * Opens the entry file. Files that it refers to are read when a reference is followed, once each.
 */
export function openLibrary(cwd: string, { file, text, refRoot }: SpecSource): Library {
  const entryPath = text === undefined ? realPathOf(resolve(cwd, file)) : resolve(cwd, 'stdin');
  const root = refRoot === undefined ? dirname(entryPath) : realPathOf(resolve(cwd, refRoot));
  const documents = new Map<string, SpecDocument>();
  const open = (path: string): SpecDocument => {
    const known = documents.get(path);
    if (known) return known;
    const document = parseSpecDocument(
      shownPath(cwd, path),
      path,
      text !== undefined && path === entryPath ? text : readText(path),
    );
    documents.set(path, document);
    return document;
  };
  const entry = open(entryPath);

  const target = (from: SpecNode, reference: string): SpecNode => {
    const split = reference.indexOf('#');
    const file = split === -1 ? reference : reference.slice(0, split);
    const pointer = split === -1 ? '' : reference.slice(split + 1);
    const document = file === '' ? from.document : open(jailed(root, from, file, reference));
    return walk(from, document, pointer, reference);
  };

  return {
    entry,
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

function jailed(root: string, from: SpecNode, file: string, reference: string): string {
  if (/^(?!file:)(?:\/\/|[a-z][a-z0-9+.-]+:)/i.test(file)) {
    throw scaffoldError('SCAF105', {
      message: `$ref "${reference}" goes to the network`,
      at: placeOf(from),
      help: 'download the file next to the spec and refer to it by its path',
    });
  }
  const decoded = decode(file);
  const path = resolve(dirname(from.document.path), decoded);
  const outside = scaffoldError('SCAF104', {
    message: `$ref "${reference}" leaves the folder of the spec`,
    at: placeOf(from),
    help: 'move the file below that folder, or name a folder above both as --ref-root',
  });
  if (
    /^file:/i.test(file) ||
    decoded.includes('\0') ||
    /^[/\\]/.test(decoded) ||
    /^[a-z]:[/\\]/i.test(decoded) ||
    !isInside(root, path)
  )
    throw outside;
  let real: string;
  try {
    real = realpathSync(path);
  } catch {
    throw dangling(from, reference, `there is no file ${file}`);
  }
  if (!isInside(root, real)) throw outside;
  return real;
}

function walk(from: SpecNode, document: SpecDocument, pointer: string, reference: string): SpecNode {
  let node = rootNode(document);
  if (pointer === '') return node;
  if (!pointer.startsWith('/'))
    throw dangling(from, reference, 'anchors are not supported; refer by a pointer such as #/components/schemas/Name');
  for (const step of pointer.slice(1).split('/')) {
    const key = decode(step).replaceAll('~1', '/').replaceAll('~0', '~');
    const next = child(node, key);
    if (!next) throw dangling(from, reference, `there is no "${key}"`);
    node = next;
  }
  return node;
}

function dangling(from: SpecNode, reference: string, reason: string): Error {
  return scaffoldError('SCAF103', {
    message: `$ref "${reference}" points at nothing: ${reason}`,
    at: placeOf(from),
    help: 'correct the reference, or add what it names',
  });
}

/** Percent-decoding, as RFC 6901 section 6 asks of pointers in fragments; a stray `%` stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
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
