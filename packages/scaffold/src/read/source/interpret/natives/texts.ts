// The methods of strings that give the same for the same text.
import { constant, type Item, list, native, unknown, type Value } from '../../values.js';

const PURE = [
  'at',
  'charAt',
  'concat',
  'endsWith',
  'includes',
  'indexOf',
  'lastIndexOf',
  'padEnd',
  'padStart',
  'repeat',
  'slice',
  'startsWith',
  'substring',
  'toLowerCase',
  'toUpperCase',
  'toString',
  'trim',
  'trimEnd',
  'trimStart',
  'replaceAll',
] as const;

type Pure = (typeof PURE)[number];

const LONGEST = 100_000;

export function textMember(text: string, name: string): Value | undefined {
  if (name === 'length') return constant(text.length);
  if (name === 'split') return native(name, (args, at) => split(text, args, at));
  if (name === 'replace') return native(name, (args) => replace(text, args));
  const pure = PURE.find((known) => known === name);
  return pure && native(name, (args) => apply(text, pure, args));
}

function apply(text: string, name: Pure, args: readonly Item[]): Value {
  const values = args.map(({ value }) => (value.kind === 'constant' ? value.value : undefined));
  if (args.some(({ value }) => value.kind !== 'constant'))
    return unknown(`${name} with what is known at run time only`);
  if (name === 'repeat' && text.length * Number(values[0]) > LONGEST) return unknown('a text that is too long');
  const method = text[name] as (...given: readonly unknown[]) => string | number | boolean | undefined;
  return constant(method.apply(text, values));
}

function split(text: string, [separator]: readonly Item[], at: Item['at']): Value {
  if (separator?.value.kind !== 'constant') return unknown('a text that is split by a pattern');
  return list(text.split(String(separator.value.value)).map((part) => ({ value: constant(part), at })));
}

function replace(text: string, [what, by]: readonly Item[]): Value {
  if (by?.value.kind !== 'constant') return unknown('a replacement known at run time only');
  const replacement = String(by.value.value);
  if (what?.value.kind === 'constant') return constant(text.replace(String(what.value.value), replacement));
  // Simple patterns alone: one from the code could take for ever.
  if (what?.value.kind === 'pattern' && /^[\\/^$.\w\s|()-]{1,40}$/.test(what.value.source))
    return constant(text.replace(new RegExp(what.value.source), replacement));
  return unknown('a replacement by a pattern');
}
