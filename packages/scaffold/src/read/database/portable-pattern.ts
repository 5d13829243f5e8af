/**
 * A regular expression of PostgreSQL (documentation, 9.7.3, advanced regular expressions) as JavaScript has it; undefined
 * where the two may disagree: classes that follow the locale, word boundaries, look-around, embedded options, references back.
 */
export function portablePattern(pattern: string): string | undefined {
  if (/^\*\*\*|\(\?|\[\[:|\[:|\[\.|\[=|\\[^.^$*+?()[\]{}|\\/@_,:;#%&!~="'<> -]/.test(pattern)) return undefined;
  let result = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === '\\') {
      const next = pattern.charAt(at + 1);
      // With the `u` flag JavaScript lets only these be escaped; the others stand for themselves.
      result += /[$()*+.?[\\\]^{|}/-]/.test(next) && (inClass || next !== '-') ? `\\${next}` : next;
      at += 1;
    } else if (inClass) {
      inClass = character !== ']';
      result += character === '[' ? '\\[' : character;
    } else if (character === '[') {
      inClass = true;
      const head = /^\[\^?\]?/.exec(pattern.slice(at))?.[0] ?? '[';
      // A bracket that comes first stands for itself there, and ends the class here.
      result += head.replace(/\]$/, '\\]');
      at += head.length - 1;
    } else {
      // A dot takes line breaks too.
      result += character === '.' ? '[\\s\\S]' : character;
    }
  }
  try {
    new RegExp(result, 'u');
    return inClass ? undefined : result;
  } catch {
    // Valid there and not here: a brace that stands for itself, an empty branch.
    return undefined;
  }
}
