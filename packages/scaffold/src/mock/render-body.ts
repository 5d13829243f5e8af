// A value as the bytes of a media type.

import { escapeHtml } from '@senior-backend/core/report/escape-html';
import { dump } from 'js-yaml';

/** A text stays as it is for every type but JSON: an example of XML is XML already. */
export function renderBody(type: string, value: unknown): string {
  if (/(?:^|[/+.-])(?:jsonl|ndjson|x-ndjson|json-seq|json-lines)$/.test(type)) return jsonLines(value);
  if (/[/+]json$/.test(type)) return JSON.stringify(value);
  if (typeof value === 'string') return value;
  if (type === 'text/event-stream') return `data: ${JSON.stringify(value)}\n\n`;
  if (/[/+]xml$/.test(type)) return `<?xml version="1.0" encoding="UTF-8"?>\n${toXml('value', value)}\n`;
  if (/[/+](?:x-)?yaml$/.test(type)) return dump(value);
  if (type === 'application/x-www-form-urlencoded') return new URLSearchParams(fieldsOf(value)).toString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function jsonLines(value: unknown): string {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => `${JSON.stringify(item)}\n`).join('');
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
