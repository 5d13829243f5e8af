import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serverBinFolder, serverUrl } from '../../../../../test/support/postgres.js';
import { splitSql } from './split.js';

const statements = (source: string): readonly string[] => splitSql(source).pieces.map(({ text }) => text);

// `x` is no SQL on purpose: psql echoes what it sends, and nothing comes back but an error.
const CASES: readonly string[] = [
  'x 1; x 2;',
  'x 1',
  ';;x 1;;',
  "x 'a;b'; x 2",
  "x 'it''s; fine'; x 2",
  "x E'a\\';b'; x 2",
  "x e'\\\\'; x 2",
  "x 'a\\'; x 2",
  'x "a;b"; x 2',
  'x "a"";b"; x 2',
  'x $$a;b$$; x 2',
  'x $tag$a;$$;b$tag$; x 2',
  'x $a$;$A$;$a$; x 2',
  'x $1; x $2;',
  'x a$1;b; x 2',
  'x a$$b; x c$$d;',
  'x -- a;b\n; x 2',
  'x /* a;b */; x 2',
  'x /* a /* b; */ c; */; x 2',
  'x /* -- */; x 2',
  "x '/*'; x 2 -- */",
  'x (1; 2); x 3',
  'x (a (b; c) d; e); x 3',
  'x 1); x 2',
  'create function f() returns int language sql begin atomic; x 1; x 2; end; x 3',
  'create or replace procedure f() begin atomic; x case when a then b end; x 2; end; x 3',
  'create function f() begin atomic x 1; x case a when 1 then case when b then c end end; end; x 3',
  'begin atomic; x 1; end; x 2',
  'create table begin_atomic (a int); x 2',
  'create function f() as $$begin; x; end$$ language plpgsql; x 2',
  "x U&'a;b'; x 2",
  "x b'0;1'; x X'1;2'",
  'x é; x ü',
  'x "é;"; x 2',
  'x $é$;$é$; x 2',
  'x\n\n1;\n\nx\n2\n;',
  'x\r\n1;\r\nx 2;\r\n',
  'x ::int; x a:b; x a=:b',
  'x <@ ; x ->> ; x #>> ; x !~~* ;',
  'x 1.5e10; x 0x1F; x 1_000',
  "x 'a'\n'b;'; x 2",
  "x 'a' -- ;\n 'b'; x 2",
  'x [1:2]; x a[1];',
  'x /*;*/ 1 /*;*/; x 2',
  'x --;\n--;\n1; x 2',
  'x $_$;$_$; x 2',
  'x $a1$;$a1$; x 2',
  'x $1a$; x 2;',
  'create procedure p() begin atomic x 1; end',
  'create function f() return 1; x 2',
  "do $$ begin perform 'x;'; end $$; x 2",
  'x a.b.c; x "a"."b;".c',
  "x $$'$$; x $$\"$$; x '$$'; x 1",
  'x case when a then b; x end;',
  "x E'\\'';x E'';x ''",
  'create rule r as on insert to t do also (x 1; x 2); x 3',
  "x n'a;b'; x 2",
  'x /**/; x /***/; x /*/ */;',
  'x 1;-- end',
  'x @ 1; x ?| 2; x ~ 3;',
];

test(`splits ${CASES.length} texts as psql does`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'split-'));
  try {
    for (const source of CASES)
      expect({ source, sent: normal(statements(source)) }).toEqual({
        source,
        sent: normal(sentByPsql(folder, source)),
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** psql strips comments in front of a statement and sends the semicolon along. */
function normal(texts: readonly string[]): readonly string[] {
  return texts
    .map((text) => withoutComments(text).replace(/\s+/g, ' ').trim().replace(/ ?;$/, ''))
    .filter((text) => text !== '');
}

/** Quotes are kept whole, comments (nested once) go. */
function withoutComments(text: string): string {
  const parts = /'(?:[^']|'')*'|"[^"]*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*(?:\/\*[\s\S]*?\*\/|(?!\*\/)[\s\S])*\*\//g;
  return text.replace(parts, (part) => (part.startsWith('--') || part.startsWith('/*') ? '' : part));
}

/** `psql -L` writes each query between two lines of stars. */
function sentByPsql(folder: string, source: string): readonly string[] {
  const [file, log] = [join(folder, 'case.sql'), join(folder, 'case.log')];
  writeFileSync(file, source);
  rmSync(log, { force: true });
  const psql = join(serverBinFolder(), 'psql');
  execFileSync(psql, ['-X', '-q', '-L', log, '-d', serverUrl(), '-f', file], { stdio: 'ignore' });
  const queries = readFileSync(log, 'utf8').matchAll(/^\*+ QUERY \*+\n([\s\S]*?)\n\*{26}$/gm);
  return [...queries].map((match) => match[1] ?? '');
}

describe('the boundaries themselves', () => {
  const cut: readonly (readonly [string, readonly string[]])[] = [
    ['a; b', ['a', 'b']],
    ["a ';'; b", ["a ';'", 'b']],
    ['a $$;$$; b', ['a $$;$$', 'b']],
    ['-- one\na; -- two\n/* three */ b', ['a', 'b']],
    ['create function f() begin atomic; a; end; b', ['create function f() begin atomic; a; end', 'b']],
    ['(a; b); c', ['(a; b)', 'c']],
    ['\\restrict abc\na;\n\\unrestrict abc\n', ['\\restrict abc', 'a', '\\unrestrict abc']],
    ['copy t from stdin;\n1\t;\n\\.\na;', ['copy t from stdin', '1\t;\n\\.', 'a']],
  ];
  test.each(cut)('%j', (source, expected) => {
    expect(statements(source)).toEqual(expected);
  });

  test('offsets point to the first character of a statement', () => {
    const source = '  -- x\n  a;\n b';
    expect(splitSql(source).pieces.map(({ offset }) => source[offset])).toEqual(['a', 'b']);
  });
});

test.each([
  ["a; 'b", 'string', 3],
  ['a "b', 'quoted identifier', 2],
  ['a $x$ b', 'dollar quote', 2],
  ['a /* b /* c */', 'comment', 2],
])('%j is never closed', (source, what, offset) => {
  expect(splitSql(source).unterminated).toEqual({ what, offset });
});
