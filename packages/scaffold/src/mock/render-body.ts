// A value as the bytes of a media type.

import { escapeHtml } from '@senior-backend/core/report/escape-html';
import { dump } from 'js-yaml';
import { mediaKind } from '../model/media-kind.js';

/** A text stays as it is for every type but JSON: an example of XML is XML already. */
export function renderBody(type: string, value: unknown): string {
  if (/[/+]json$/.test(type)) return JSON.stringify(value);
  if (typeof value === 'string') return value;
  if (type === 'text/event-stream') return eventStream(value);
  if (mediaKind(type) === 'sequence') return jsonLines(value, type.endsWith('json-seq') ? '\u001e' : '');
  if (/[/+]xml$/.test(type)) return `<?xml version="1.0" encoding="UTF-8"?>\n${toXml('value', value)}\n`;
  if (/[/+](?:x-)?yaml$/.test(type)) return dump(value);
  if (type === 'application/x-www-form-urlencoded') return new URLSearchParams(fieldsOf(value)).toString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** RFC 7464 begins each text with a record separator. */
function jsonLines(value: unknown, begin: '' | '\u001e'): string {
  return itemsOf(value)
    .map((item) => `${begin}${JSON.stringify(item)}\n`)
    .join('');
}

/** The fields of the events (HTML standard, 9.2.6), where the value has them; else each item is what stands in `data`. */
function eventStream(value: unknown): string {
  return itemsOf(value)
    .map((item) => {
      const fields = isEvent(item) ? Object.entries(item) : [['data', item] as const];
      return `${fields.map(([name, field]) => eventField(name, field)).join('')}\n`;
    })
    .join('');
}

function isEvent(item: unknown): item is Readonly<Record<string, unknown>> {
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, 'data')) return false;
  return Object.keys(item).every((name) => ['data', 'event', 'id', 'retry'].includes(name));
}

function eventField(name: string, field: unknown): string {
  const text = typeof field === 'string' ? field : JSON.stringify(field);
  const lines = name === 'data' ? text.split(/\r\n|\r|\n/) : [text.replace(/[\r\n\0]+/g, ' ')];
  return lines.map((line) => `${name}: ${line}\n`).join('');
}

function fieldsOf(value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, field]: [string, unknown]) => [
    name,
    typeof field === 'object' ? JSON.stringify(field) : String(field),
  ]);
}

/** Members as elements, items as one element each; names that XML has no element for become `value`. */
function toXml(name: string, value: unknown): string {
  const tag = /^[A-Za-z_][\w.-]*$/.test(name) ? name : 'value';
  if (Array.isArray(value)) return value.map((item) => toXml(name, item)).join('');
  if (typeof value !== 'object' || value === null) return `<${tag}>${escapeHtml(String(value ?? ''))}</${tag}>`;
  return `<${tag}>${Object.entries(value)
    .map(([member, inner]) => toXml(member, inner))
    .join('')}</${tag}>`;
}
