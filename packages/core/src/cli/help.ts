// The text of `--help`. Written here, since loading commander for it would cost more than all the rest of `--help`.
import { allOptions } from '../tool/options.js';
import type { OptionSpec, ToolFace } from '../tool/tool.js';

const WIDEST = 120;
const WIDEST_TERM = 32;
const OWN_FLAGS: readonly (readonly [term: string, description: string])[] = [
  ['-V, --version', 'print the version'],
  ['-h, --help', 'print this help'],
];

/** The text of `--help`, for the documentation too. */
export function helpText(tool: ToolFace, columns = 100): string {
  const options = allOptions(tool);
  const terms = [...options.map(({ flags }) => flags), ...OWN_FLAGS.map(([term]) => term)];
  const termWidth = Math.min(WIDEST_TERM, Math.max(...terms.map((term) => term.length)));
  const width = Math.min(columns, WIDEST);
  const entry = (term: string, text: string): string[] => layOut(term, text, termWidth, width);
  const lines = [
    `Usage: ${[tool.name, '[options]', ...tool.arguments.map(({ syntax }) => syntax)].join(' ')}`,
    '',
    ...wrap(tool.summary, width),
  ];
  if (tool.arguments.length > 0) {
    lines.push('', 'Arguments:', ...tool.arguments.flatMap(({ syntax, description }) => entry(syntax, description)));
  }
  lines.push('', 'Options:', ...OWN_FLAGS.flatMap(([term, description]) => entry(term, description)));
  for (const group of new Set(options.map((option) => option.group))) {
    const own = options.filter((option) => option.group === group);
    lines.push('', group, ...own.flatMap((option) => entry(option.flags, describe(option))));
  }
  const examples = tool.examples.flatMap(({ command, description }) => [`  ${command}`, `      ${description}`]);
  lines.push('', 'Examples:', ...examples, '', `More: ${tool.name} help exit-codes | environment | configuration`);
  return `${lines.join('\n')}\n`;
}

function describe(option: OptionSpec): string {
  const choices = option.choices ? ` (${option.choices.join(', ')})` : '';
  const fallback =
    option.default === undefined || option.default === false ? '' : ` (default: ${String(option.default)})`;
  return `${option.description}${choices}${fallback}\nexample: ${option.example}`;
}

/** The term at the left, its text beside it; a term that is too long stands on a line of its own. */
function layOut(term: string, text: string, termWidth: number, width: number): string[] {
  const indent = termWidth + 4;
  const lines = text.split('\n').flatMap((line) => wrap(line, Math.max(30, width - indent)));
  const fits = term.length <= termWidth;
  const [first = '', ...rest] = fits ? lines : ['', ...lines];
  const beside = `  ${term.padEnd(termWidth)}  ${first}`.trimEnd();
  return [beside, ...rest.map((line) => ' '.repeat(indent) + line)];
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1] ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
