// Which formats a text is held against, and by whom.
import { type Code, code } from '../code.js';

/** Formats that zod knows. Formats that nobody knows are notes to the reader (JSON Schema validation, 7.2.1). */
export const ZOD_FORMATS: Readonly<Record<string, Code>> = {
  email: code`z.email()`,
  uuid: code`z.guid()`,
  date: code`z.iso.date()`,
  ipv4: code`z.ipv4()`,
  ipv6: code`z.ipv6()`,
  byte: code`z.base64()`,
  base64url: code`z.base64url()`,
};

/** Formats that `formats.ts` checks. */
const OWN_FORMATS: ReadonlySet<string> = new Set(
  'date-time time duration hostname idn-hostname idn-email uri uri-reference iri iri-reference uri-template json-pointer relative-json-pointer regex'.split(
    ' ',
  ),
);

/** Whether `formats.ts` checks a format. */
export function isFormatOfOurs(format: string): boolean {
  return OWN_FORMATS.has(format);
}

/** Whether a text is held against the format; other formats are notes to the reader. */
export function isCheckedFormat(format: string): boolean {
  return Object.hasOwn(ZOD_FORMATS, format) || OWN_FORMATS.has(format);
}
