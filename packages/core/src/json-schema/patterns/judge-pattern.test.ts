import { describe, expect, test } from 'vitest';
import { judgePattern } from './judge-pattern.js';

const EXPONENTIAL = [
  '^(a+)+$',
  '^(a*)*$',
  '^(a|a)*$',
  '^(a|aa)+$',
  '^(a|a?)+$',
  '^([a-zA-Z]+)*$',
  '^(.*a){12}$',
  '^(\\d+\\.?)+$',
  '^(\\w+\\s?)*$',
  '^([a-z0-9]+[-_]?)*$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '^\\s*(\\w+\\s*)+:$',
  '^[a-zA-Z0-9](([\\-.]|_+)?([a-zA-Z0-9]+))*@[a-z0-9]+\\.[a-z]{2,3}$',
  '^(?:(?:a|b)*)*c$',
  '(x+x+)+y',
  '^(a{0,50}){0,50}$',
  '^(a?){30}a{30}$',
  '^(?:[^"\\\\]|\\\\.|[^"])*"$',
  '^(a+b?)*$',
  '^((ab)*)*$',
  '^(?:\\p{L}+\\s?)+$',
  '^(?=(a+)+$)',
  '^(a+)+\\1$',
  '(a+)+\\b$',
  '^(?<word>[\\w]+(?:,|$|[\\w]))+;$',
];
const POLYNOMIAL = ['\\s+$', '^.*.*=.*$', '^\\d*\\d*\\d*$', '[a-z]*@', '^[^@]+@[^@]+\\.[^@]+$'];

const HARMLESS = [
  '^[a-z]+$',
  '^[a-z]{1,63}(\\.[a-z]{1,63})*$',
  '^\\d{3}-\\d{4}$',
  '^(a+)+',
  '^(?:a|b)*$',
  '^(([^,]*),?)*$',
  '^[^@\\s]+@[^@\\s.]+\\.[^@\\s.]+$',
  '^(\\d{1,3}\\.){3}\\d{1,3}$',
  '^(?=.*[A-Z])(?=.*\\d).{8,}$',
  '^\\w+(-\\w+)*$',
  '^(GET|POST)$',
  '^https?://.+$',
  '^(?!-)[a-z0-9-]{1,63}(?<!-)$',
  '^([a-z]+,)*[a-z]+$',
  '^[a-z]{1,63}[a-z0-9]{0,63}$',
  '^(\\/[^\\/]+)*\\/?$',
  '^(?:[^"\\\\]|\\\\.)*$',
  '^"([^"\\\\]|\\\\.)*"$',
  '^-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?$',
  '^\\{\\{[^{}]*\\}\\}$',
  '[',
];

describe('a pattern that a text can make slow', () => {
  test.each(EXPONENTIAL)('%s is found, with a text on which the time doubles', (pattern) => {
    const slow = judgePattern(pattern);
    expect(slow?.growth).toBe('exponential');
    expect(slow?.times).toBeLessThanOrEqual(40);
  });

  test.each(POLYNOMIAL)('%s is found, with a long text', (pattern) => {
    const slow = judgePattern(pattern);
    expect(slow?.growth).toBe('polynomial');
    expect(slow?.times).toBeGreaterThan(1_000);
  });

  test.each(HARMLESS)('%s is none', (pattern) => {
    expect(judgePattern(pattern)).toBeUndefined();
  });

  test('what V8 does on the text agrees', () => {
    const { before = '', pumped = '', behind = '' } = judgePattern('^(\\w+\\s?)*$') ?? {};
    const costOf = (times: number): number => {
      const { user } = process.cpuUsage();
      expect(/^(\w+\s?)*$/.test(before + pumped.repeat(times) + behind)).toBe(false);
      return process.cpuUsage().user - user;
    };
    // Five more of them: 32 times the work. A tenth of it is beyond any noise.
    expect(costOf(21)).toBeGreaterThan(3 * costOf(16));
  });

  test('a maxLength that makes it harmless is taken into account', () => {
    expect(judgePattern('\\s+$', { maxLength: 500 })).toBeUndefined();
    expect(judgePattern('^(a+)+$', { maxLength: 100 })?.growth).toBe('exponential');
    expect(judgePattern('^(a+)+$', { maxLength: 10 })).toBeUndefined();
  });

  test('the steps that many patterns may take together are bounded', () => {
    const effort = { left: 400_000 };
    expect(judgePattern('^(a+)+$', { effort })).toBeDefined();
    expect(effort.left).toBeLessThan(400_000);
    effort.left = 0;
    expect(judgePattern('^(a+)+$', { effort })).toBeUndefined();
  });
});
