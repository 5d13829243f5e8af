import { styleText } from 'node:util';

type Style = (text: string) => string;
const NAMES = ['bold', 'dim', 'red', 'green', 'yellow', 'blue', 'cyan'] as const;

/** Colours for one stream: real escapes, or the identity. */
export type Paint = Readonly<Record<(typeof NAMES)[number], Style>>;

function paintWith(style: (name: (typeof NAMES)[number]) => Style): Paint {
  return Object.fromEntries(NAMES.map((name) => [name, style(name)])) as Paint;
}

export const plain: Paint = paintWith(() => (text) => text);
// Validation off: the decision has been taken by `wantsColour`, for the stream that is written to.
export const colourful: Paint = paintWith((name) => (text) => styleText(name, text, { validateStream: false }));

/**
 * Whether a stream gets colours: `--no-color`, then NO_COLOR, FORCE_COLOR, the terminal, TERM=dumb.
 * NO_COLOR wins over FORCE_COLOR where both are set (no-color.org).
 */
export function wantsColour(
  stream: { readonly isTTY: boolean },
  variables: Readonly<Record<string, string | undefined>>,
  flag: boolean | undefined,
): boolean {
  if (flag !== undefined) return flag;
  if (variables['NO_COLOR']) return false;
  const force = variables['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return stream.isTTY && variables['TERM'] !== 'dumb';
}
