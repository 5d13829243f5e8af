// Table names as words of an API.
import { pascalCase, wordsOf } from '../model/names.js';

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['people', 'person'],
  ['children', 'child'],
  ['men', 'man'],
  ['women', 'woman'],
  ['indices', 'index'],
  ['vertices', 'vertex'],
  ['matrices', 'matrix'],
  ['criteria', 'criterion'],
  ['data', 'data'],
  ['media', 'media'],
  ['news', 'news'],
  ['series', 'series'],
  ['species', 'species'],
  ['movies', 'movie'],
  ['cookies', 'cookie'],
  ['caches', 'cache'],
]);

/** `statuses` → status, `categories` → category. A word that is no plural stays. */
export function singular(word: string): string {
  const known = IRREGULAR.get(word.toLowerCase());
  if (known !== undefined) return word === word.toLowerCase() ? known : pascalCase(known);
  if (/[^aeiou]ies$/i.test(word)) return word.replace(/ies$/i, 'y');
  if (/(?:ss|sh|ch|x|z|us)es$/i.test(word)) return word.slice(0, -2);
  return /(?:ss|us|is)$/i.test(word) || !/[a-z]s$/i.test(word) ? word : word.slice(0, -1);
}

/** `order_items` → order item */
export function nounOf(table: string): string {
  const words = wordsOf(table);
  const noun = words.map((word, index) => (index === words.length - 1 ? singular(word) : word));
  return noun.join(' ').toLowerCase() || 'row';
}

/** `order_items` → OrderItem */
export function singularName(table: string): string {
  const words = wordsOf(table);
  return pascalCase(words.map((word, index) => (index === words.length - 1 ? singular(word) : word)).join('_'));
}

/** `an order`, `a customer`, `a user` */
export function withArticle(noun: string): string {
  return `${/^(?:[aeio]|u(?!s|ni))/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
