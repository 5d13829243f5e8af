import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { locate } from '../errors/diagnostic.js';
import { coreError } from '../errors/tool-error.js';
import { importModule } from '../files/import-module.js';
import { readFileError } from '../files/read.js';
import { suggest } from '../tool/suggest.js';
import { findConfig } from './find-config.js';

const SECTIONS = ['scaffold', 'migrate', 'load'] as const;
export type Section = (typeof SECTIONS)[number];

export interface ConfigFile {
  readonly path: string;
  readonly sections: Readonly<Partial<Record<Section, Readonly<Record<string, unknown>>>>>;
}

/** Reads the configuration file that is named, or the nearest; undefined where there is none. Throws CORE003, CORE101, CORE102. */
export async function loadConfig(cwd: string, named: string | undefined): Promise<ConfigFile | undefined> {
  const path = named === undefined ? findConfig(cwd) : resolve(cwd, named);
  if (path === undefined) return undefined;
  const content = await readContent(path);
  if (!isRecord(content)) {
    throw coreError('CORE003', {
      message: `${path} does not hold settings`,
      at: { file: path },
      help: 'write sections: { "scaffold": {…}, "migrate": {…}, "load": {…} }',
    });
  }
  for (const [key, section] of Object.entries(content)) {
    if (!SECTIONS.some((name) => name === key)) {
      const meant = suggest(key, SECTIONS);
      throw coreError('CORE003', {
        message: `unknown section "${key}"`,
        at: { file: path },
        help: meant ? `did you mean "${meant}"?` : `the sections are ${SECTIONS.join(', ')}`,
      });
    }
    if (!isRecord(section)) {
      throw coreError('CORE003', {
        message: `section "${key}" does not hold settings`,
        at: { file: path },
        help: `write ${key}: { setting: value }`,
      });
    }
  }
  return { path, sections: content as ConfigFile['sections'] };
}

async function readContent(path: string): Promise<unknown> {
  const extension = extname(path);
  if (extension === '.json' || extension === '.yaml' || extension === '.yml') {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      throw readFileError(path, error);
    });
    return extension === '.json' ? parseJson(path, text) : parseYaml(path, text);
  }
  return defaultExport(path);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = /position (\d+)/.exec(message)?.[1];
    throw coreError('CORE003', {
      message: `not valid JSON: ${message}`,
      at: offset === undefined ? { file: path } : locate(path, text, Number(offset)),
      help: 'correct the file; JSON has no comments and no trailing commas (YAML has comments)',
    });
  }
}

async function parseYaml(path: string, text: string): Promise<unknown> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    throw coreError('CORE003', {
      message: `not valid YAML: ${error.message}`,
      at: locate(path, text, error.pos[0]),
      help: 'correct the file',
    });
  }
  return document.toJS({ maxAliasCount: 100 }) as unknown;
}

async function defaultExport(path: string): Promise<unknown> {
  try {
    const module = (await importModule(pathToFileURL(path).href)) as { default?: unknown };
    return module.default;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'ENOENT') throw readFileError(path, error);
    const typescript = code === 'ERR_UNKNOWN_FILE_EXTENSION';
    throw coreError('CORE003', {
      message: typescript
        ? `this Node.js (${process.version}) does not load TypeScript`
        : `loading ${path} failed: ${String(error)}`,
      at: { file: path },
      help: typescript
        ? 'use Node 22.18 or later, or rename the file to backend.config.mjs'
        : 'the file must be a module with a default export',
      cause: error,
    });
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
