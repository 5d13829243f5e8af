// What a document may cost. YAML aliases share one value, so that a few lines can stand for a tree of billions.
import { scaffoldError } from '../../codes.js';

export const LONGEST_TEXT = 64_000_000;
export const DEEPEST = 400;
/** Values in the tree that the document stands for, with every alias expanded. GitHub's 13 MB have about 900,000. */
const MOST_VALUES = 20_000_000;

/**
 * Throws SCAF106 for a document that is nested too deep, refers to itself through an alias, or expands to too much.
 * A JSON text has no aliases: every value is there once.
 */
export function checkLimits(file: string, root: unknown, mayShare: boolean): void {
  if (!isContainer(root)) return;
  if (!mayShare) checkDepth(file, root);
  else if (expandedSize(file, root) > MOST_VALUES) {
    throw tooMuch(
      file,
      `${file} expands to more than ${MOST_VALUES / 1e6} million values through its YAML aliases`,
      'replace the aliases by $ref',
    );
  }
}

function isContainer(value: unknown): value is object {
  return value !== null && typeof value === 'object';
}

function checkDepth(file: string, root: object): void {
  let level: object[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= DEEPEST) throw tooDeep(file);
    level = level.flatMap((value) => Object.values(value).filter(isContainer));
  }
}

interface Frame {
  readonly value: object;
  readonly children: readonly unknown[];
  next: number;
  size: number;
}

/** How many values there are with every alias written out. Each shared value is measured once. */
function expandedSize(file: string, root: object): number {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  const stack: Frame[] = [];
  const enter = (value: object): void => {
    if (stack.length >= DEEPEST) throw tooDeep(file);
    open.add(value);
    stack.push({ value, children: Object.values(value), next: 0, size: 1 });
  };
  enter(root);
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const child = frame.children[frame.next];
    frame.next += 1;
    if (frame.next > frame.children.length) {
      stack.pop();
      open.delete(frame.value);
      sizes.set(frame.value, frame.size);
      const above = stack.at(-1);
      if (above) above.size += frame.size;
    } else if (!isContainer(child)) {
      frame.size += 1;
    } else if (open.has(child)) {
      throw tooMuch(
        file,
        `${file} has a YAML alias inside its own anchor`,
        'use $ref for a schema that refers to itself',
      );
    } else {
      const known = sizes.get(child);
      if (known === undefined) enter(child);
      else frame.size += known;
    }
  }
  return sizes.get(root) ?? 0;
}

function tooDeep(file: string): Error {
  return tooMuch(file, `${file} is nested more than ${DEEPEST} levels deep`, 'flatten it with $ref');
}

function tooMuch(file: string, message: string, help: string): Error {
  return scaffoldError('SCAF106', { message, at: { file }, help });
}
