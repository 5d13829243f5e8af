// Sets of code points as sorted ranges that neither touch nor overlap.

/** First and last, both inside. */
export type Range = readonly [first: number, last: number];
export type CodePoints = readonly Range[];

export const LAST_CODE_POINT = 0x10ffff;
export const EVERY: CodePoints = [[0, LAST_CODE_POINT]];
export const NO_CODE_POINT: CodePoints = [];

export function unite(ranges: readonly Range[]): CodePoints {
  const united: Range[] = [];
  for (const [first, last] of ranges.filter(([from, to]) => from <= to).sort((a, b) => a[0] - b[0])) {
    const before = united.at(-1);
    if (before && first <= before[1] + 1) united[united.length - 1] = [before[0], Math.max(before[1], last)];
    else united.push([first, last]);
  }
  return united;
}

export function complement(set: CodePoints): CodePoints {
  const gaps: Range[] = [];
  let next = 0;
  for (const [first, last] of set) {
    if (first > next) gaps.push([next, first - 1]);
    next = last + 1;
  }
  return next > LAST_CODE_POINT ? gaps : [...gaps, [next, LAST_CODE_POINT]];
}

export function includes(set: CodePoints, point: number): boolean {
  return set.some(([first, last]) => first <= point && point <= last);
}

export function ofCharacters(text: string): CodePoints {
  return unite(Array.from(text, (character): Range => [character.codePointAt(0) ?? 0, character.codePointAt(0) ?? 0]));
}
