import { type Code, code, key, str } from '../code.js';

/** `key.id`, `key['order-id']` */
export function member(object: Code, name: string): Code {
  const own = key(name);
  return own === name ? code`${object}.${own}` : code`${object}[${str(name)}]`;
}
