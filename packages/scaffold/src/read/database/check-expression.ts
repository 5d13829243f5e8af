// The text of a check constraint as the server deparses it → a tree. It knows the few forms that can be said otherwise;
// anything else gives undefined, and stays for the database to judge.

export type Expression =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly argument: Expression }
  | { readonly kind: 'all'; readonly parts: readonly Expression[] }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  /** Something of another form, beside which the other parts of a conjunction still hold. */
  | { readonly kind: 'unknown' };

const TOKEN =
  /\s*(?:(E?'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*')|("(?:[^"]|"")*")|(\d+(?:\.\d+)?)|([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(::|<>|<=|>=|!~|~\*|[-+*/<>=~!@#%^&|`?]+|[()[\],.]))/y;

interface Token {
  readonly kind: 'text' | 'quoted' | 'number' | 'word' | 'sign';
  readonly text: string;
}

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const kinds = ['text', 'quoted', 'number', 'word', 'sign'] as const;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) return undefined;
    const index = match.slice(1).findIndex((group) => group !== undefined);
    tokens.push({ kind: kinds[index] ?? 'sign', text: match[index + 1] ?? '' });
  }
  return tokens;
}

/** `CHECK ((price > (0)::numeric))` → price > 0. Undefined for a text that is of no known form at all. */
export function parseCheck(definition: string): Expression | undefined {
  const body = /^CHECK \((.*)\)(?: NO INHERIT)?(?: NOT VALID)?$/s.exec(definition)?.[1];
  const tokens = body === undefined ? undefined : tokensOf(body);
  return tokens && new Parser(tokens).whole();
}

/** Deeper than any constraint that a person wrote. */
const DEEPEST = 50;

class Parser {
  #at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expression | undefined {
    const expression = this.#disjunction(0);
    return this.#at === this.tokens.length ? expression : undefined;
  }

  #peek(): string {
    return this.tokens[this.#at]?.text ?? '';
  }

  #take(text: string): boolean {
    if (this.tokens[this.#at]?.kind === 'text' || this.#peek() !== text) return false;
    this.#at += 1;
    return true;
  }

  /** `a AND b AND c`; anything with OR or NOT in it is unknown as a whole. */
  #disjunction(depth: number): Expression | undefined {
    if (depth > DEEPEST || this.#peek() === 'NOT') return undefined;
    const parts: Expression[] = [];
    do {
      const part = this.#comparison(depth);
      if (!part) return undefined;
      parts.push(part);
    } while (this.#take('AND'));
    if (this.#peek() === 'OR') {
      while (this.#take('OR')) if (!this.#comparison(depth)) return undefined;
      return { kind: 'unknown' };
    }
    const [only] = parts;
    return parts.length === 1 ? only : { kind: 'all', parts };
  }

  #comparison(depth: number): Expression | undefined {
    const left = this.#operand(depth);
    const token = this.tokens[this.#at];
    if (!left || token?.kind !== 'sign' || !/^(?:[<>=~]|<=|>=|<>)$/.test(token.text)) return this.#restOf(left);
    this.#at += 1;
    const isAny = this.#take('ANY');
    const right = this.#operand(depth);
    if (!right) return undefined;
    return { kind: 'compare', operator: isAny ? `${token.text} ANY` : token.text, left, right };
  }

  /** `IS NOT NULL`, and operators that are not looked into. */
  #restOf(left: Expression | undefined): Expression | undefined {
    if (!left || !this.#take('IS')) return left;
    this.#take('NOT');
    return this.#take('NULL') ? { kind: 'unknown' } : undefined;
  }

  #operand(depth: number): Expression | undefined {
    let operand = this.#primary(depth);
    while (operand && this.#take('::')) operand = this.#type() ? operand : undefined;
    return operand;
  }

  #primary(depth: number): Expression | undefined {
    const token = this.tokens[this.#at];
    if (!token) return undefined;
    this.#at += 1;
    switch (token.kind) {
      case 'text':
        return { kind: 'value', value: textOf(token.text) };
      case 'number':
        return { kind: 'value', value: Number(token.text) };
      case 'quoted':
        return { kind: 'name', name: token.text.slice(1, -1).replaceAll('""', '"') };
      case 'word':
        return this.#word(token.text, depth);
      case 'sign':
        return token.text === '(' ? this.#closed(this.#disjunction(depth + 1), ')') : undefined;
      default:
        return token.kind satisfies never;
    }
  }

  #word(name: string, depth: number): Expression | undefined {
    if (name === 'ARRAY' && this.#take('[')) {
      const items: Expression[] = [];
      do {
        const item = this.#operand(depth + 1);
        if (!item) return undefined;
        items.push(item);
      } while (this.#take(','));
      return this.#closed({ kind: 'list', items }, ']');
    }
    if (!this.#take('(')) return { kind: 'name', name };
    const argument = this.#closed(this.#disjunction(depth + 1), ')');
    return argument && { kind: 'call', name, argument };
  }

  #closed(inner: Expression | undefined, bracket: ')' | ']'): Expression | undefined {
    return this.#take(bracket) ? inner : undefined;
  }

  /** `character varying(20)[]`, `public.citext` */
  #type(): boolean {
    const start = this.#at;
    while (isTypeName(this.tokens[this.#at]) || (this.#at > start && this.#take('.'))) this.#at += 1;
    if (this.#at === start) return false;
    if (this.#take('(')) {
      while (this.tokens[this.#at]?.kind === 'number' || this.#peek() === ',') this.#at += 1;
      if (!this.#take(')')) return false;
    }
    while (this.#take('[')) if (!this.#take(']')) return false;
    return true;
  }
}

function isTypeName(token: Token | undefined): boolean {
  if (token?.kind === 'quoted') return true;
  return token?.kind === 'word' && !/^(?:AND|OR|IS|NOT|NULL|ANY)$/.test(token.text);
}

function textOf(literal: string): string {
  const isEscaped = literal.startsWith('E');
  const inner = literal.slice(isEscaped ? 2 : 1, -1).replaceAll("''", "'");
  return isEscaped ? inner.replaceAll(/\\(.)/gs, '$1') : inner;
}
