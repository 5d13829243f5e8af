// A text of a format, of a pattern, or of a length.
import type { JsonSchema } from './flatten-schema.js';
import { samplePattern } from './sample-pattern.js';

const FORMATS: Readonly<Record<string, (random: () => number) => string>> = {
  date: (random) => `2026-${two(1 + random() * 12)}-${two(1 + random() * 28)}`,
  'date-time': (random) => `2026-${two(1 + random() * 12)}-${two(1 + random() * 28)}T${two(random() * 24)}:00:00Z`,
  time: (random) => `${two(random() * 24)}:00:00Z`,
  duration: (random) => `PT${1 + Math.floor(random() * 59)}M`,
  email: (random) => `${word(8, random)}@example.com`,
  'idn-email': (random) => `${word(8, random)}@example.com`,
  uuid: (random) => `${hex(8, random)}-${hex(4, random)}-4${hex(3, random)}-8${hex(3, random)}-${hex(12, random)}`,
  uri: (random) => `https://example.com/${word(6, random)}`,
  url: (random) => `https://example.com/${word(6, random)}`,
  iri: (random) => `https://example.com/${word(6, random)}`,
  'uri-reference': (random) => `/${word(6, random)}`,
  'iri-reference': (random) => `/${word(6, random)}`,
  'uri-template': (random) => `/${word(6, random)}/{id}`,
  'json-pointer': (random) => `/${word(6, random)}`,
  'relative-json-pointer': () => '0',
  regex: () => '^[a-z]+$',
  hostname: () => 'example.com',
  'idn-hostname': () => 'example.com',
  ipv4: () => '192.0.2.1',
  ipv6: () => '2001:db8::1',
  byte: (random) => `${word(7, random)}=`,
  base64: (random) => `${word(7, random)}=`,
};

/** Draws until pattern, format and length agree, as far as they can; the last draw otherwise. */
export function sampleString(schema: JsonSchema, random: () => number): string {
  const { pattern, format } = schema;
  const least = typeof schema['minLength'] === 'number' ? schema['minLength'] : 0;
  const most = typeof schema['maxLength'] === 'number' ? schema['maxLength'] : Math.max(least, 256);
  const make = typeof format === 'string' && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (typeof pattern === 'string') return samplePattern(pattern, { least, most, random, from: make });
  const made = make?.(random);
  if (made !== undefined && made.length >= least && made.length <= most) return made;
  if (format === 'email' && least > 0) return `${word(Math.max(1, least - 12), random)}@example.com`;
  return word(Math.min(Math.max(least, 8), most), random);
}

export function word(length: number, random: () => number): string {
  return Array.from({ length }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
}

function hex(length: number, random: () => number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
