import { expect, test } from 'vitest';
import { term, termLine } from './term.js';

const PAYLOADS: readonly (readonly [name: string, text: string])[] = [
  ['erase display', '\x1b[2J'],
  ['8-bit CSI', '\x9b31m'],
  ['OSC window title', '\x1b]0;title\x07'],
  ['OSC hyperlink', '\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\'],
  ['OSC clipboard', '\x1b]52;c;aGk=\x07'],
  ['DCS', '\x1bP+q544e\x1b\\'],
  ['carriage return over text', 'safe\rEVIL'],
  ['backspace', 'safe\b\b\b\bEVIL'],
  ['bell', '\x07'],
  ['null', 'a\0b'],
  ['delete', 'a\x7fb'],
  ['vertical tab and form feed', 'a\x0bb\x0cc'],
  ['shift out', '\x0e'],
  ['right-to-left override', 'user\u202egnp.exe'],
  ['isolates', '\u2066a\u2069'],
  ['zero width', 'ad\u200bmin\u200d\u2060'],
  ['byte order mark', '\ufeffa'],
  ['line separator', 'a\u2028b\u2029c'],
  ['tag characters', 'a\u{e0041}\u{e007f}'],
  ['lone surrogate', 'a\ud800b'],
  ['Hangul filler', 'a\u3164b'],
  ['interlinear annotation', 'a\ufff9b\ufffb'],
  ['variation selector', 'a\ufe0fb'],
];

/** Judged by other properties than the code uses: what Unicode calls graphic, and a space. */
function isHarmless(character: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character) && !/^[\ufe0f\u3164]$/.test(character);
}

test.each(PAYLOADS)('%s becomes visible', (_, text) => {
  const shown = term(text);
  expect([...shown].filter((character) => character !== '\n' && !isHarmless(character))).toEqual([]);
  expect(shown).toMatch(/\\(x|u)/);
});

test('ordinary text of any script stays as it is', () => {
  for (const text of ['Ünïcödé 漢字 한글 עברית العربية 🙂', 'line one\nline two', 'SELECT a::text, [1]'])
    expect(term(text)).toBe(text);
});

test('a line cannot become a command of a CI runner', () => {
  expect(term('::error::x')).toBe('\\x3a:error::x');
  expect(term('a\n  ::add-mask::x')).toBe('a\n  \\x3a:add-mask::x');
  expect(term('##[group]x')).toBe('\\x23#[group]x');
});

test('a label stays on one line', () => {
  expect(termLine('a\nb\tc')).toBe('a\\nb c');
});
