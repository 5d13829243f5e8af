// What a command says about itself: help topics, codes, completion.
import type { CodeTable } from '../errors/codes.js';
import { EXIT_CODES } from '../errors/exit-codes.js';
import { coreError } from '../errors/tool-error.js';
import { allOptions, longFlag, optionName, variableName } from '../tool/options.js';
import { suggest } from '../tool/suggest.js';
import type { ToolFace } from '../tool/tool.js';
import { helpText } from './help.js';

const TOPICS = ['exit-codes', 'environment', 'configuration'] as const;

export function helpTopic(tool: ToolFace, topic: string | undefined): string {
  switch (topic) {
    case undefined:
      return helpText(tool);
    case 'exit-codes':
      return `${Object.entries(EXIT_CODES)
        .map(([code, meaning]) => `${code.padStart(4)}  ${meaning}`)
        .join('\n')}\n`;
    case 'environment':
      return environmentTopic(tool);
    case 'configuration':
      return configurationTopic(tool);
    default:
      throw unknown('help topic', topic, TOPICS);
  }
}

function environmentTopic(tool: ToolFace): string {
  const settings = allOptions(tool).filter((option) => !option.invocationOnly);
  const lines = settings.map(
    (option) => `  ${variableName(tool.name, optionName(option.flags)).padEnd(34)} ${option.description}`,
  );
  return [
    'Every setting can come from the environment; a flag wins over it.',
    ...lines,
    '',
    '  NO_COLOR, FORCE_COLOR, TERM=dumb   colours',
    '  CI                                 no questions, no progress line',
    '  GITHUB_ACTIONS=true                adds annotations for pull requests',
    '  DATABASE_URL, PG*, .pgpass         Postgres, as for psql',
    '',
  ].join('\n');
}

function configurationTopic(tool: ToolFace): string {
  return `${[
    'The nearest backend.config.{ts,mjs,js,json,yaml,yml}, from the current folder up to the root of the repository.',
    'Sections: scaffold, migrate, load. Settings are named as the flags, in camelCase:',
    '',
    `  ${tool.section}:`,
    ...allOptions(tool)
      .filter((option) => option.default !== undefined && !option.invocationOnly)
      .slice(0, 6)
      .map((option) => `    ${optionName(option.flags)}: ${JSON.stringify(option.default)}`),
    '',
    `${tool.name} --print-config shows what is in force and where each value came from.`,
  ].join('\n')}\n`;
}

/** A call without arguments: what this is and three lines to copy. */
export function introduction(tool: ToolFace): string {
  return `${tool.name}: ${tool.summary}\n\n${tool.examples.map((example) => `  ${example.command}\n      ${example.description}`).join('\n')}\n\nAll flags: ${tool.name} --help\n`;
}

export function explainCode(codes: CodeTable, code: string): string {
  const entry = Object.hasOwn(codes, code.toUpperCase()) ? codes[code.toUpperCase()] : undefined;
  if (!entry) throw unknown('code', code, Object.keys(codes));
  return `${code.toUpperCase()}: ${entry.title}\n\n${entry.explanation}\n\nExit code ${entry.exitCode}: ${EXIT_CODES[entry.exitCode]}.\n`;
}

function unknown(what: string, word: string, known: readonly string[]): Error {
  const meant = suggest(word, known);
  return coreError('CORE004', {
    message: `unknown ${what} "${word}"`,
    help: meant ? `did you mean ${meant}?` : `one of ${known.slice(0, 12).join(', ')}`,
  });
}

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** A completion script for the flags and their choices, and for files elsewhere. */
export function completionScript(tool: ToolFace, shell: string | undefined): string {
  const options = allOptions(tool).map((option) => ({
    flag: longFlag(option.flags),
    takesValue: /[<[]/.test(option.flags),
    choices: option.choices ?? [],
    description: option.description.replace(/['"\\$`[\]:]/g, ' '),
  }));
  switch (shell) {
    case 'bash':
      return bashCompletion(tool.name, options);
    case 'zsh':
      return zshCompletion(tool.name, options);
    case 'fish':
      return fishCompletion(tool.name, options);
    default:
      throw unknown('shell', shell ?? '', SHELLS);
  }
}

interface Completion {
  readonly flag: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
  readonly description: string;
}

function bashCompletion(name: string, options: readonly Completion[]): string {
  const cases = options
    .filter((option) => option.choices.length > 0)
    .map(
      (option) => `    ${option.flag}) COMPREPLY=($(compgen -W "${option.choices.join(' ')}" -- "$word")); return ;;\n`,
    );
  return `# ${name} complete bash > /etc/bash_completion.d/${name}
_${name.replaceAll('-', '_')}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  case "$previous" in
${cases.join('')}  esac
  if [[ "$word" == -* ]]; then COMPREPLY=($(compgen -W "${options.map((option) => option.flag).join(' ')}" -- "$word")); return; fi
  COMPREPLY=($(compgen -f -- "$word"))
}
complete -o filenames -F _${name.replaceAll('-', '_')} ${name}
`;
}

function zshCompletion(name: string, options: readonly Completion[]): string {
  const lines = options.map((option) => {
    const value = option.takesValue
      ? `:value:${option.choices.length > 0 ? `(${option.choices.join(' ')})` : '_files'}`
      : '';
    return `  '*${option.flag}[${option.description}]${value}'`;
  });
  return `#compdef ${name}\n_arguments \\\n${lines.join(' \\\n')} \\\n  '*:file:_files'\n`;
}

function fishCompletion(name: string, options: readonly Completion[]): string {
  return options
    .map((option) => {
      const value = option.choices.length > 0 ? ` -x -a '${option.choices.join(' ')}'` : option.takesValue ? ' -r' : '';
      return `complete -c ${name} -l ${option.flag.slice(2)}${value} -d '${option.description}'\n`;
    })
    .join('');
}
