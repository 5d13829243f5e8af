// What is said of a command line that cannot be understood: CORE001, with a suggestion.

import type { CommanderError } from 'commander';
import { coreError, type ToolError } from '../errors/tool-error.js';
import { allOptions, longFlag } from '../tool/options.js';
import { suggest } from '../tool/suggest.js';
import type { ToolFace } from '../tool/tool.js';
import type { ParsedCommandLine } from './command.js';

export function usageError(tool: ToolFace, error: CommanderError, argv: readonly string[]): ToolError {
  const message = error.message.replace(/^error: /, '').replace(/\n\(Did you mean .*\)$/s, '');
  const unknown =
    error.code === 'commander.unknownOption'
      ? argv.find((word) => message.includes(`'${word.split('=')[0]}'`))
      : undefined;
  const flags = allOptions(tool).map((option) => longFlag(option.flags));
  const asked = unknown?.split('=')[0] ?? '';
  const meant = unknown && (tool.wordsOfOthers?.[asked] ?? suggest(asked, flags));
  return coreError('CORE001', { message, help: meant ? `did you mean ${meant}?` : exampleFor(tool, error, argv) });
}

/** Of the option that the message is about, or that a word without its dashes is; else the first of the tool. */
function exampleFor(tool: ToolFace, error: CommanderError, argv: readonly string[]): string {
  const ofFlag = (flag: string): string | undefined =>
    allOptions(tool).find(({ flags }) => flags.split(/[ ,]+/).includes(flag))?.example;
  const about = /'[^']*?(--[a-z][a-z0-9-]*)/.exec(error.message)?.[1];
  if (about !== undefined) return `for example: ${ofFlag(about) ?? firstCommand(tool)}`;
  const flagFor = (word: string): string => tool.wordsOfOthers?.[word] ?? `--${word}`;
  const word = error.code === 'commander.excessArguments' ? argv.find((one) => ofFlag(flagFor(one))) : undefined;
  if (word === undefined) return firstExample(tool);
  return `did you mean ${flagFor(word)}? for example: ${ofFlag(flagFor(word))}`;
}

/** Throws CORE001 where a `<required>` argument is missing. */
export function requireArguments(tool: ToolFace, { arguments: given, flags }: ParsedCommandLine): void {
  const missing = tool.arguments[given.length];
  if (!missing?.syntax.startsWith('<') || missing.notNeededWith?.some((flag) => flags[flag] === true)) return;
  throw coreError('CORE001', { message: `missing argument ${missing.syntax}`, help: firstExample(tool) });
}

function firstExample(tool: ToolFace): string {
  return `for example: ${firstCommand(tool)}`;
}

function firstCommand({ name, examples: [example] }: ToolFace): string {
  return example?.command ?? `${name} --help`;
}
