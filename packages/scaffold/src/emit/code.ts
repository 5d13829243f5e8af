// The only ways for text of a spec to become code. Everything that an emitter prints is made of these.

declare const brand: unique symbol;

/** Source text that is safe to print: made by the functions of this file and by the `code` tag, and by nothing else. */
export type Code = string & { readonly [brand]: 'Code' };

function trusted(text: string): Code {
  return text as Code;
}

/** `` code`z.array(${inner})` ``: the literal parts are ours, the rest must be code already. */
export function code(parts: TemplateStringsArray, ...values: readonly Code[]): Code {
  return trusted(parts.reduce((text, part, index) => text + part + (values[index] ?? ''), ''));
}

export const NOTHING: Code = trusted('');

export function joinCode(
  parts: readonly Code[],
  separator: ', ' | ' | ' | ' & ' | ' && ' | ' || ' | ' AND ' | '\n' | '\n\n' | '' | '; ',
): Code {
  return trusted(parts.join(separator));
}

/** A string literal in single quotes. Keeps every character exactly; what is invisible or ends a line is escaped. */
export function str(text: string): Code {
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replace(UNPRINTABLE, escaped);
  return trusted(`'${inner}'`);
}

/** Text for the inside of a template literal, whose lines stay lines. It can neither end the literal nor begin a `${`. */
export function templateText(text: string): Code {
  const inner = text
    .replaceAll('\\', '\\\\')
    .replaceAll('`', '\\`')
    .replace(/\$(?=\{|$)/g, '\\$')
    .replace(/[\u0000-\u0009\u000b-\u001f]/g, escaped)
    .replace(UNPRINTABLE, escaped);
  return trusted(inner);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

// DEL, C1, soft hyphen, bidi controls and zero-width characters, line and paragraph separators, byte order mark.
const UNPRINTABLE = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** One line of Markdown that is nothing but text: no link, no markup, no heading. */
export function markdown(text: string): Code {
  const line = text
    .replace(/[\s\u0000-\u001f\u2028\u2029]+/g, ' ')
    .replace(UNPRINTABLE, '')
    .toWellFormed()
    .trim();
  return trusted(line.replace(MARKUP, (marks) => Array.from(marks, (mark) => `&#${mark.charCodeAt(0)};`).join('')));
}

// What is markup wherever it stands; then what is at the end of a word, at the beginning or the end of a line, or behind a dollar.
const MARKUP = /[\\`*[\]|<&~]|(?<!\w)_|_(?!\w)|^[-+#>=]+|(?<=^\d+)[.)]|#$|(?<=\$)\(/g;

/** A number literal. Throws for what has none. */
export function num(value: number): Code {
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no literal`);
  return trusted(Object.is(value, -0) ? '0' : String(value));
}

export function bool(value: boolean): Code {
  return trusted(String(value));
}

/** An identifier that `model/names` made. Throws for anything that is none. */
export function ident(name: string): Code {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) throw new SyntaxError(`${JSON.stringify(name)} is no identifier`);
  return trusted(name);
}

/** A key in an object literal or an interface: bare where it can be, quoted elsewhere. */
export function key(name: string): Code {
  if (name === '__proto__') return trusted("['__proto__']");
  if (/^(?:0|[1-9]\d{0,8})$/.test(name)) return trusted(name);
  return /^[A-Za-z_$][\w$]*$/.test(name) ? trusted(name) : str(name);
}

/** A key of an interface, where no key is computed and `__proto__` is one like any other. */
export function typeKey(name: string): Code {
  return name === '__proto__' ? trusted('__proto__') : key(name);
}

/** `new RegExp('…', 'u')`: a string and a flag, never a regular expression literal. */
export function regex(pattern: string): Code {
  return isUnicodePattern(pattern) ? code`new RegExp(${str(pattern)}, 'u')` : code`new RegExp(${str(pattern)})`;
}

function isUnicodePattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

/** `/* int64 *\/` inside a line, for a word that says something to the reader; nothing for what is no word. */
export function remark(word: string): Code {
  return isWord(word) ? trusted(`/* ${word} */`) : NOTHING;
}

export function isWord(text: string): boolean {
  return /^[A-Za-z][\w.:+-]{0,160}$/.test(text);
}

const WIDEST_COMMENT = 100;

/** A documentation comment with its line break, indented by `indent` spaces; nothing for an empty text. */
export function comment(paragraphs: readonly (string | undefined)[], indent = 0): Code {
  const lines = paragraphs.flatMap((text) => (text === undefined ? [] : commentLines(text)));
  if (lines.length === 0) return NOTHING;
  const margin = ' '.repeat(indent);
  const [only = ''] = lines;
  if (lines.length === 1 && only.length + indent < WIDEST_COMMENT + 8) return trusted(`${margin}/** ${only} */\n`);
  return trusted(`${margin}/**\n${lines.map((line) => `${margin} * ${line}`.trimEnd()).join('\n')}\n${margin} */\n`);
}

/** What a file is, in front of it: a comment of lines, with its line break. */
export function lineComment(paragraphs: readonly string[]): Code {
  return trusted(
    paragraphs
      .flatMap(commentLines)
      .map((line) => `${`// ${line}`.trimEnd()}\n`)
      .join(''),
  );
}

/** One text as lines that cannot end the comment, begin a tag of ours, or reorder what stands around them. */
function commentLines(text: string): string[] {
  const clean = text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\u0000-\u0009\u000b-\u001f]/g, ' ')
    .replace(UNPRINTABLE, '')
    .toWellFormed()
    .replaceAll('*/', '*\\/')
    .trim();
  // A tag stays on the line on which it is looked for, and what is indented is as it must be.
  const broken = (line: string): string[] => (/^(?:@\w|\s)/.test(line) ? [line] : wrap(line));
  return clean === '' ? [] : clean.split('\n').flatMap((line) => broken(line.trimEnd()));
}

function wrap(line: string): string[] {
  if (line.length <= WIDEST_COMMENT) return [line];
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + word.length + 1 > WIDEST_COMMENT) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}
