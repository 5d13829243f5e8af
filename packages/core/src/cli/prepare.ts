// Between the command line and the tool: configuration, settings, the context that the tool runs in.

import { type ConfigFile, loadConfig } from '../config/load-config.js';
import { describeConfig } from '../config/print-config.js';
import { type ResolvedSetting, readSettings, resolveSettings } from '../config/resolve-settings.js';
import type { Env } from '../env/env.js';
import { coreError } from '../errors/tool-error.js';
import type { Redactor } from '../report/redact.js';
import { term } from '../report/term.js';
import { MACHINE_REPORTERS, parseReporter, type ReporterTarget } from '../tool/reporters.js';
import type { LoadedTool, Outcome, ToolContext, ToolFace } from '../tool/tool.js';
import type { ParsedCommandLine } from './command.js';
import { optionsByName } from './command.js';
import { refuseIdleFlags } from './flag-company.js';
import { createProgress } from './progress.js';

/** What is in force, before the tool's own schema has read it. */
export interface InForce {
  readonly config: ConfigFile | undefined;
  readonly settings: readonly ResolvedSetting[];
  readonly reporters: readonly ReporterTarget[];
}

export interface Prepared<Settings> {
  readonly context: Omit<ToolContext<Settings>, 'publish'>;
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

/** Reads the configuration file. Throws CORE001 to CORE003 where it, a setting or a reporter cannot be taken. */
export async function settingsInForce(
  tool: ToolFace,
  env: Env,
  redactor: Redactor,
  line: ParsedCommandLine,
): Promise<InForce> {
  const named = line.flags['config'];
  const config = await loadConfig(env.cwd, typeof named === 'string' ? named : undefined);
  const settings = resolveSettings(tool, line.flags, env.variables, config);
  keepSecrets(tool, settings, redactor);
  const wanted = settings.find((setting) => setting.name === 'reporter')?.value;
  return { config, settings, reporters: chooseReporters(tool, env, line, wanted) };
}

export function prepare<Settings>(
  tool: ToolFace,
  loaded: LoadedTool<Settings>,
  env: Env,
  redactor: Redactor,
  line: ParsedCommandLine,
  { config, settings, reporters }: InForce,
): Prepared<Settings> {
  if (line.flags['printConfig'] !== true) refuseIdleFlags(tool, line, settings);
  const own = settings.filter((setting) => !COMMON.has(setting.name));
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
  if (line.flags['printConfig'] !== true) return { context };
  return { context, printConfig: { exitCode: 0, ...describeConfig(config, settings) } };
}

function keepSecrets(tool: ToolFace, settings: readonly ResolvedSetting[], redactor: Redactor): void {
  const options = optionsByName(tool);
  for (const { name, value } of settings) {
    if (!options.get(name)?.secret) continue;
    for (const item of Array.isArray(value) ? value : [value]) redactor.add(String(item));
  }
}

/** Where the report goes. `wanted`: what `--reporter` says, wherever it was set. Throws CORE001. */
export function chooseReporters(
  tool: ToolFace,
  env: Env,
  line: ParsedCommandLine,
  wanted: unknown,
): readonly ReporterTarget[] {
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
