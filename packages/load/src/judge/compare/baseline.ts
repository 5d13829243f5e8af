// Saved runs: what `--save` writes and `--compare baseline.json` reads.
import * as z from 'zod';
import { loadError } from '../../codes.js';
import { decodeHistogram, encodeHistogram } from '../../measure/hdr.js';
import { joinBlocks, type MeasuredBlock } from './blocks.js';

const FORMAT = 'api-load baseline';
const VERSION = 2;
/** Older ones are left out of the file as new ones come. */
const MOST_RUNS = 30;
/** A bound on the size of the file: neighbouring blocks are joined. */
const MOST_BLOCKS = 20;

const scalars = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const runSchema = z.object({
  savedAt: z.string(),
  /** The machine and the versions that the run was made with. */
  environment: scalars,
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

const common = { format: z.literal(FORMAT), settings: scalars };
/** Version 1 held one run. */
const schema = z.union([
  z.object({ ...common, version: z.literal(VERSION), runs: z.array(runSchema).min(1) }),
  z
    .object({ ...common, version: z.literal(1) })
    .extend(runSchema.shape)
    .transform(({ savedAt, environment, blocks, ...rest }) => ({ ...rest, runs: [{ savedAt, environment, blocks }] })),
]);

type Scalars = Readonly<Record<string, string | number | boolean>>;

export interface SavedRun {
  readonly savedAt: string;
  readonly environment: Scalars;
  readonly blocks: readonly MeasuredBlock[];
}

export interface Baseline {
  /** What must be alike for runs to be comparable. */
  readonly settings: Scalars;
  /** The oldest first. */
  readonly runs: readonly [SavedRun, ...SavedRun[]];
}

/** The text of a baseline file. Secrets are not in it: URL without credentials, no headers, no body. */
export function renderBaseline({ settings, runs }: Baseline): string {
  const stored = runs.map(({ savedAt, environment, blocks }) => ({
    savedAt,
    environment,
    blocks: joinNeighbours(blocks).map(({ histogram, answered, lengthMs }) => ({
      answered,
      lengthMs,
      histogram: encodeHistogram(histogram),
      min: histogram.total === 0 ? 0 : histogram.min,
      max: histogram.max,
      sum: histogram.sum,
    })),
  }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, settings, runs: stored }, null, 1)}\n`;
}

function joinNeighbours(blocks: readonly MeasuredBlock[]): readonly MeasuredBlock[] {
  const size = Math.ceil(blocks.length / MOST_BLOCKS);
  const groups = Math.ceil(blocks.length / Math.max(1, size));
  return Array.from({ length: groups }, (_, index) => joinBlocks(blocks.slice(index * size, (index + 1) * size)));
}

/** The runs of both; the newest where there are too many. */
export function addRuns(before: Baseline | undefined, after: Baseline): Baseline {
  const [first, ...rest] = [...(before?.runs ?? []), ...after.runs].slice(-MOST_RUNS);
  return first ? { settings: after.settings, runs: [first, ...rest] } : after;
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
  try {
    const [first, ...rest] = parsed.data.runs.map(decodeRun);
    if (!first) throw refuse('there are no runs in it');
    return { settings: parsed.data.settings, runs: [first, ...rest] };
  } catch (cause) {
    throw refuse('a histogram in it cannot be decoded', cause);
  }
}

function decodeRun({ savedAt, environment, blocks }: z.infer<typeof runSchema>): SavedRun {
  return {
    savedAt,
    environment,
    blocks: blocks.map(({ histogram, answered, lengthMs, min, max, sum }) => ({
      answered,
      lengthMs,
      histogram: decodeHistogram(histogram, { min, max, sum }),
    })),
  };
}

/** What differs between two sides that should be alike, in sentences: settings, and the environment of the last runs. */
export function describeMismatch(before: Baseline, after: Baseline): readonly string[] {
  const whole = ({ settings, runs }: Baseline): Scalars => ({ ...settings, ...runs.at(-1)?.environment });
  return differences(whole(before), whole(after));
}

/** What differs between two sets of named values, in sentences. */
export function differences(then: Scalars, now: Scalars): readonly string[] {
  return [...new Set([...Object.keys(then), ...Object.keys(now)])]
    .filter((key) => then[key] !== now[key])
    .map((key) => `${key} was ${String(then[key] ?? 'none')}, and is ${String(now[key] ?? 'none')} now`);
}
