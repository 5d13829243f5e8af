import { term } from './term.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text as HTML text or as the value of a quoted attribute: no markup, no control or invisible character. */
export function escapeHtml(text: string): string {
  return term(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
