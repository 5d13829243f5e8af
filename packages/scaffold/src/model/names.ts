// Names for what is generated: identifiers that cannot clash, file names that cannot leave their folder.

/** What can be no name: reserved words of strict mode (ECMA-262 14.1), and those that TypeScript keeps for types. */
export const LANGUAGE_WORDS: ReadonlySet<string> = words(
  `arguments as async await boolean break case catch class const continue debugger default delete do else enum eval export
  extends false finally for from function if implements import in instanceof interface let new null number object of package
  private protected public return static string super switch symbol this throw true try type typeof undefined unknown any
  never void var while with yield Infinity NaN`,
);

/** Those, and what the files use in which schemas and handlers have their names. */
const RESERVED: ReadonlySet<string> = new Set([
  ...LANGUAGE_WORDS,
  ...words(
    `z Array Date Error Handler JSON Map Number Object Operations Promise Record RegExp Request Response Router Set String
    Boolean Symbol Partial Readonly Required Pick Omit Exclude Extract Buffer Readable Blob File URL notImplemented
    operations webhooks Webhooks callbacks Callbacks auth handlers router`,
  ),
]);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** The words of a name: `repos/get-by_id` → repos, get, by, id; `userID` → user, ID. */
export function wordsOf(text: string): readonly string[] {
  const ascii = text.normalize('NFKD').replace(/\p{M}/gu, '');
  return ascii.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+\d*|\p{Lu}+\d*|\d+|[\p{Lo}\p{Lm}]+/gu) ?? [];
}

function asciiWords(text: string): readonly string[] {
  return wordsOf(text)
    .map((word) =>
      /^[\w$]+$/.test(word)
        ? word
        : Array.from(word, (letter) => `u${(letter.codePointAt(0) ?? 0).toString(16)}`).join(''),
    )
    .filter((word) => word !== '');
}

/** `list-users` → listUsers. A name that is one already stays as it is. */
export function camelCase(text: string): string {
  if (/^[a-z][A-Za-z0-9]*$/.test(text)) return text;
  const [first = '', ...rest] = asciiWords(text);
  const head = /^[A-Z0-9]+$/.test(first) ? first.toLowerCase() : first.charAt(0).toLowerCase() + first.slice(1);
  return head + rest.map(capitalize).join('');
}

/** `simple-user` → SimpleUser. A name that is one already stays as it is. */
export function pascalCase(text: string): string {
  if (/^[A-Z][A-Za-z0-9]*$/.test(text)) return text;
  return asciiWords(text).map(capitalize).join('');
}

/** `User Accounts` → user-accounts: letters, digits and hyphens, so that it is one file name everywhere. */
export function kebabCase(text: string): string {
  return asciiWords(text).join('-').toLowerCase().slice(0, 80);
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `GET /users/{userId}/orders` → getUsersByUserIdOrders */
export function operationName(method: string, path: string): string {
  const words = path
    .split('/')
    .filter(Boolean)
    .map((segment) => segment.replace(/\{([^}]*)\}/g, ' by $1 '));
  return camelCase(`${method} ${words.join(' ') || 'root'}`);
}

/** Gives each name once. Names that differ only in case count as the same, for file systems that cannot tell them apart. */
export class NameBook {
  readonly #taken = new Set<string>();
  readonly #reserved: ReadonlySet<string>;

  constructor(taken: Iterable<string> = [], reserved: ReadonlySet<string> = RESERVED) {
    this.#reserved = reserved;
    for (const name of taken) this.#taken.add(name.toLowerCase());
  }

  /** The wanted name, or the wanted name with the first free number behind it. */
  take(wanted: string, fallback: string): string {
    const base = identifier(wanted, fallback, this.#reserved);
    let name = base;
    for (let count = 2; this.#taken.has(name.toLowerCase()); count += 1)
      name = /\d$/.test(base) ? `${base}_${count}` : `${base}${count}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }

  has(name: string): boolean {
    return this.#taken.has(name.toLowerCase());
  }
}

function identifier(wanted: string, fallback: string, reserved: ReadonlySet<string>): string {
  const name = wanted === '' ? fallback : /^\d/.test(wanted) ? `${fallback}${wanted}` : wanted;
  if (!reserved.has(name)) return name;
  return /^[A-Z]/.test(name) ? `Api${name}` : `${name}_`;
}
