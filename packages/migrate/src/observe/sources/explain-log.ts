// The log of auto_explain with JSON plans (PostgreSQL documentation, F.4), as the server writes it to stderr, csvlog or
// jsonlog: each entry has the text of a statement, its time, and with log_analyze its rows and blocks.
import * as z from 'zod';
import type { StatementRun } from './group-statements.js';

const entry = z.object({
  'Query Text': z.string(),
  'Query Parameters': z.string().optional(),
  Plan: z
    .object({
      'Actual Rows': z.number().optional(),
      'Actual Loops': z.number().optional(),
      'Shared Hit Blocks': z.number().optional(),
      'Shared Read Blocks': z.number().optional(),
      'Temp Written Blocks': z.number().optional(),
    })
    .optional(),
});

const MARK = /duration: ([\d.]+) ms\s+plan:\s*/g;

/** Every entry that can be read, and how many cannot. No entry at all means that this is no such log. */
export function readExplainLog(log: string): { readonly runs: readonly StatementRun[]; readonly unreadable: number } {
  const text = unwrapJsonLog(log);
  const runs: StatementRun[] = [];
  let unreadable = 0;
  for (const match of text.matchAll(MARK)) {
    const run = readEntry(objectAt(text, match.index + match[0].length), Number(match[1]));
    if (run) runs.push(run);
    else unreadable += 1;
  }
  return { runs, unreadable };
}

function readEntry(json: string | undefined, ms: number): StatementRun | undefined {
  const parsed = entry.safeParse(parseJson(json));
  if (!parsed.success) return undefined;
  const { Plan: plan, 'Query Text': sql, 'Query Parameters': parameters } = parsed.data;
  const values = parameters === undefined ? undefined : readParameters(parameters);
  return {
    sql: sql.replace(/;\s*$/, ''),
    ms,
    rows: (plan?.['Actual Rows'] ?? 0) * (plan?.['Actual Loops'] ?? 1),
    sharedBlocks: (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0),
    temporaryBlocks: plan?.['Temp Written Blocks'] ?? 0,
    ...(values && { values }),
  };
}

/** `$1 = '7', $2 = NULL`: quotes are doubled inside of values. */
function readParameters(text: string): readonly (string | null)[] {
  return [...text.matchAll(/\$\d+ = (?:NULL|'((?:[^']|'')*)')/g)].map((match) =>
    match[1] === undefined ? null : match[1].replaceAll("''", "'"),
  );
}

/** jsonlog holds an entry as the text of a field. */
function unwrapJsonLog(log: string): string {
  return log
    .split('\n')
    .map((line) => {
      if (!line.startsWith('{"')) return line;
      const parsed = z.object({ message: z.string() }).safeParse(parseJson(line));
      return parsed.success ? parsed.data.message : line;
    })
    .join('\n');
}

/** The JSON object that begins here. In csvlog its quotes are doubled. */
function objectAt(text: string, start: number): string | undefined {
  if (text[start] !== '{') return undefined;
  const doubled = /^\{\s*""/.test(text.slice(start, start + 40));
  const end = doubled ? text.indexOf('\n}', start) + 2 : closingBrace(text, start);
  if (end <= start) return undefined;
  const json = text.slice(start, end);
  return doubled ? json.replaceAll('""', '"') : json.replaceAll('\n\t', '\n');
}

function closingBrace(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted && letter === '\\') at += 1;
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === '{') depth += 1;
    else if (!quoted && letter === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
