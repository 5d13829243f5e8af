import { Command, CommanderError, Option } from 'commander';
import { allOptions, optionName } from '../tool/options.js';
import type { OptionSpec, ToolFace } from '../tool/tool.js';
import { helpText } from './help.js';

export interface ParsedCommandLine {
  readonly arguments: readonly string[];
  /** What stood on the command line, by setting; nothing else, no defaults. */
  readonly flags: Readonly<Record<string, unknown>>;
}

export type CommandLine =
  | { readonly kind: 'run'; readonly parsed: ParsedCommandLine }
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'wrong'; readonly error: CommanderError };

/** Reads the command line. What is wrong with it is for usage-error.ts to say. */
export function parseCommandLine(tool: ToolFace, argv: readonly string[], columns: number): CommandLine {
  if (asksForHelp(argv)) return { kind: 'print', text: helpText(tool, columns) };
  let printed = '';
  const command = buildCommand(tool, columns, (text) => {
    printed += text;
  });
  try {
    refuseFlagAsValue(tool, argv);
    command.parse(spreadVariadic(tool, argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'print', text: printed };
    return { kind: 'wrong', error };
  }
  const flags = Object.fromEntries(
    Object.entries(command.opts()).filter(([name]) => command.getOptionValueSource(name) === 'cli'),
  );
  return { kind: 'run', parsed: { arguments: command.args, flags } };
}

/** `--compare --help` is no question about a file of that name. */
function asksForHelp(argv: readonly string[]): boolean {
  return beforeDashes(argv).some((word) => word === '-h' || word === '--help');
}

function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}

function buildCommand(tool: ToolFace, columns: number, print: (text: string) => void): Command {
  const command = new Command(tool.name)
    .version(tool.version, '-V, --version')
    .helpOption('-h, --help')
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => undefined })
    .allowExcessArguments(false);
  command.helpInformation = () => helpText(tool, columns);
  // Optional to commander, since `--explain CODE` needs none; `requireArguments` asks for them when the tool runs.
  for (const { syntax } of tool.arguments) command.argument(`[${syntax.slice(1, -1)}]`);
  for (const option of allOptions(tool)) command.addOption(toCommanderOption(option));
  return command;
}

/**
 * `--threshold 'p99<200' 'rps>500' http://…` → `--threshold=p99<200 --threshold=rps>500 http://…`. Commander's own
 * variadic options would swallow the URL.
 */
function spreadVariadic(tool: ToolFace, argv: readonly string[]): string[] {
  const words: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    const belongs = tool.options.find((option) => option.takesMany && option.flags.startsWith(`${word} `))?.takesMany;
    if (word === '--') return [...words, ...argv.slice(at)];
    words.push(word);
    if (!belongs) continue;
    words.push(...argv.slice(at + 1, at + 2));
    for (at += 1; at + 1 < argv.length && belongs(argv[at + 1] ?? ''); at += 1) words.push(`${word}=${argv[at + 1]}`);
  }
  return words;
}

/** `--name --dry-run`: commander would call the migration `--dry-run`, and write it. `--name=--dry-run` says that it is meant. */
function refuseFlagAsValue(tool: ToolFace, argv: readonly string[]): void {
  const options = allOptions(tool);
  const named = (word: string | undefined): OptionSpec | undefined =>
    options.find(({ flags }) => word?.startsWith('-') && flags.split(/[ ,]+/).includes(word));
  beforeDashes(argv).forEach((word, at) => {
    const option = named(word);
    const next = argv[at + 1];
    if (!option?.flags.includes('<') || !named(next)) return;
    const message = `error: option '${option.flags}' argument missing: ${next} is a flag`;
    throw new CommanderError(1, 'commander.optionMissingArgument', message);
  });
}

function toCommanderOption(spec: OptionSpec): Option {
  const option = new Option(spec.flags);
  if (spec.repeatable || spec.takesMany) {
    option.argParser((value: string, previous: string[] | undefined) => [...(previous ?? []), value]);
  }
  return option;
}

/** The settings that a flag of the tool can set, by key. */
export function optionsByName(tool: ToolFace): ReadonlyMap<string, OptionSpec> {
  return new Map(allOptions(tool).map((option) => [optionName(option.flags), option]));
}
