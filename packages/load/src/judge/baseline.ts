// A saved run: what `--save` writes and `--compare baseline.json` reads.
import { z } from 'zod';
import { loadError } from '../codes.js';
import { decodeHistogram, encodeHistogram } from '../measure/hdr.js';
import type { MeasuredBlock } from './blocks.js';

const FORMAT = 'api-load baseline';
const VERSION = 1;

const schema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  savedAt: z.string(),
  /** What must be alike on both sides for a comparison to be fair. */
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** The machine and the versions that the run was made with. */
  environment: z.record(z.string(), z.union([z.string(), z.number()])),
  blocks: z.array(
    z.object({
      answered: z.number().nonnegative(),
      lengthMs: z.number().nonnegative(),
      /** HdrHistogram V2, compressed, base64; microseconds. */
      histogram: z.string(),
      min: z.number().nonnegative(),
      max: z.number().nonnegative(),
      sum: z.number().nonnegative(),
    }),
  ),
});

type Scalars = Readonly<Record<string, string | number | boolean>>;

export interface Baseline {
  readonly savedAt: string;
  readonly settings: Scalars;
  readonly environment: Readonly<Record<string, string | number>>;
  readonly blocks: readonly MeasuredBlock[];
}

/** The text of a baseline file. Secrets are not in it: URL without credentials, no headers, no body. */
export function renderBaseline({ savedAt, settings, environment, blocks }: Baseline): string {
  const stored = blocks.map(({ histogram, answered, lengthMs }) => ({
    answered,
    lengthMs,
    histogram: encodeHistogram(histogram),
    min: histogram.total === 0 ? 0 : histogram.min,
    max: histogram.max,
    sum: histogram.sum,
  }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, savedAt, settings, environment, blocks: stored }, null, 1)}\n`;
}

/** Throws LOAD101 with the place for a text that is no baseline. */
export function parseBaseline(file: string, text: string): Baseline {
  const refuse = (reason: string, cause?: unknown): Error =>
    loadError('LOAD101', {
      message: `not a baseline: ${reason}`,
      at: { file },
      help: 'write one with: api-load <url> --save baseline.json',
      cause,
    });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw refuse('the file is not JSON', cause);
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(issue ? `${issue.path.join('.') || 'the document'}: ${issue.message}` : 'unknown form');
  }
  const { savedAt, settings, environment, blocks } = parsed.data;
  try {
    return {
      savedAt,
      settings,
      environment,
      blocks: blocks.map(({ histogram, answered, lengthMs, min, max, sum }) => ({
        answered,
        lengthMs,
        histogram: decodeHistogram(histogram, { min, max, sum }),
      })),
    };
  } catch (cause) {
    throw refuse('a histogram in it cannot be decoded', cause);
  }
}

/** What differs between two sides that should be alike, in sentences. */
export function describeMismatch(before: Baseline, after: Baseline): readonly string[] {
  const scalars = ({ settings, environment }: Baseline): Scalars => ({ ...settings, ...environment });
  const [then, now] = [scalars(before), scalars(after)];
  return [...new Set([...Object.keys(then), ...Object.keys(now)])]
    .filter((key) => then[key] !== now[key])
    .map((key) => `${key} was ${String(then[key] ?? 'none')}, and is ${String(now[key] ?? 'none')} now`);
}
