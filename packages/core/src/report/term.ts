// Text from outside on its way to a terminal or a CI log.

// Controls (without tab and line break), format characters such as bidi marks, line and paragraph separators, lone
// surrogates, and whatever Unicode says to draw as nothing: zero-width characters, variation selectors, tags.
const UNSAFE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

export interface TermOptions {
  /** Leave tabs as they are; otherwise a tab becomes a space. */
  readonly keepTabs?: boolean;
}

/**
 * Makes any text safe to print: characters that a terminal acts upon, or that hide or reorder text, become visible
 * escapes such as `\x1b` and `\u202e`, and a line cannot begin with `::`, which a CI runner would take for a command.
 */
export function term(text: string, options: TermOptions = {}): string {
  const visible = text
    .replace(UNSAFE, escapeCharacter)
    .replace(/^([\t ]*):(?=:)/gm, '$1\\x3a')
    .replace(/^([\t ]*)##(?=\[)/gm, '$1\\x23#');
  return options.keepTabs ? visible : visible.replaceAll('\t', ' ');
}

/** The same on one line: for table cells, names and labels. */
export function termLine(text: string): string {
  return term(text.replaceAll('\n', '\\n'));
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}
