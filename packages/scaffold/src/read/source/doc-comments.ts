// Documentation comments, by the place of what they stand in front of.
import type { Place, SourceFile } from './source-file.js';

export interface DocComment {
  /** What is said before the first tag; paragraphs are kept, broken lines are joined. */
  readonly text: string | undefined;
  /** What stands behind TSDoc's `@remarks`. */
  readonly remarks: string | undefined;
  /** `@deprecated`, `@format int64`: the name → what stands behind it. */
  readonly tags: ReadonlyMap<string, string>;
}

const indexes = new WeakMap<SourceFile, ReadonlyMap<number, string>>();

/** The documentation comment in front of a place; undefined where there is none. */
export function docCommentAt({ file, start }: Place): DocComment | undefined {
  const index = indexes.get(file) ?? indexOf(file);
  indexes.set(file, index);
  const raw = index.get(start);
  return raw === undefined ? undefined : parseDocComment(raw);
}

/** The offset of what follows each documentation comment → the comment. */
function indexOf({ comments, text }: SourceFile): ReadonlyMap<number, string> {
  const index = new Map<number, string>();
  for (const { type, value, end } of comments) {
    if (type !== 'Block' || !value.startsWith('*')) continue;
    let next = end;
    while (next < text.length && /\s/.test(text.charAt(next))) next += 1;
    index.set(next, value.slice(1));
  }
  return index;
}

/** Undoes what the printer of comments does: margins, broken lines, `*\/` and a leading `\@`. */
export function parseDocComment(raw: string): DocComment {
  const lines = raw
    .split(/\r?\n/)
    .map((line, index) => (index === 0 ? line.trim() : line.replace(/^\s*\*(?: |$)/, '').trimEnd()));
  const tags = new Map<string, string>();
  const prose: string[] = [];
  const remarks: string[] = [];
  for (const line of lines) {
    const tag = /^@([A-Za-z]+)(?:\s+(.*))?$/.exec(line);
    if (tag) tags.set(tag[1] ?? '', (tag[2] ?? '').trim().replaceAll('*\\/', '*/'));
    else if (tags.size === 0) prose.push(line);
    else if (tags.size === 1 && tags.has('remarks')) remarks.push(line);
  }
  return { text: joined(prose), remarks: joined(remarks), tags };
}

function joined(lines: readonly string[]): string | undefined {
  const text = joinLines(lines).trim().replaceAll('*\\/', '*/');
  return text === '' ? undefined : text;
}

const WIDEST = 100;

/**
 * A line that was broken because the next word would not fit is one with the next. Indented lines are never broken. One that
 * its author broke at just that width is joined too: nothing tells the two apart.
 */
function joinLines(lines: readonly string[]): string {
  let text = '';
  let last: string | undefined;
  for (const line of lines) {
    const plain = line.replace(/^\\(?=@)/, '');
    const [word = ''] = line.split(' ');
    const wasBroken = last !== undefined && /^\S/.test(last) && word !== '' && last.length + 1 + word.length > WIDEST;
    text += last === undefined ? plain : `${wasBroken ? ' ' : '\n'}${plain}`;
    last = line;
  }
  return text;
}
