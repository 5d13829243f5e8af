// One file of a spec: its text, its parsed value, and the way back from a value to its line.
import { locate } from '@senior-backend/core/errors/diagnostic';
import type { ToolError } from '@senior-backend/core/errors/tool-error';
import { CORE_SCHEMA, type LoadOptions, load, Type, YAMLException } from 'js-yaml';
import { scaffoldError } from '../../codes.js';
import { checkLimits, DEEPEST, LONGEST_TEXT } from './limits.js';

export interface SpecDocument {
  /** As it is shown to the user. */
  readonly file: string;
  /** Absolute; references are relative to it. */
  readonly path: string;
  readonly text: string;
  readonly root: unknown;
  readonly isJson: boolean;
}

// The core schema of YAML 1.2 and the merge key: no dates, no sets, no custom tags.
const MERGE = new Type('tag:yaml.org,2002:merge', {
  kind: 'scalar',
  resolve: (text: unknown) => text === '<<' || text === null,
});
// `maxDepth` is new in js-yaml 4.3 and not in its types yet.
const OPTIONS: LoadOptions & { readonly maxDepth: number } = {
  schema: CORE_SCHEMA.extend({ implicit: [MERGE] }),
  maxDepth: DEEPEST,
};

/** Parses a spec file. Throws SCAF101 with the place, SCAF106 for a document that is made to exhaust memory. */
export function parseSpecDocument(file: string, path: string, text: string): SpecDocument {
  if (text.length > LONGEST_TEXT) {
    throw scaffoldError('SCAF106', {
      message: `${file} is ${Math.round(text.length / 1e6)} MB long`,
      at: { file },
      help: `the limit is ${LONGEST_TEXT / 1e6} MB`,
    });
  }
  const isJson = /^\s*[{[]/.test(text) && !path.endsWith('.yaml') && !path.endsWith('.yml');
  const root = isJson ? parseJson(file, text) : parseYaml(file, text);
  checkLimits(file, root, !isJson);
  return { file, path, text, root, isJson };
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    // JSON is YAML too: flow mappings with trailing commas or comments are read, and else the YAML parser names the place.
    return parseYaml(file, text, cause);
  }
}

function parseYaml(file: string, text: string, cause?: unknown): unknown {
  try {
    return load(text, OPTIONS);
  } catch (error) {
    const isTooDeep =
      error instanceof RangeError || (error instanceof YAMLException && error.reason.startsWith('nesting exceeded'));
    if (isTooDeep)
      throw scaffoldError('SCAF106', {
        message: `${file} is nested too deep`,
        at: { file },
        help: 'flatten it with $ref',
        cause: error,
      });
    if (error instanceof YAMLException) throw syntaxError(file, text, error, cause);
    throw error;
  }
}

function syntaxError(file: string, text: string, error: YAMLException, cause: unknown): ToolError {
  const position = error.mark?.position;
  return scaffoldError('SCAF101', {
    message: `${cause === undefined ? 'not valid YAML' : 'not valid JSON'}: ${error.reason || error.message}`,
    at: position === undefined ? { file } : locate(file, text, position),
    help: hintFor(error.reason ?? ''),
    cause: error,
  });
}

function hintFor(reason: string): string {
  if (reason.includes('duplicated mapping key')) return 'the same key stands twice in one object; keep one of them';
  if (reason.includes('tab')) return 'YAML is indented with spaces, never with tabs';
  if (reason.includes('indentation'))
    return 'align the line with its neighbours; YAML takes the indentation for the structure';
  return 'correct the line, or the one above it; quote a text that holds `: ` or ` #`';
}
