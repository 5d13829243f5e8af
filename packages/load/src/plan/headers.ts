import { loadError } from '../codes.js';

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// What a field value may hold (RFC 9110, 5.5): no control character, so no line break that would begin a field of its own.
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Fields that frame the message: the tool writes them itself. */
const OWN: Readonly<Record<string, string>> = {
  'content-length': 'it follows from --body',
  'transfer-encoding': 'the body is sent with its length',
  connection: 'use --no-keepalive to close after each request',
};

/** Reads `Name: value`. Throws LOAD002. */
export function parseHeader(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':');
  const name = line.slice(0, colon).trim();
  if (colon < 1) {
    throw loadError('LOAD002', {
      message: `the header "${shown(line)}" has no colon`,
      help: "write --header 'Name: value'",
    });
  }
  if (!TOKEN.test(name)) {
    throw loadError('LOAD002', {
      message: `"${name}" is no header name`,
      help: "letters, digits and - _ . only, as in --header 'X-Request-Id: 1'",
    });
  }
  const value = line.slice(colon + 1).trim();
  if (!VALUE.test(value)) {
    throw loadError('LOAD002', {
      message: `the value of ${name} has a line break, a control character or a character outside Latin-1`,
      help: 'a header is one line; percent-encode or base64 what does not fit',
    });
  }
  const reason = Object.hasOwn(OWN, name.toLowerCase()) ? OWN[name.toLowerCase()] : undefined;
  if (reason !== undefined) throw loadError('LOAD002', { message: `${name} cannot be set by hand`, help: reason });
  return [name, value];
}

/** The beginning of a line that may hold a secret where its name should be. */
function shown(line: string): string {
  return line.length > 24 ? `${line.slice(0, 12)}…` : line;
}

/** A method as it stands on the request line. Throws LOAD003. */
export function parseMethod(text: string): string {
  if (!TOKEN.test(text))
    throw loadError('LOAD003', { message: `"${text}" is no HTTP method`, help: 'for example --method POST' });
  return text.toUpperCase();
}
