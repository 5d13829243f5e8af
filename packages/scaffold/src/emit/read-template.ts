// Reads the part of Handlebars that templates use: values, and `if`, `unless` and `else`. Handlebars' own parser takes
// longer over them than everything else about a small document; a test holds this reader against it.

/** `name`, or `uses.format`. */
export type ValuePath = readonly string[];

export type TemplatePart =
  | string
  | { readonly value: ValuePath }
  | {
      readonly condition: ValuePath;
      /** What the condition must be for `chosen`. */
      readonly wanted: boolean;
      readonly chosen: readonly TemplatePart[];
      readonly otherwise: readonly TemplatePart[];
    };

interface OpenBlock {
  readonly keyword: string;
  readonly condition: ValuePath;
  readonly chosen: TemplatePart[];
  otherwise: TemplatePart[] | undefined;
}

const TAG =
  /(?<!\{)\{\{(?:#(?<open>if|unless) (?<condition>[\w.]+)|(?<other>else)|\/(?<close>if|unless)|(?<value>[\w.]+))\}\}/g;

/** Throws SyntaxError for a template that holds anything else, or blocks that do not close. */
export function readTemplate(source: string): readonly TemplatePart[] {
  const root: TemplatePart[] = [];
  const open: OpenBlock[] = [];
  const put = (part: TemplatePart): void => {
    const block = open.at(-1);
    if (part !== '') (block ? (block.otherwise ?? block.chosen) : root).push(part);
  };
  let at = 0;
  for (const tag of source.matchAll(TAG)) {
    const { value } = tag.groups ?? {};
    const [start, end] = value === undefined ? lineOf(source, tag) : [tag.index, tag.index + tag[0].length];
    put(plainText(source.slice(at, start)));
    if (value === undefined) turn(tag, open, put);
    else put({ value: value.split('.') });
    at = end;
  }
  put(plainText(source.slice(at)));
  if (open.length > 0) throw new SyntaxError(`a template leaves {{#${open.at(-1)?.keyword}}} open`);
  return root;
}

/** Opens a block, turns it to its other half, or closes it. */
function turn(tag: RegExpMatchArray, open: OpenBlock[], put: (part: TemplatePart) => void): void {
  const { open: keyword, condition = '', close } = tag.groups ?? {};
  if (keyword !== undefined) {
    open.push({ keyword, condition: condition.split('.'), chosen: [], otherwise: undefined });
    return;
  }
  const block = open.at(-1);
  if (!block || (close === undefined ? block.otherwise !== undefined : close !== block.keyword))
    throw new SyntaxError(`a template holds ${tag[0]} where nothing is open for it`);
  if (close === undefined) {
    block.otherwise = [];
    return;
  }
  open.pop();
  const { chosen, otherwise = [] } = block;
  put({ condition: block.condition, wanted: close === 'if', chosen, otherwise });
}

/** A tag that has its line for itself takes the line with it. */
function lineOf(source: string, { 0: text, index = 0 }: RegExpMatchArray): readonly [start: number, end: number] {
  const start = source.lastIndexOf('\n', index - 1) + 1;
  const lineEnd = source.indexOf('\n', index + text.length);
  const end = lineEnd === -1 ? source.length : lineEnd + 1;
  const isAlone = (source.slice(index === 0 ? 0 : start, index) + source.slice(index + text.length, end)).trim() === '';
  return isAlone ? [index === 0 ? 0 : start, end] : [index, index + text.length];
}

function plainText(text: string): string {
  const brace = text.indexOf('{{');
  if (brace !== -1) throw new SyntaxError(`a template holds ${text.slice(brace, brace + 40)}`);
  return text;
}
