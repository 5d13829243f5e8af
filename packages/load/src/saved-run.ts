// A run as `--save` keeps it: what it was made with, and its blocks.
import { existsSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { readTextFile } from '@senior-backend/core/files/read';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import { loadError } from './codes.js';
import { type Baseline, differences, parseBaseline } from './judge/compare/baseline.js';
import { measuredBlocks } from './judge/compare/blocks.js';
import type { RunResult } from './measure/result.js';
import type { Plan } from './model/plan.js';
import { operationNames } from './model/traffic.js';
import { baselineFile } from './plan/read-plan.js';
import { describeLoad } from './report/describe-load.js';
import type { LoadSettings } from './settings.js';

export interface SavedBefore {
  /** The runs that `--compare` names. */
  readonly compared: Baseline | undefined;
  /** The runs that are in the file of `--save` already. */
  readonly extended: Baseline | undefined;
}

/** Reads what was saved before, while nothing has been sent. Throws LOAD101, LOAD105, CORE101 and CORE102. */
export async function readSaved(
  { arguments: words, settings, env, redactor }: ToolContext<LoadSettings>,
  plan: Plan,
): Promise<SavedBefore> {
  const read = async (file: string): Promise<Baseline> =>
    parseBaseline(file, await readTextFile(resolve(env.cwd, file)));
  const file = baselineFile(words, settings);
  const compared = file === undefined ? undefined : await read(file);
  if (settings.save === undefined || !existsSync(resolve(env.cwd, settings.save)))
    return { compared, extended: undefined };
  const extended = await read(settings.save);
  const [different] = differences(extended.settings, settingsOf(plan, redactor.redact));
  if (different === undefined) return { compared, extended };
  throw loadError('LOAD105', {
    message: `the runs in this baseline were made with other settings: ${different}`,
    at: { file: settings.save },
    help: 'save to another file, or remove this one to begin anew',
  });
}

/** Nothing secret is in it: the URL is redacted, header values and bodies are left out. */
export function toBaseline(plan: Plan, result: RunResult, redact: (text: string) => string): Baseline {
  const blocks = measuredBlocks(result, 0, plan.load.kind === 'open').filter((block) => block.histogram.total > 0);
  return {
    settings: settingsOf(plan, redact),
    runs: [{ savedAt: result.startedAt, environment: environmentOf(result), blocks }],
  };
}

function settingsOf(plan: Plan, redact: (text: string) => string): Baseline['settings'] {
  const { traffic, schedule, targets } = plan;
  const [step] = traffic.flows[0].steps;
  const lengthMs = schedule.slices
    .filter((slice) => slice.purpose === 'measured')
    .reduce((sum, slice) => sum + slice.lengthMs, 0);
  return {
    url: redact(targets[0].url),
    method: step.method,
    bodyBytes: step.body.length,
    operations: operationNames(traffic).length,
    load: describeLoad(plan),
    keepAlive: traffic.keepAlive,
    http2: plan.http2Sessions > 0,
    seconds: Math.round(lengthMs / 100) / 10,
  };
}

function environmentOf({ threads, engine }: RunResult): Baseline['settings'] {
  return {
    node: process.versions.node,
    platform: `${platform()} ${release()}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    threads,
    engine,
  };
}
