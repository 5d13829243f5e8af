import { isSensitiveName, MASK } from '../report/redact.js';
import type { ToolFace } from '../tool/tool.js';

/** The command line as a report may show it: the values of secret flags and of secret headers are masked. */
export function redactArguments(tool: ToolFace, argv: readonly string[]): readonly string[] {
  const secretFlags = tool.options
    .filter((option) => option.secret)
    .flatMap((option) => option.flags.match(/--?[a-z0-9-]+/gi) ?? []);
  return argv.map((word, index) => {
    const previous = argv[index - 1] ?? '';
    if (secretFlags.includes(previous)) return MASK;
    const [flag = '', ...value] = word.split('=');
    if (value.length > 0 && (secretFlags.includes(flag) || (flag.startsWith('--') && isSensitiveName(flag.slice(2)))))
      return `${flag}=${MASK}`;
    return word;
  });
}
