// Splits SQL into statements as psql does (psqlscan.l): quotes, dollar quotes, nested comments, BEGIN ATOMIC bodies,
// psql's own commands and COPY data. Understands nothing else of SQL.

export interface SqlStatement {
  readonly kind: 'sql';
  /** Without the closing semicolon and without what stands before and behind. */
  readonly text: string;
  /** Offset of `text` in the source. */
  readonly offset: number;
}

/** `\connect other`, up to the end of the line. */
export interface PsqlCommand {
  readonly kind: 'psql';
  readonly text: string;
  readonly offset: number;
}

/** The rows behind `COPY … FROM stdin;`, up to `\.` */
export interface CopyData {
  readonly kind: 'copyData';
  readonly text: string;
  readonly offset: number;
}

export type SqlPiece = SqlStatement | PsqlCommand | CopyData;

/** What is never closed, and where it was opened. */
export interface Unterminated {
  readonly what: 'string' | 'quoted identifier' | 'dollar quote' | 'comment';
  readonly offset: number;
}

export interface SplitSql {
  readonly pieces: readonly SqlPiece[];
  readonly unterminated: Unterminated | undefined;
}

interface Token {
  readonly kind: 'space' | 'comment' | 'text' | 'semicolon' | 'open' | 'close' | 'word' | 'psql' | Unterminated['what'];
  readonly end: number;
  readonly terminated: boolean;
}

export function splitSql(source: string): SplitSql {
  const pieces: SqlPiece[] = [];
  const state = { start: -1, end: -1, parentheses: 0, atomic: 0, words: [] as string[] };
  const reset = (): void => void Object.assign(state, { start: -1, end: -1, parentheses: 0, atomic: 0, words: [] });
  const finish = (): void => {
    if (state.start !== -1)
      pieces.push({ kind: 'sql', text: source.slice(state.start, state.end), offset: state.start });
    reset();
  };
  for (let at = 0; at < source.length; ) {
    const token = nextToken(source, at);
    if (!token.terminated) return { pieces, unterminated: { what: token.kind as Unterminated['what'], offset: at } };
    if (token.kind === 'psql') {
      finish();
      pieces.push({ kind: 'psql', text: source.slice(at, token.end).trimEnd(), offset: at });
    } else if (token.kind === 'semicolon' && state.parentheses === 0 && state.atomic === 0) {
      const copies = isCopyFromStdin(state.words);
      finish();
      if (copies) {
        const data = copyData(source, token.end);
        pieces.push(data);
        at = data.offset + data.text.length;
        continue;
      }
    } else if (token.kind !== 'space' && token.kind !== 'comment') {
      if (state.start === -1) state.start = at;
      state.end = token.end;
      if (token.kind === 'open') state.parentheses += 1;
      if (token.kind === 'close') state.parentheses = Math.max(0, state.parentheses - 1);
      if (token.kind === 'word') noteWord(state, source.slice(at, token.end).toLowerCase());
    }
    at = token.end;
  }
  finish();
  return { pieces, unterminated: undefined };
}

/** The semicolons of `CREATE FUNCTION … BEGIN ATOMIC …; …; END` belong to the body; CASE … END nests in it. */
function noteWord(state: { atomic: number; words: string[]; parentheses: number }, word: string): void {
  const previous = state.words.at(-1);
  state.words.push(word);
  const isRoutine =
    state.words[0] === 'create' &&
    state.words.slice(1, 4).some((early) => early === 'function' || early === 'procedure');
  if (!isRoutine || state.parentheses > 0) return;
  if (state.atomic > 0 && word === 'case') state.atomic += 1;
  if (state.atomic > 0 && word === 'end') state.atomic -= 1;
  if (word === 'atomic' && previous === 'begin') state.atomic += 1;
}

function isCopyFromStdin(words: readonly string[]): boolean {
  return words[0] === 'copy' && words.some((word, index) => word === 'from' && words[index + 1] === 'stdin');
}

function copyData(source: string, semicolon: number): CopyData {
  const lineEnd = source.indexOf('\n', semicolon);
  const offset = lineEnd === -1 ? source.length : lineEnd + 1;
  const match = /^\\\.\r?$/m.exec(source.slice(offset));
  const end = match ? offset + match.index + match[0].length : source.length;
  return { kind: 'copyData', text: source.slice(offset, end), offset };
}

const WORD = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const NUMBER = /[0-9][A-Za-z0-9_.]*/y;
const DOLLAR = /\$([A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

function nextToken(source: string, at: number): Token {
  const character = source.charAt(at);
  const done = (kind: Token['kind'], end: number): Token => ({ kind, end, terminated: true });
  if (/\s/.test(character) || character === '\ufeff') return done('space', at + 1);
  if (source.startsWith('--', at)) {
    const end = source.indexOf('\n', at);
    return done('comment', end === -1 ? source.length : end + 1);
  }
  if (source.startsWith('/*', at)) return blockComment(source, at);
  if (character === "'") return quoted(source, at, "'", 'string', false);
  if (character === '"') return quoted(source, at, '"', 'quoted identifier', false);
  if (character === '$') return dollarQuoted(source, at);
  if (character === ';') return done('semicolon', at + 1);
  if (character === '(') return done('open', at + 1);
  if (character === ')') return done('close', at + 1);
  if (character === '\\') return done('psql', lineEndAfter(source, at));
  if (/[eE]/.test(character) && source.charAt(at + 1) === "'") return quoted(source, at + 1, "'", 'string', true);
  const word = match(WORD, source, at) ?? match(NUMBER, source, at);
  return word === undefined ? done('text', at + 1) : done('word', at + word.length);
}

function lineEndAfter(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end === -1 ? source.length : end + 1;
}

function quoted(
  source: string,
  open: number,
  mark: string,
  kind: 'string' | 'quoted identifier',
  escapes: boolean,
): Token {
  for (let at = open + 1; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (escapes && character === '\\') at += 1;
    else if (character === mark && source.charAt(at + 1) === mark) at += 1;
    else if (character === mark) return { kind: 'text', end: at + 1, terminated: true };
  }
  return { kind, end: source.length, terminated: false };
}

function dollarQuoted(source: string, at: number): Token {
  const tag = match(DOLLAR, source, at);
  if (tag === undefined) return { kind: 'text', end: at + 1, terminated: true };
  const close = source.indexOf(tag, at + tag.length);
  return close === -1
    ? { kind: 'dollar quote', end: source.length, terminated: false }
    : { kind: 'text', end: close + tag.length, terminated: true };
}

/** Block comments nest. */
function blockComment(source: string, open: number): Token {
  let depth = 0;
  for (let at = open; at < source.length; ) {
    if (source.startsWith('/*', at)) {
      depth += 1;
      at += 2;
    } else if (source.startsWith('*/', at)) {
      depth -= 1;
      at += 2;
      if (depth === 0) return { kind: 'comment', end: at, terminated: true };
    } else at += 1;
  }
  return { kind: 'comment', end: source.length, terminated: false };
}
