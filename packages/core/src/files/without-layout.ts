// What a source file says, however a formatter has laid it out: two texts that come to the same here differ by nothing else.

/** Biome leaves longer files as they are (`files.maxSize`, in bytes), and to read them here would cost more than to write them. */
const LONGEST = 2 ** 20;

/** Undefined for a file of a kind whose layout nobody knows, for one above 1 MiB, and for JSON that is none. */
export function withoutLayout(path: string, content: string): string | undefined {
  if (content.length > LONGEST) return undefined;
  if (/\.[cm]?[jt]s$/.test(path)) return sourceWithoutLayout(content);
  return path.endsWith('.json') ? jsonWithoutLayout(content) : undefined;
}

function jsonWithoutLayout(content: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(content));
  } catch {
    // Whatever it is, no formatter has made it of what was written.
    return undefined;
  }
}

function sourceWithoutLayout(content: string): string {
  const tokens = withoutGrouping(tokensOf(content));
  const { imports, rest } = splitImports(
    tokens.filter((token, at) => !isLayout(token, tokens[at - 1], tokens[at + 1])),
  );
  return [...imports.sort(), rest].join('\n');
}

/** Marks that formatters add and take away: semicolons, the comma behind the last, the bar in front of the first. */
function isLayout(token: string, before: string | undefined, after: string | undefined): boolean {
  if (token.length > 1) return false;
  if (token === ';') return true;
  if (token === ',') return after !== undefined && /^[)\]}>]$/.test(after);
  return (token === '|' || token === '&') && before !== undefined && /^(?:[=:(<,[]|=>)$/.test(before);
}

/** Parentheses around the whole of a value, or around the one name of an arrow: they mean nothing, and some set them. */
function withoutGrouping(tokens: readonly string[]): readonly string[] {
  const open: number[] = [];
  const dropped = new Set<number>();
  for (const [at, token] of tokens.entries()) {
    if (token === '(') open.push(at);
    else if (token === ')') {
      const start = open.pop() ?? 0;
      const isWhole = VALUE_BEGINS.test(tokens[start - 1] ?? '') && VALUE_ENDS.test(tokens[at + 1] ?? ';');
      const isOneName = tokens[at + 1] === '=>' && at === start + 2;
      // What begins with a brace would be a block.
      if ((isWhole || isOneName) && tokens[start + 1] !== '{') dropped.add(start).add(at);
    }
  }
  return dropped.size === 0 ? tokens : tokens.filter((_, at) => !dropped.has(at));
}

const VALUE_BEGINS = /^(?:=>|return|[=?:(,[])$/;
const VALUE_ENDS = /^[),}\]:;]$/;

/** The import declarations, each as one text whose names are in one order, and what is left. */
function splitImports(tokens: readonly string[]): { readonly imports: string[]; readonly rest: string } {
  const imports: string[] = [];
  let rest = '';
  for (let at = 0; at < tokens.length; at += 1) {
    const end = tokens[at] === 'import' ? importEnd(tokens, at) : undefined;
    if (end === undefined) rest += `${tokens[at]}\n`;
    else {
      const words = tokens.slice(at, end + 1);
      imports.push(`${words.at(-1)} ${namesIn(words).sort().join(' ')}`);
      at = end;
    }
  }
  return { imports, rest };
}

/** The place of the module's name; undefined for `import(…)` and `import.meta`. */
function importEnd(tokens: readonly string[], start: number): number | undefined {
  if (tokens[start + 1] === '(' || tokens[start + 1] === '.') return undefined;
  let end = start + 1;
  while (end < tokens.length && !tokens[end]?.startsWith('"')) end += 1;
  return end < tokens.length ? end : undefined;
}

/** `type A`, `b as c`: what stands between two commas. */
function namesIn(words: readonly string[]): string[] {
  return words
    .slice(1, -1)
    .filter((word) => word !== '{' && word !== '}' && word !== 'from')
    .join(' ')
    .split(',')
    .map((name) => name.trim());
}

const WORD = /[\w$]+|=>|[^\s\w$]/y;
const BLANK = /\s+/y;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const TEXT = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const EXPRESSION = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const TEMPLATE_PART = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y;

/** Behind these a slash begins a regular expression, and does not divide. */
const BEFORE_EXPRESSION = /^(?:[(,=:[!&|?{};+\-*%~^<>]|=>|return|typeof|case|in|of)$/;

function tokensOf(source: string): readonly string[] {
  const tokens: string[] = [];
  // How many braces are open in each template that is open: at none, a closing brace goes on with its text.
  const templates: number[] = [];
  let at = 0;
  const skips = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const fits = pattern.test(source);
    if (fits) at = pattern.lastIndex;
    return fits;
  };
  const read = (pattern: RegExp): string | undefined => {
    const start = at;
    return skips(pattern) ? source.slice(start, at) : undefined;
  };
  const readTemplate = (): void => {
    const part = read(TEMPLATE_PART) ?? '';
    tokens.push(part);
    if (part.endsWith('{')) templates.push(0);
  };
  while (at < source.length) {
    if (skips(BLANK)) continue;
    const first = source[at];
    const comment = first === '/' ? read(COMMENT) : undefined;
    const text = first === '"' || first === "'" ? read(TEXT) : undefined;
    if (comment !== undefined) tokens.push(commentText(comment));
    else if (text !== undefined) tokens.push(quoted(text));
    else tokens.push((isExpression(first, tokens.at(-1)) ? read(EXPRESSION) : undefined) ?? read(WORD) ?? '');
    const last = tokens.at(-1);
    const depth = templates.at(-1);
    if (last === '`') readTemplate();
    else if (depth !== undefined && last === '{') templates.splice(-1, 1, depth + 1);
    else if (depth !== undefined && last === '}' && templates.splice(-1, 1, depth - 1)[0] === 0) {
      templates.pop();
      readTemplate();
    }
  }
  return tokens;
}

function isExpression(character: string | undefined, before: string | undefined): boolean {
  return character === '/' && (before === undefined || BEFORE_EXPRESSION.test(before));
}

/** Lines of a comment are indented with what stands around it. */
function commentText(comment: string): string {
  return comment.replace(/\s*\n\s*\*?\s*/g, ' ').replace(/\s+/g, ' ');
}

/** In double quotes, whichever it has. */
function quoted(text: string): string {
  return `"${text.slice(1, -1).replace(/\\(['"])/g, '$1')}"`;
}
