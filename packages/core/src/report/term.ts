// Text from outside on its way to a terminal or a CI log.

// C0 (without tab and line break), DEL, C1, soft hyphen, bidi controls, zero-width characters, line and paragraph
// separators, variation and tag characters, interlinear marks, byte order mark, lone surrogates.
const UNSAFE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|\u034f|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

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
