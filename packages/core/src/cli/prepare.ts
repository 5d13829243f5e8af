// Between the command line and the tool: configuration, settings, the context that the tool runs in.

import { loadConfig } from '../config/load-config.js';
import { describeConfig } from '../config/print-config.js';
import { type ResolvedSetting, readSettings, resolveSettings } from '../config/resolve-settings.js';
import type { Env } from '../env/env.js';
import { coreError } from '../errors/tool-error.js';
import type { Redactor } from '../report/redact.js';
import { term } from '../report/term.js';
import type { ParsedCommandLine } from './command.js';
import { optionsByName } from './command.js';
import { createProgress } from './progress.js';
import { MACHINE_REPORTERS, parseReporter, type ReporterTarget } from './reporters.js';
import type { LoadedTool, Outcome, ToolContext, ToolFace } from './tool.js';

export interface Prepared<Settings> {
  readonly context: Omit<ToolContext<Settings>, 'publish'>;
  readonly reporters: readonly ReporterTarget[];
  /** Set where `--print-config` asked for it: the run ends with this. */
  readonly printConfig?: Outcome;
}

const COMMON = new Set([
  'json',
  'html',
  'junit',
  'reporter',
  'jsonSchema',
  'config',
  'printConfig',
  'explain',
  'color',
  'input',
  'debug',
]);

export async function prepare<Settings>(
  tool: ToolFace,
  loaded: LoadedTool<Settings>,
  env: Env,
  redactor: Redactor,
  line: ParsedCommandLine,
): Promise<Prepared<Settings>> {
  const named = line.flags['config'];
  const config = await loadConfig(env.cwd, typeof named === 'string' ? named : undefined);
  const resolved = resolveSettings(tool, line.flags, env.variables, config);
  keepSecrets(tool, resolved, redactor);
  const own = resolved.filter((setting) => !COMMON.has(setting.name));
  const reporters = chosenReporters(tool, env, line, resolved);
  const context: Prepared<Settings>['context'] = {
    env,
    arguments: line.arguments,
    settings: readSettings(loaded.settings, own),
    redactor,
    progress: createProgress(env, redactor),
    interactive: env.stdin.isTTY && env.stderr.isTTY && !env.variables['CI'] && line.flags['input'] !== false,
    say: (text) => env.stderr.write(`${term(redactor.redact(text))}\n`),
    oneDocument: reporters.some((target) => target.file === undefined && MACHINE_REPORTERS.has(target.name)),
  };
  if (line.flags['printConfig'] !== true) return { context, reporters };
  return { context, reporters, printConfig: { exitCode: 0, ...describeConfig(config, resolved) } };
}

function keepSecrets(tool: ToolFace, settings: readonly ResolvedSetting[], redactor: Redactor): void {
  const options = optionsByName(tool);
  for (const { name, value } of settings) {
    if (!options.get(name)?.secret) continue;
    for (const item of Array.isArray(value) ? value : [value]) redactor.add(String(item));
  }
}

function chosenReporters(
  tool: ToolFace,
  env: Env,
  line: ParsedCommandLine,
  settings: readonly ResolvedSetting[],
): readonly ReporterTarget[] {
  const wanted = settings.find((setting) => setting.name === 'reporter')?.value;
  const texts = wanted === undefined ? [] : Array.isArray(wanted) ? wanted.map(String) : String(wanted).split(',');
  const targets = texts.map((text) => {
    const target = parseReporter(text, tool.reporters);
    if (target) return target;
    throw coreError('CORE001', {
      message: `unknown reporter ${text}`,
      help: `the reporters of ${tool.name} are ${tool.reporters.join(', ')}`,
    });
  });
  if (line.flags['json'] === true) targets.push({ name: 'json' });
  for (const name of ['html', 'junit'] as const) {
    const file = line.flags[name];
    if (typeof file === 'string') targets.push({ name, file });
  }
  if (targets.every((target) => target.file !== undefined)) targets.push({ name: 'pretty' });
  const printed = targets.filter((target) => target.file === undefined);
  const machine = printed.find((target) => MACHINE_REPORTERS.has(target.name));
  if (machine && printed.length > 1) {
    throw coreError('CORE001', {
      message: `${machine.name} shares stdout with another reporter`,
      help: `send one of them to a file: --reporter ${machine.name}=report.${machine.name}`,
    });
  }
  const inActions = env.variables['GITHUB_ACTIONS'] === 'true' && tool.reporters.includes('github');
  if (inActions && !targets.some((target) => target.name === 'github')) targets.push({ name: 'github' });
  return targets;
}
