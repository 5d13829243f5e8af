// A text that a regular expression matches: its parts are drawn one after the other. Look-arounds and back-references are
// left to chance: every draw is held against the expression itself.
import { type Part, parsePattern } from './parse-pattern.js';

export interface PatternSampling {
  /** Characters. */
  readonly least: number;
  readonly most: number;
  readonly random: () => number;
  /** Another source of texts, tried first: those of a format. */
  readonly from?: ((random: () => number) => string) | undefined;
}

const DRAWS = 150;

/** A text that fits pattern and lengths, where one was found in 150 draws; else the nearest one. */
export function samplePattern(pattern: string, { least, most, random, from }: PatternSampling): string {
  const expression = compile(pattern);
  const fits = (text: string): boolean =>
    text.length >= least && text.length <= most && expression?.test(text) === true;
  const given = from?.(random);
  if (given !== undefined && fits(given)) return given;
  const part = parsePattern(pattern);
  // A pattern that is not tied to the ends may stand inside a longer text.
  const isOpen = !pattern.endsWith('$');
  let text = '';
  for (let draw = 0; draw < DRAWS; draw += 1) {
    text = drawPart(part, {
      random,
      left: LONGEST,
      more: 1 + (draw * Math.max(10, Math.min(most, least + 8))) / DRAWS,
      skipped: draw % 2 === 0 ? 0 : 0.85,
    });
    if (fits(text)) return text;
    const padded = isOpen ? text.padEnd(least, 'a') : text.padStart(least, '0');
    if (fits(padded)) return padded;
  }
  return text;
}

function compile(pattern: string): RegExp | undefined {
  for (const mode of ['u', '']) {
    try {
      return new RegExp(pattern, mode);
    } catch {
      // Not valid in this mode; the other one may take it.
    }
  }
  return undefined;
}

interface Drawing {
  readonly random: () => number;
  /** About how often a part is repeated beyond what it must be. */
  readonly more: number;
  /** From 0 to 1: the part of the counts, from below, that is left out. */
  readonly skipped: number;
  /** Characters that may still come: counts multiply where repeats stand in repeats. */
  left: number;
}

const LONGEST = 20_000;

function drawPart(part: Part, drawing: Drawing): string {
  switch (part.kind) {
    case 'characters':
      drawing.left -= 1;
      return part.choices[Math.floor(drawing.random() * part.choices.length)] ?? '';
    case 'sequence':
      return part.parts.map((inner) => drawPart(inner, drawing)).join('');
    case 'either': {
      const chosen = part.parts[Math.floor(drawing.random() * part.parts.length)];
      return chosen ? drawPart(chosen, drawing) : '';
    }
    case 'repeat': {
      const most = Math.min(part.most, part.least + Math.ceil(drawing.more));
      const first = part.least + Math.floor((most - part.least) * drawing.skipped);
      const count = first + Math.floor(drawing.random() * (most - first + 1));
      const texts: string[] = [];
      while (texts.length < count && drawing.left > 0) texts.push(drawPart(part.part, drawing));
      return texts.join('');
    }
    default:
      return part satisfies never;
  }
}
