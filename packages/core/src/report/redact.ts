// The one place where secrets are taken out of text, at the sinks: streams, reports and files.

export const MASK = '***';

const SENSITIVE_NAME =
  /^(?:.*[-_.])?(?:authorization|cookie|set-cookie|password|passwd|pwd|pgpassword|passphrase|secret|token|api-?_?key|apikey|access-?_?key|private-?_?key|client-?_?secret|credential|session|sessionid|sid|signature|sig|auth|jwt|bearer|x-amz-security-token|sslpassword)$/i;

/** Whether a header, query parameter or setting of this name carries a secret. */
export function isSensitiveName(name: string): boolean {
  return SENSITIVE_NAME.test(name) || /(?:password|secret|token|apikey|api[-_]key)/i.test(name);
}

/** A remover of secrets. Give it every secret as soon as it is known; it also knows what secrets look like. */
export interface Redactor {
  /** Whatever is added never appears in a text that passes through. Values shorter than 3 characters are ignored. */
  add(secret: string | undefined): void;
  redact(text: string): string;
}

/** Longer ones would make a regular expression that the engine refuses; they are looked for one by one. */
const LONGEST_IN_PATTERN = 1_000;

export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  const long = new Set<string>();
  let known: RegExp | undefined;
  return {
    add(secret) {
      if (secret === undefined || secret.length < 3) return;
      for (const form of formsOf(secret)) (form.length > LONGEST_IN_PATTERN ? long : secrets).add(form);
      if (secrets.size === 0) return;
      // The longest first, so that a secret that contains another is masked whole.
      const alternatives = [...secrets].sort((a, b) => b.length - a.length).map(escapeForRegExp);
      known = new RegExp(alternatives.join('|'), 'g');
    },
    redact(text) {
      let masked = text;
      for (const secret of long) masked = masked.replaceAll(secret, MASK);
      return redactPatterns(known ? masked.replace(known, MASK) : masked);
    },
  };
}

/** A secret as it may stand in a text: raw, percent-encoded, in JSON, in an SQL literal, in base64. */
function formsOf(secret: string): string[] {
  const forms = [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll("'", "''"),
  ];
  if (secret.length >= 6) forms.push(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
  return forms;
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** A type, a schema or the beginning of a structure, as in the diff of a source file: nothing that anybody keeps secret. */
const CODE = String.raw`\s*(?:(?:string|number|boolean|unknown|null|undefined|true|false)(?:\[\])?(?:[\s,;|)}\]]|$)|z\.\w+\(|\(\w+: |[[{](?:\s|$|[\]}]))`;

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // scheme://user:password@host — everything between the colon and the last @ before the path
  [/([a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*):[^\s/'"]*@/gi, `$1:${MASK}@`],
  // Authorization: Bearer xyz, Proxy-Authorization, Cookie: a=b; c=d
  [
    new RegExp(
      String.raw`\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key|api-key|x-auth-token)(["']?\s*[:=](?!${CODE})\s*["']?)[^\r\n"']+`,
      'gi',
    ),
    `$1$2${MASK}`,
  ],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/g, `$1 ${MASK}`],
  // password=… in keyword strings, query strings, SQL options
  [
    new RegExp(
      String.raw`\b([a-z0-9_-]*(?:password|passwd|secret|token|api[_-]?key|apikey|signature))(["']?\s*[=:](?!${CODE})\s*)("[^"]*"|'(?:[^']|'')*'|[^\s&;,)}"']+)`,
      'gi',
    ),
    `$1$2${MASK}`,
  ],
  [/\b(PASSWORD\s+)('(?:[^']|'')*'|E'(?:[^'\\]|\\.|'')*')/gi, `$1'${MASK}'`],
];

function redactPatterns(text: string): string {
  let result = text;
  for (const [pattern, replacement] of PATTERNS) result = result.replace(pattern, replacement);
  return result;
}
